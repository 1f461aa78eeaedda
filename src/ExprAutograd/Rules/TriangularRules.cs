using ExprAutograd.Operators;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace ExprAutograd.Rules;

/// <summary>Triangular systems, the Cholesky factor and what is computed from it.</summary>
/// <remarks>
/// A symmetric matrix is read from one triangle, and its gradient is the symmetric one, half on either side of the diagonal: that of the function
/// of the full matrix ½(A + Aᵀ). A tangent that is not symmetric counts by its symmetric part.
/// </remarks>
internal static class TriangularRules
{
    internal static RuleSet AddTo(RuleSet rules) => rules
        // T X = B as for a full matrix, and dT only where T is read.  Giles (2008), section 2.3.
        .WithMatrices(
            Factorizations.TriangularSolve<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (M T, M B, int n, int columns, bool isLower, bool isTransposed, bool hasUnitDiagonal, M X, M dX) =>
                        MatrixFunctions.SolveTriangular(T, dX, isLower, !isTransposed, hasUnitDiagonal),
                    (M T, M B, int n, int columns, bool isLower, bool isTransposed, bool hasUnitDiagonal, M X, M dX, M dB) =>
                        MatrixFunctions.Triangle(isTransposed ? -X.TransposeAndMultiply(dB) : -dB.TransposeAndMultiply(X), isLower, hasUnitDiagonal)),
                (M T, M B, int n, int columns, bool isLower, bool isTransposed, bool hasUnitDiagonal, M X, M dX) =>
                    MatrixFunctions.SolveTriangular(T, dX, isLower, !isTransposed, hasUnitDiagonal),
            ],
            pushforward:
            [
                MatrixRule.Let(
                    (M T, M B, int n, int columns, bool isLower, bool isTransposed, bool hasUnitDiagonal, M X, M dT, M dB) =>
                        MatrixFunctions.Triangle(dT, isLower, hasUnitDiagonal),
                    (M T, M B, int n, int columns, bool isLower, bool isTransposed, bool hasUnitDiagonal, M X, M dT, M dB, M read) =>
                        MatrixFunctions.SolveTriangular(T, isTransposed ? dB - read.TransposeThisAndMultiply(X) : dB - read * X, isLower, isTransposed, hasUnitDiagonal)),
            ])
        .WithMatrices(
            Factorizations.Triangle<double>,
            pullbacks: [(M A, int n, bool isLower, bool isStrict, M Y, M dY) => MatrixFunctions.Triangle(dY, isLower, isStrict)],
            pushforward: [(M A, int n, bool isLower, bool isStrict, M Y, M dA) => MatrixFunctions.Triangle(dA, isLower, isStrict)])

        // A = L Lᵀ  =>  dL = L Φ(L⁻¹ dA L⁻ᵀ), Φ the lower triangle with half the diagonal;
        // dA = ½ L⁻ᵀ (P + Pᵀ) L⁻¹ with P = Φ(Lᵀ dL).  Murray (2016), "Differentiation of the Cholesky decomposition"; Seeger et al. (2017).
        .WithMatrices(
            Factorizations.CholeskyFactor<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (M A, int n, M L, M dL) => L.TransposeThisAndMultiply(dL),
                    (M A, int n, M L, M dL, M P) => 0.5 * MatrixFunctions.SolveTriangular(
                        L, MatrixFunctions.SolveTriangular(L, P.LowerTriangle() + P.StrictlyLowerTriangle().Transpose(), true, true, false).Transpose(), true, true, false)),
            ],
            pushforward:
            [
                MatrixRule.Let(
                    (M A, int n, M L, M dA) => MatrixFunctions.SolveLower(L, MatrixFunctions.SolveLower(L, MatrixFunctions.SymmetricPart(dA)).Transpose()),
                    (M A, int n, M L, M dA, M P) => 0.5 * (L * (P.LowerTriangle() + P.StrictlyLowerTriangle()))),
            ])

        // As for a full matrix, and symmetric.
        .WithMatrices(
            Factorizations.CholeskySolve<double>,
            pullbacks:
            [
                (M A, M B, int n, int columns, M X, M dX) => -MatrixFunctions.SymmetricPart(A.Cholesky().Solve(dX).TransposeAndMultiply(X)),
                (M A, M B, int n, int columns, M X, M dX) => A.Cholesky().Solve(dX),
            ],
            pushforward: [(M A, M B, int n, int columns, M X, M dA, M dB) => A.Cholesky().Solve(dB - MatrixFunctions.SymmetricPart(dA) * X)])

        // (det A)' = det A tr(A⁻¹ dA), (ln det A)' = tr(A⁻¹ dA).
        .WithMatrices(
            Factorizations.CholeskyDeterminant<double>,
            pullbacks: [(M A, int n, double y, double dy) => dy * y * A.Cholesky().Solve(M.Build.DenseIdentity(n))],
            pushforward: [(M A, int n, double y, M dA) => y * A.Cholesky().Solve(dA).Trace()])
        .WithMatrices(
            Factorizations.CholeskyLogDeterminant<double>,
            pullbacks: [(M A, int n, double y, double dy) => dy * A.Cholesky().Solve(M.Build.DenseIdentity(n))],
            pushforward: [(M A, int n, double y, M dA) => A.Cholesky().Solve(dA).Trace()]);
}
