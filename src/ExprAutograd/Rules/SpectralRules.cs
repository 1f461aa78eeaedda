using ExprAutograd.Operators;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;
using V = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace ExprAutograd.Rules;

/// <summary>Symmetric eigenvalues and eigenvectors, singular values and vectors.</summary>
/// <remarks>
/// <para>The vectors of one spectrum are pulled back together: whether a function has a derivative where values are equal shows only in the sum of
/// its parts. <see cref="Factorizations.InvariantCotangent"/> tells what holds there.</para>
/// <para>A matrix that is read as symmetric has a symmetric gradient, as in <see cref="TriangularRules"/>.</para>
/// </remarks>
internal static class SpectralRules
{
    internal static RuleSet AddTo(RuleSet rules) => rules
        // A = V Λ Vᵀ, E = Vᵀ dA V, G[i, j] = 1 / (λ[j] - λ[i])  =>  dλ = diag E, dV = V (G∘E);
        // dA = V (diag dλ + G∘½(K - Kᵀ)) Vᵀ with K = Vᵀ dV.  Giles (2008), section 3.1; Magnus (1985), "On differentiating eigenvalues and eigenvectors".
        .WithMatrices(
            Factorizations.SymmetricEigenFactors<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (M A, int n, V λ, M Vs, V use, V dλ, M dV, V dUse) => MatrixFunctions.GapReciprocals(λ, n).PointwiseMultiply(
                        MatrixFunctions.InvariantCotangent(Vs.TransposeThisAndMultiply(dV), λ, dλ, dUse, false)),
                    (M A, int n, V λ, M Vs, V use, V dλ, M dV, V dUse, M turn) =>
                        MatrixFunctions.SymmetricPart(Vs * (turn + M.Build.DenseOfDiagonalVector(dλ)) * Vs.Transpose())),
            ],
            pushforward:
            [
                (M A, int n, V λ, M Vs, V use, M dA) => Vs.TransposeThisAndMultiply(dA * Vs).Diagonal(),
                (M A, int n, V λ, M Vs, V use, M dA) => Vs * MatrixFunctions.GapReciprocals(λ, n).PointwiseMultiply(
                    MatrixFunctions.InvariantTangent(Vs.TransposeThisAndMultiply(dA * Vs), λ, false)),
                (M A, int n, V λ, M Vs, V use, M dA) => V.Build.Dense(1, i => 0.0),
            ])

        // The values' cotangent joins that of the vectors and says that they are used. Forwards they need no vectors' tangents, which may not exist.
        .WithMatrices(
            Factorizations.SymmetricEigenvalues<double>,
            pullbacks:
            [
                null,
                (M A, V λ, M Vs, V use, int n, V y, V dy) => dy,
                (M A, V λ, M Vs, V use, int n, V y, V dy) => M.Build.Dense(n, n, (i, j) => 0.0),
                (M A, V λ, M Vs, V use, int n, V y, V dy) => V.Build.Dense(1, i => 1.0),
            ],
            pushforward: [(M A, V λ, M Vs, V use, int n, V y, M dA, V dλ, M dV, V dUse) => Vs.TransposeThisAndMultiply(dA * Vs).Diagonal()])

        // X = A⁻¹ B, as by Cholesky.
        .WithMatrices(
            Factorizations.SymmetricEigenSolve<double>,
            pullbacks:
            [
                (M A, M B, int n, int columns, M X, M dX) => -MatrixFunctions.SymmetricPart(MatrixFunctions.SymmetricEigenSolve(A, dX).TransposeAndMultiply(X)),
                (M A, M B, int n, int columns, M X, M dX) => MatrixFunctions.SymmetricEigenSolve(A, dX),
            ],
            pushforward: [(M A, M B, int n, int columns, M X, M dA, M dB) => MatrixFunctions.SymmetricEigenSolve(A, dB - MatrixFunctions.SymmetricPart(dA) * X)])

        // A = U S Vᵀ, E = Uᵀ dA V with zeros to a square, G[i, j] = 1 / (s[j] - s[i]), H[i, j] = 1 / (s[i] + s[j])  =>  ds = diag E,
        // dU = U (G∘½(E + Eᵀ) + H∘½(E - Eᵀ)), dV = V (G∘½(E + Eᵀ) - H∘½(E - Eᵀ));
        // dA = U (diag ds + G∘½(P - Pᵀ) + H∘½(D - Dᵀ)) Vᵀ with P = Uᵀ dU + Vᵀ dV and D = Uᵀ dU - Vᵀ dV.
        // Townsend (2016), "Differentiating the singular value decomposition"; Ionescu, Vantzos and Sminchisescu (2015), where G and H are one fraction.
        .WithMatrices(
            Factorizations.SvdFactors<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (M A, int rows, int columns, V S, M U, M VT, V use, V dS, M dU, M dVT, V dUse) =>
                        MatrixFunctions.Resized(U.TransposeThisAndMultiply(dU), Math.Max(rows, columns), Math.Max(rows, columns)),
                    (M A, int rows, int columns, V S, M U, M VT, V use, V dS, M dU, M dVT, V dUse, M left) =>
                        MatrixFunctions.Resized(VT.TransposeAndMultiply(dVT), Math.Max(rows, columns), Math.Max(rows, columns)),
                    (M A, int rows, int columns, V S, M U, M VT, V use, V dS, M dU, M dVT, V dUse, M left, M right) =>
                        MatrixFunctions.GapReciprocals(S, Math.Max(rows, columns)).PointwiseMultiply(MatrixFunctions.InvariantCotangent(left + right, S, dS, dUse, false))
                        + MatrixFunctions.SumReciprocals(S, Math.Max(rows, columns)).PointwiseMultiply(MatrixFunctions.InvariantCotangent(left - right, S, dS, dUse, true)),
                    (M A, int rows, int columns, V S, M U, M VT, V use, V dS, M dU, M dVT, V dUse, M left, M right, M turn) =>
                        U * (M.Build.Dense(rows, columns, (i, j) => i == j ? dS[i] : 0.0) + MatrixFunctions.Resized(turn, rows, columns)) * VT),
            ],
            pushforward:
            [
                (M A, int rows, int columns, V S, M U, M VT, V use, M dA) => (U.TransposeThisAndMultiply(dA) * VT.Transpose()).Diagonal(),
                MatrixRule.Let(
                    (M A, int rows, int columns, V S, M U, M VT, V use, M dA) =>
                        MatrixFunctions.Resized(U.TransposeThisAndMultiply(dA) * VT.Transpose(), Math.Max(rows, columns), Math.Max(rows, columns)),
                    (M A, int rows, int columns, V S, M U, M VT, V use, M dA, M E) => U * MatrixFunctions.Resized(
                        MatrixFunctions.GapReciprocals(S, Math.Max(rows, columns)).PointwiseMultiply(MatrixFunctions.InvariantTangent(E, S, false))
                        + MatrixFunctions.SumReciprocals(S, Math.Max(rows, columns)).PointwiseMultiply(MatrixFunctions.InvariantTangent(E, S, true)), rows, rows)),
                MatrixRule.Let(
                    (M A, int rows, int columns, V S, M U, M VT, V use, M dA) =>
                        MatrixFunctions.Resized(U.TransposeThisAndMultiply(dA) * VT.Transpose(), Math.Max(rows, columns), Math.Max(rows, columns)),
                    (M A, int rows, int columns, V S, M U, M VT, V use, M dA, M E) => MatrixFunctions.Resized(
                        MatrixFunctions.SumReciprocals(S, Math.Max(rows, columns)).PointwiseMultiply(MatrixFunctions.InvariantTangent(E, S, true))
                        - MatrixFunctions.GapReciprocals(S, Math.Max(rows, columns)).PointwiseMultiply(MatrixFunctions.InvariantTangent(E, S, false)), columns, columns) * VT),
                (M A, int rows, int columns, V S, M U, M VT, V use, M dA) => V.Build.Dense(1, i => 0.0),
            ])
        .WithMatrices(
            Factorizations.SingularValues<double>,
            pullbacks:
            [
                null,
                (M A, V S, M U, M VT, V use, int rows, int columns, V y, V dy) => dy,
                (M A, V S, M U, M VT, V use, int rows, int columns, V y, V dy) => M.Build.Dense(rows, rows, (i, j) => 0.0),
                (M A, V S, M U, M VT, V use, int rows, int columns, V y, V dy) => M.Build.Dense(columns, columns, (i, j) => 0.0),
                (M A, V S, M U, M VT, V use, int rows, int columns, V y, V dy) => V.Build.Dense(1, i => 1.0),
            ],
            pushforward:
            [
                (M A, V S, M U, M VT, V use, int rows, int columns, V y, M dA, V dS, M dU, M dVT, V dUse) => (U.TransposeThisAndMultiply(dA) * VT.Transpose()).Diagonal(),
            ])

        // Y = A⁺ of constant rank  =>  dY = -Y dA Y + Y Yᵀ dAᵀ (I - A Y) + (I - Y A) dAᵀ Yᵀ Y;
        // dA = -Yᵀ dY Yᵀ + (I - A Y) dYᵀ Y Yᵀ + Yᵀ Y dYᵀ (I - Y A).  Golub and Pereyra (1973), theorem 4.3.
        .WithMatrices(
            Factorizations.PseudoInverse<double>,
            pullbacks:
            [
                (M A, int rows, int columns, M Y, M dY) => (dY.Transpose() - A * (Y * dY.Transpose())) * (Y * Y.Transpose())
                    + Y.TransposeThisAndMultiply(Y) * (dY.Transpose() - (dY.Transpose() * Y) * A) - Y.TransposeThisAndMultiply(dY).TransposeAndMultiply(Y),
            ],
            pushforward:
            [
                (M A, int rows, int columns, M Y, M dA) => Y * (Y.Transpose() * (dA.Transpose() - (dA.Transpose() * A) * Y))
                    + (dA.Transpose() - Y * (A * dA.Transpose())) * Y.Transpose() * Y - Y * dA * Y,
            ])

        // X = A⁺ B, r = B - A X, dB = A⁺ᵀ dX  =>  dA = r (A⁺ dB)ᵀ + A⁺ᵀ X (dX - Aᵀ dB)ᵀ - dB Xᵀ, the product rule on the pseudo-inverse.
        .WithMatrices(
            Factorizations.SvdSolve<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (M A, M B, int rows, int columns, int count, M X, M dX) => A.PseudoInverse(),
                    (M A, M B, int rows, int columns, int count, M X, M dX, M Y) => Y.TransposeThisAndMultiply(dX),
                    (M A, M B, int rows, int columns, int count, M X, M dX, M Y, M dB) => (B - A * X).TransposeAndMultiply(Y * dB)
                        + Y.TransposeThisAndMultiply(X).TransposeAndMultiply(dX - A.TransposeThisAndMultiply(dB)) - dB.TransposeAndMultiply(X)),
                (M A, M B, int rows, int columns, int count, M X, M dX) => A.PseudoInverse().TransposeThisAndMultiply(dX),
            ],
            pushforward:
            [
                MatrixRule.Let(
                    (M A, M B, int rows, int columns, int count, M X, M dA, M dB) => A.PseudoInverse(),
                    (M A, M B, int rows, int columns, int count, M X, M dA, M dB, M Y) => dA.TransposeThisAndMultiply(Y.TransposeThisAndMultiply(X)),
                    (M A, M B, int rows, int columns, int count, M X, M dA, M dB, M Y, M across) => Y * (dB - dA * X)
                        + Y * (Y.Transpose() * dA.TransposeThisAndMultiply(B - A * X)) + across - Y * (A * across)),
            ]);
}
