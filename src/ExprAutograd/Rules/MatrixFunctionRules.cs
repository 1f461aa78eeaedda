using ExprAutograd.Operators;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace ExprAutograd.Rules;

/// <summary>Powers, the exponential and the square root of a matrix.</summary>
/// <remarks>
/// The derivative L(A, E) of a function along E has the adjoint L(Aᵀ, ·). Its own derivative along D is a block of L([A E; 0 A], [D 0; 0 D]),
/// symmetric in E and D.  Higham (2008), Functions of Matrices, section 3.2; Al-Mohy and Higham (2009).
/// </remarks>
internal static class MatrixFunctionRules
{
    internal static RuleSet AddTo(RuleSet rules) => rules
        .WithMatrices(
            Factorizations.Power<double>,
            pullbacks: [(M A, int n, int exponent, M Y, M dY) => MatrixFunctions.PowerDerivative(A.Transpose(), dY, exponent)],
            pushforward: [(M A, int n, int exponent, M Y, M dA) => MatrixFunctions.PowerDerivative(A, dA, exponent)])
        .WithMatrices(
            Factorizations.PowerDerivative<double>,
            pullbacks:
            [
                (M A, M E, int n, int exponent, M Y, M dY) => MatrixFunctions.PowerDerivative(
                    MatrixFunctions.Block(A.Transpose(), E.Transpose()), MatrixFunctions.Block(dY, M.Build.Dense(n, n, (i, j) => 0.0)), exponent).SubMatrix(0, n, n, n),
                (M A, M E, int n, int exponent, M Y, M dY) => MatrixFunctions.PowerDerivative(A.Transpose(), dY, exponent),
            ],
            pushforward:
            [
                (M A, M E, int n, int exponent, M Y, M dA, M dE) => MatrixFunctions.PowerDerivative(A, dE, exponent) + MatrixFunctions.PowerDerivative(
                    MatrixFunctions.Block(A, E), MatrixFunctions.Block(dA, M.Build.Dense(n, n, (i, j) => 0.0)), exponent).SubMatrix(0, n, n, n),
            ])
        .WithMatrices(
            Factorizations.Exponential<double>,
            pullbacks: [(M A, int n, M Y, M dY) => MatrixFunctions.ExponentialDerivative(A.Transpose(), dY)],
            pushforward: [(M A, int n, M Y, M dA) => MatrixFunctions.ExponentialDerivative(A, dA)])
        .WithMatrices(
            Factorizations.ExponentialDerivative<double>,
            pullbacks:
            [
                (M A, M E, int n, M Y, M dY) => MatrixFunctions.ExponentialDerivative(
                    MatrixFunctions.Block(A.Transpose(), E.Transpose()), MatrixFunctions.Block(dY, M.Build.Dense(n, n, (i, j) => 0.0))).SubMatrix(0, n, n, n),
                (M A, M E, int n, M Y, M dY) => MatrixFunctions.ExponentialDerivative(A.Transpose(), dY),
            ],
            pushforward:
            [
                (M A, M E, int n, M Y, M dA, M dE) => MatrixFunctions.ExponentialDerivative(A, dE) + MatrixFunctions.ExponentialDerivative(
                    MatrixFunctions.Block(A, E), MatrixFunctions.Block(dA, M.Build.Dense(n, n, (i, j) => 0.0))).SubMatrix(0, n, n, n),
            ])

        // The block matrix [A E; 0 A].
        .WithMatrices(
            Factorizations.Block<double>,
            pullbacks:
            [
                (M A, M E, int n, M Y, M dY) => dY.SubMatrix(0, n, 0, n) + dY.SubMatrix(n, n, n, n),
                (M A, M E, int n, M Y, M dY) => dY.SubMatrix(0, n, n, n),
            ],
            pushforward: [(M A, M E, int n, M Y, M dA, M dE) => MatrixFunctions.Block(dA, dE)])

        // Y Y = A  =>  Y dY + dY Y = dA, a Sylvester equation, and its own adjoint.  Higham (2008), section 6.1.
        .WithMatrices(
            Factorizations.SquareRoot<double>,
            pullbacks: [(M A, int n, M Y, M dY) => MatrixFunctions.SymmetricSylvester(Y, MatrixFunctions.SymmetricPart(dY))],
            pushforward: [(M A, int n, M Y, M dA) => MatrixFunctions.SymmetricSylvester(Y, MatrixFunctions.SymmetricPart(dA))])

        // Y X + X Y = C  =>  Y dX + dX Y = dC - dY X - X dY.
        .WithMatrices(
            Factorizations.SymmetricSylvester<double>,
            pullbacks:
            [
                MatrixRule.Let(
                    (M Y, M C, int n, M X, M dX) => MatrixFunctions.SymmetricSylvester(Y, dX),
                    (M Y, M C, int n, M X, M dX, M dC) => -MatrixFunctions.SymmetricPart(dC.TransposeAndMultiply(X) + X.TransposeThisAndMultiply(dC))),
                (M Y, M C, int n, M X, M dX) => MatrixFunctions.SymmetricSylvester(Y, dX),
            ],
            pushforward:
            [
                (M Y, M C, int n, M X, M dY, M dC) => MatrixFunctions.SymmetricSylvester(Y, dC - MatrixFunctions.SymmetricPart(dY) * X - X * MatrixFunctions.SymmetricPart(dY)),
            ]);
}
