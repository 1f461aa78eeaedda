using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench.Gmm;

/// <summary>The log posterior of a Gaussian mixture with a Wishart prior, in LINQ. Šrajer, Kukelova, Fitzgibbon (2018), section 4.1.</summary>
internal static class GmmLinq
{
    private static readonly Expression<Func<double[], double, double>> LogSumExpFrom = (x, max) => max + Math.Log(x.Sum(xi => Math.Exp(xi - max)));

    private static readonly Expression<Func<double[], double>> LogSumExp = x => LogSumExpFrom.Compile()(x, x.Max());

    /// <summary>log p(points | mixture) + log p(mixture) as a function of the mixture: alphas, means, factors.</summary>
    public static Expression<Func<double[], double[], double[], double>> LogPosterior(GmmInstance data)
    {
        var points = data.Points;
        var (d, k, m) = (data.Dimension, data.Alphas.Length, data.M);
        var (n, size, gamma) = (points.Length / d, data.Factors.Length / k, data.Gamma);
        var constant = (-0.5 * n * d * Math.Log(2 * Math.PI)) - (k * GmmMethod.LogNormaliser(d, gamma, m));

        // |Q z|^2: row r of Q is L[r, 0], ..., L[r, r - 1], diagonal[r]; L is stored column after column.
        Expression<Func<double[], double[], int, double[], double>> squaredLength = (factors, diagonals, c, z) =>
            (from r in Enumerable.Range(0, d)
             let below = Enumerable.Range(0, r).Sum(j => factors[(c * size) + d + (j * ((2 * d) - j - 1) / 2) + r - j - 1] * z[j])
             let y = (diagonals[(c * d) + r] * z[r]) + below
             select y * y).Sum();

        Expression<Func<double[], int, int, double[]>> centred = (means, i, c) =>
            Enumerable.Range(0, d).Select(j => points[(i * d) + j] - means[(c * d) + j]).ToArray();

        Expression<Func<double[], double[], double[], double>> prior = (factors, diagonals, logDeterminants) =>
            (from c in Enumerable.Range(0, k)
             let onDiagonal = Enumerable.Range(c * d, d).Sum(j => diagonals[j] * diagonals[j])
             let below = Enumerable.Range((c * size) + d, size - d).Sum(j => factors[j] * factors[j])
             select (0.5 * gamma * gamma * (onDiagonal + below)) - (m * logDeterminants[c])).Sum();

        Expression<Func<double[], double[], double[], double[], double[], double>> posterior = (alphas, means, factors, diagonals, logDeterminants) =>
            Enumerable.Range(0, n).Sum(i => LogSumExp.Compile()(
                Enumerable.Range(0, k)
                    .Select(c => alphas[c] + logDeterminants[c] - (0.5 * squaredLength.Compile()(factors, diagonals, c, centred.Compile()(means, i, c))))
                    .ToArray()))
            - (n * LogSumExp.Compile()(alphas))
            + prior.Compile()(factors, diagonals, logDeterminants)
            + constant;

        return (alphas, means, factors) => posterior.Compile()(
            alphas,
            means,
            factors,
            Enumerable.Range(0, k * d).Select(j => Math.Exp(factors[(j / d * size) + (j % d)])).ToArray(),
            Enumerable.Range(0, k).Select(c => Enumerable.Range(c * size, d).Sum(j => factors[j])).ToArray());
    }
}
