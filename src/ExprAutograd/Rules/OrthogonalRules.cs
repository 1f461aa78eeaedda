using System.Linq.Expressions;
using ExprAutograd.Operators;
using MathNet.Numerics.LinearAlgebra.Factorization;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;
using V = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace ExprAutograd.Rules;

/// <summary>Q R and least squares.</summary>
/// <remarks>The signs of the diagonal of R are MathNet's; the derivative is the same for all.</remarks>
internal static class OrthogonalRules
{
    internal static RuleSet AddTo(RuleSet rules) => WithFull(WithThin(rules))
        // X = A⁺ B, r = B - A X  =>  dX = A⁺ (dB - dA X) + (AᵀA)⁻¹ dAᵀ r;  dB = Q R⁻ᵀ dX, dA = r Wᵀ - dB Xᵀ with R W = R⁻ᵀ dX.
        // Golub and Pereyra (1973), "The differentiation of pseudo-inverses and nonlinear least squares problems whose variables separate".
        .WithMatrices(
            Factorizations.LeastSquares<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (M A, M B, int rows, int columns, int count, M X, M dX) => MatrixFunctions.SolveTriangular(A.QR(QRMethod.Thin).R, dX, false, true, false),
                    (M A, M B, int rows, int columns, int count, M X, M dX, M inner) =>
                        (B - A * X).TransposeAndMultiply(MatrixFunctions.SolveUpper(A.QR(QRMethod.Thin).R, inner)) - (A.QR(QRMethod.Thin).Q * inner).TransposeAndMultiply(X)),
                (M A, M B, int rows, int columns, int count, M X, M dX) =>
                    A.QR(QRMethod.Thin).Q * MatrixFunctions.SolveTriangular(A.QR(QRMethod.Thin).R, dX, false, true, false),
            ],
            pushforward:
            [
                (M A, M B, int rows, int columns, int count, M X, M dA, M dB) => MatrixFunctions.LeastSquares(A, dB - dA * X)
                    + MatrixFunctions.SolveUpper(
                        A.QR(QRMethod.Thin).R, MatrixFunctions.SolveTriangular(A.QR(QRMethod.Thin).R, dA.TransposeThisAndMultiply(B - A * X), false, true, false)),
            ]);

    // X = dA R⁻¹, C = QᵀX, U = triu(C) + tril(C, -1)ᵀ  =>  dQ = X - Q U, dR = U R;
    // dA = (dQ + Q copyltu(P)) R⁻ᵀ with P = R dRᵀ - dQᵀ Q, copyltu the lower triangle mirrored upwards.
    // Seeger et al. (2017), "Auto-differentiating linear algebra"; Walter and Lehmann (2010).
    // Of Q alone R is QᵀA, and of R alone Q is A R⁻¹: then the rules hold for the signs of any factors.
    private static RuleSet WithThin(RuleSet rules) => rules
        .WithZeroDerivative((double[] a, int rows, int columns) => Factorizations.QrFactors(a, rows, columns))
        .WithZeroDerivative((double[] a, int rows, int columns) => Factorizations.GramSchmidtFactors(a, rows, columns))
        .WithMatrices(
            Factorizations.ThinQ<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (M A, int rows, int columns, M Q, M dQ) => -dQ.TransposeThisAndMultiply(Q),
                    (M A, int rows, int columns, M Q, M dQ, M P) => MatrixFunctions.SolveUpper(
                        Q.TransposeThisAndMultiply(A), (dQ + Q * (P.LowerTriangle() + P.StrictlyLowerTriangle().Transpose())).Transpose()).Transpose()),
            ],
            pushforward:
            [
                MatrixRule.Let(
                    (M A, int rows, int columns, M Q, M dA) => MatrixFunctions.SolveTriangular(Q.TransposeThisAndMultiply(A), dA.Transpose(), false, true, false).Transpose(),
                    (M A, int rows, int columns, M Q, M dA, M X) => Q.TransposeThisAndMultiply(X),
                    (M A, int rows, int columns, M Q, M dA, M X, M C) => X - Q * (C.UpperTriangle() + C.StrictlyLowerTriangle().Transpose())),
            ])
        .WithMatrices(
            Factorizations.ThinR<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (M A, int rows, int columns, M R, M dR) => R.TransposeAndMultiply(dR),
                    (M A, int rows, int columns, M R, M dR, M P) => MatrixFunctions.SolveUpper(R, P.LowerTriangle() + P.StrictlyLowerTriangle().Transpose()),
                    (M A, int rows, int columns, M R, M dR, M P, M inner) => A * MatrixFunctions.SolveUpper(R, inner.Transpose()).Transpose()),
            ],
            pushforward:
            [
                MatrixRule.Let(
                    (M A, int rows, int columns, M R, M dA) => MatrixFunctions.SolveTriangular(R, A.TransposeThisAndMultiply(dA), false, true, false),
                    (M A, int rows, int columns, M R, M dA, M inner) => MatrixFunctions.SolveTriangular(R, inner.Transpose(), false, true, false).Transpose(),
                    (M A, int rows, int columns, M R, M dA, M inner, M C) => (C.UpperTriangle() + C.StrictlyLowerTriangle().Transpose()) * R),
            ]);

    // The same with a square Q: its further columns turn freely among themselves, and only functions of the space they span have a derivative.
    private static RuleSet WithFull(RuleSet rules) => rules.WithMatrices(
        Factorizations.FullQrFactors<double>,
        pullbacks:
        [
            MatrixRule.Let(
                (M A, int rows, int columns, M Q, M R, M dQ, M dR) => R.TransposeAndMultiply(dR),
                (M A, int rows, int columns, M Q, M R, M dQ, M dR, M P) => MatrixFunctions.InvariantCotangent(
                    Q.TransposeThisAndMultiply(dQ), V.Build.Dense(columns, i => i + 1.0), V.Build.Dense(columns, i => 0.0), V.Build.Dense(1, i => 0.0), false),
                (M A, int rows, int columns, M Q, M R, M dQ, M dR, M P, M skew) => MatrixFunctions.SolveUpper(
                    MatrixFunctions.Resized(R, columns, columns),
                    MatrixFunctions.Resized(Q * (P.LowerTriangle() + P.StrictlyLowerTriangle().Transpose() + 2.0 * skew.StrictlyLowerTriangle()), rows, columns).Transpose()).Transpose()),
        ],
        pushforward:
        [
            MatrixRule.Let(FullTurn, (M A, int rows, int columns, M Q, M R, M dA, M turn) => Q * (turn - turn.Transpose())),
            MatrixRule.Let(FullTurn, (M A, int rows, int columns, M Q, M R, M dA, M turn) => (Q.TransposeThisAndMultiply(dA) - (turn - turn.Transpose()) * R).UpperTriangle()),
        ]);

    /// <summary>tril(Qᵀ dA R⁻¹, -1), square.</summary>
    private static LambdaExpression FullTurn { get; } = (M A, int rows, int columns, M Q, M R, M dA) => MatrixFunctions.Resized(
        Q.TransposeThisAndMultiply(MatrixFunctions.SolveTriangular(MatrixFunctions.Resized(R, columns, columns), dA.Transpose(), false, true, false).Transpose()), rows, rows)
        .StrictlyLowerTriangle();
}
