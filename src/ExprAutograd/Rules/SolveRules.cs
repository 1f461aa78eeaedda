using System.Linq.Expressions;
using ExprAutograd.Operators;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace ExprAutograd.Rules;

/// <summary>Linear systems, inverses and determinants by LU.</summary>
/// <remarks>Giles (2008), "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", sections 2.2.3 to 2.3.</remarks>
internal static class SolveRules
{
    private const string CofactorsReason =
        "The third derivative of a determinant in its matrix is not known here. Use MatrixFunctions.LogDeterminant, which has derivatives of every order.";

    internal static RuleSet AddTo(RuleSet rules) => rules
        // The factors are made to be computed from; what is computed from them has the derivative.
        .WithZeroDerivative((double[] a, int n) => Factorizations.LuFactors(a, n))

        // A X = B  =>  A dX = dB - dA X;  dB = A⁻ᵀ dX, dA = -dB Xᵀ.
        .WithMatrices(
            Factorizations.Solve<double>,
            pullbacks:
            [
                (M A, M B, int n, int columns, M X, M dX) => -A.Transpose().Solve(dX).TransposeAndMultiply(X),
                (M A, M B, int n, int columns, M X, M dX) => A.Transpose().Solve(dX),
            ],
            pushforward: [(M A, M B, int n, int columns, M X, M dA, M dB) => A.Solve(dB - dA * X)])

        // Aᵀ X = B  =>  Aᵀ dX = dB - dAᵀ X;  dB = A⁻¹ dX, dA = -X dBᵀ.
        .WithMatrices(
            Factorizations.SolveTransposed<double>,
            pullbacks:
            [
                (M A, M B, int n, int columns, M X, M dX) => -X.TransposeAndMultiply(A.Solve(dX)),
                (M A, M B, int n, int columns, M X, M dX) => A.Solve(dX),
            ],
            pushforward: [(M A, M B, int n, int columns, M X, M dA, M dB) => A.Transpose().Solve(dB - dA.TransposeThisAndMultiply(X))])

        // Y = A⁻¹  =>  dY = -Y dA Y;  dA = -Yᵀ dY Yᵀ.
        .WithMatrices(
            Factorizations.Inverse<double>,
            pullbacks: [(M A, int n, M Y, M dY) => -Y.TransposeThisAndMultiply(dY).TransposeAndMultiply(Y)],
            pushforward: [(M A, int n, M Y, M dA) => -Y * dA * Y])

        // The derivative of det A is its matrix of cofactors: det A · A⁻ᵀ, and for a singular A too.
        .WithMatrices(
            Factorizations.Determinant<double>,
            pullbacks: [(M A, int n, double y, double dy) => dy * MatrixFunctions.Cofactors(A)],
            pushforward: [(M A, int n, double y, M dA) => MatrixFunctions.Cofactors(A).PointwiseMultiply(dA).RowSums().Sum()])

        // A Hessian is symmetric.
        .WithMatrices(
            Factorizations.Cofactors<double>,
            pullbacks: [(M A, int n, M Y, M dY) => MatrixFunctions.CofactorsDerivative(A, dY)],
            pushforward: [(M A, int n, M Y, M dA) => MatrixFunctions.CofactorsDerivative(A, dA)])
        .WithMatrices(
            Factorizations.CofactorsDerivative<double>,
            pullbacks: [null, (M A, M D, int n, M Y, M dY) => MatrixFunctions.CofactorsDerivative(A, dY)],
            pushforward: [(M A, M D, int n, M Y, M dA, M dD) => MatrixFunctions.CofactorsDerivative(A, dD)])
        .RefuseDerivative((Expression<Func<double[], double[], double[], int, double[]>>)((a, lu, d, n) => Factorizations.CofactorsDerivative(a, lu, d, n)), 0, CofactorsReason)

        // ln |det A|: A⁻ᵀ.
        .WithMatrices(
            Factorizations.LogAbsDeterminant<double>,
            pullbacks: [(M A, int n, double y, double dy) => dy * A.Inverse().Transpose()],
            pushforward: [(M A, int n, double y, M dA) => A.Solve(dA).Trace()])

        // P A = L U, F = L⁻¹ P dA U⁻¹ = U A⁻¹ dA U⁻¹  =>  dL = L tril(F, -1), dU = triu(F) U;
        // dA = A⁻ᵀ Uᵀ G U⁻ᵀ with G = tril(Lᵀ dL, -1) or triu(dU Uᵀ).  de Hoog, Anderssen and Lukas (2011), "Differentiation of matrix functionals using triangular factorization".
        .WithMatrices(
            Factorizations.LuLower<double>,
            pullbacks:
            [
                (M A, int n, M L, M dL) => A.Transpose().Solve(
                    MatrixFunctions.SolveUpper(A.LU().U, L.TransposeThisAndMultiply(dL).StrictlyLowerTriangle().TransposeThisAndMultiply(A.LU().U)).Transpose()),
            ],
            pushforward:
            [
                (M A, int n, M L, M dA) => L * MatrixFunctions.SolveTriangular(
                    A.LU().U, (A.LU().U * A.Solve(dA)).Transpose(), isLower: false, isTransposed: true, hasUnitDiagonal: false).Transpose().StrictlyLowerTriangle(),
            ])
        .WithMatrices(
            Factorizations.LuUpper<double>,
            pullbacks:
            [
                (M A, int n, M U, M dU) => A.Transpose().Solve(
                    MatrixFunctions.SolveUpper(U, dU.TransposeAndMultiply(U).UpperTriangle().TransposeThisAndMultiply(U)).Transpose()),
            ],
            pushforward:
            [
                (M A, int n, M U, M dA) => MatrixFunctions.SolveTriangular(
                    U, (U * A.Solve(dA)).Transpose(), isLower: false, isTransposed: true, hasUnitDiagonal: false).Transpose().UpperTriangle() * U,
            ]);
}
