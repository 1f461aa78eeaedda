using ExprAutograd.Operators;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;
using V = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace ExprAutograd.Rules;

/// <summary>The reciprocal gaps and sums of a spectrum, the checks on them, and how packed factors are taken apart: what second derivatives of vectors need.</summary>
internal static class SpectralGapRules
{
    internal static RuleSet AddTo(RuleSet rules) => rules
        // (1 / (v[j] - v[i]))' = -G² (dv[j] - dv[i]); a gap that is zero stays zero.
        .WithMatrices(
            Factorizations.GapReciprocals<double>,
            pullbacks: [(V v, int count, int n, M Y, M dY) => (dY - dY.Transpose()).PointwiseMultiply(Y).PointwiseMultiply(Y).RowSums().SubVector(0, count)],
            pushforward:
            [
                (V v, int count, int n, M Y, V dv) => M.Build.Dense(n, n, (i, j) => Y[i, j] * Y[i, j] * ((i < count ? dv[i] : 0.0) - (j < count ? dv[j] : 0.0))),
            ])
        .WithMatrices(
            Factorizations.SumReciprocals<double>,
            pullbacks: [(V v, int count, int n, M Y, M dY) => -(dY + dY.Transpose()).PointwiseMultiply(Y).PointwiseMultiply(Y).RowSums().SubVector(0, count)],
            pushforward:
            [
                (V v, int count, int n, M Y, V dv) => M.Build.Dense(n, n, (i, j) => -Y[i, j] * Y[i, j] * ((i < count ? dv[i] : 0.0) + (j < count ? dv[j] : 0.0))),
            ])

        // Linear in what they check.
        .WithMatrices(
            Factorizations.InvariantCotangent<double>,
            pullbacks: [(M K, V v, V dv, V use, int count, int n, bool isSum, M Y, M dY) => 0.5 * (dY - dY.Transpose()), null, null, null],
            pushforward: [(M K, V v, V dv, V use, int count, int n, bool isSum, M Y, M dK, V tv, V tdv, V tuse) => 0.5 * (dK - dK.Transpose())])
        .WithMatrices(
            Factorizations.InvariantTangent<double>,
            pullbacks: [(M K, V v, int count, int n, bool isSum, M Y, M dY) => 0.5 * (isSum ? dY - dY.Transpose() : dY + dY.Transpose()), null],
            pushforward: [(M K, V v, int count, int n, bool isSum, M Y, M dK, V tv) => 0.5 * (isSum ? dK - dK.Transpose() : dK + dK.Transpose())])
        .WithMatrices(
            Factorizations.Resized<double>,
            pullbacks: [(M A, int rows, int columns, int newRows, int newColumns, M Y, M dY) => MatrixFunctions.Resized(dY, rows, columns)],
            pushforward: [(M A, int rows, int columns, int newRows, int newColumns, M Y, M dA) => MatrixFunctions.Resized(dA, newRows, newColumns)])

        // Moves of elements.
        .WithPullbacks(
            (double[] x, int start, int length) => Factorizations.Part(x, start, length),
            (double[] x, int start, int length, double[] y, double[] dy) => Factorizations.Placed(dy, start, length, x.Length), null, null)
        .WithPushforward(
            (double[] x, int start, int length) => Factorizations.Part(x, start, length),
            (double[] x, int start, int length, double[] y, double[] dx) => Factorizations.Part(dx, start, length))
        .WithPullbacks(
            (double[] x, int start, int length, int total) => Factorizations.Placed(x, start, length, total),
            (double[] x, int start, int length, int total, double[] y, double[] dy) => Factorizations.Part(dy, start, length), null, null, null)
        .WithPushforward(
            (double[] x, int start, int length, int total) => Factorizations.Placed(x, start, length, total),
            (double[] x, int start, int length, int total, double[] y, double[] dx) => Factorizations.Placed(dx, start, length, total))
        .WithPullbacks(
            (double[] x, double[] z, int first, int second) => Factorizations.Joined(x, z, first, second),
            (double[] x, double[] z, int first, int second, double[] y, double[] dy) => Factorizations.Part(dy, 0, first),
            (double[] x, double[] z, int first, int second, double[] y, double[] dy) => Factorizations.Part(dy, first, second), null, null)
        .WithPushforward(
            (double[] x, double[] z, int first, int second) => Factorizations.Joined(x, z, first, second),
            (double[] x, double[] z, int first, int second, double[] y, double[] dx, double[] dz) => Factorizations.Joined(dx, dz, first, second));
}
