using MathNet.Numerics;

namespace ExprAutograd.Benchmarks.AdBench.Gmm;

/// <summary>The log posterior of a Gaussian mixture with a Wishart prior, as plain C# loops. Šrajer, Kukelova, Fitzgibbon (2018), section 4.1.</summary>
internal static class GmmMethod
{
    /// <summary>log p(points | mixture) + log p(mixture), up to the sign conventions of the benchmark.</summary>
    public static double LogPosterior(double[] alphas, double[] means, double[] factors, double[] points, double gamma, int m)
    {
        var k = alphas.Length;
        var d = means.Length / k;
        var n = points.Length / d;
        var size = factors.Length / k;

        var diagonals = new double[k * d];
        var logDeterminants = new double[k];
        for (var c = 0; c < k; c++)
        {
            for (var j = 0; j < d; j++)
            {
                diagonals[(c * d) + j] = Math.Exp(factors[(c * size) + j]);
                logDeterminants[c] += factors[(c * size) + j];
            }
        }

        var terms = new double[k];
        var centred = new double[d];
        var scaled = new double[d];
        var total = 0.0;
        for (var i = 0; i < n; i++)
        {
            for (var c = 0; c < k; c++)
            {
                for (var j = 0; j < d; j++) centred[j] = points[(i * d) + j] - means[(c * d) + j];
                for (var j = 0; j < d; j++) scaled[j] = diagonals[(c * d) + j] * centred[j];
                var at = (c * size) + d;
                for (var j = 0; j < d; j++)
                    for (var r = j + 1; r < d; r++)
                        scaled[r] += factors[at++] * centred[j];
                terms[c] = alphas[c] + logDeterminants[c] - (0.5 * SquaredNorm(scaled));
            }
            total += LogSumExp(terms);
        }

        return total
            - (n * LogSumExp(alphas))
            - (0.5 * n * d * Math.Log(2 * Math.PI))
            + LogPrior(factors, diagonals, logDeterminants, d, gamma, m);
    }

    /// <summary>The Wishart prior's log normaliser for one component.</summary>
    public static double LogNormaliser(int d, double gamma, int m)
    {
        var freedom = d + m + 1;
        var logGamma = 0.25 * d * (d - 1) * Math.Log(Math.PI);
        for (var j = 0; j < d; j++) logGamma += SpecialFunctions.GammaLn(0.5 * (freedom - j));
        return (freedom * d * (Math.Log(gamma) - (0.5 * Math.Log(2)))) - logGamma;
    }

    private static double LogPrior(double[] factors, double[] diagonals, double[] logDeterminants, int d, double gamma, int m)
    {
        var k = logDeterminants.Length;
        var size = factors.Length / k;
        var prior = 0.0;
        for (var c = 0; c < k; c++)
        {
            var squares = 0.0;
            for (var j = 0; j < d; j++) squares += diagonals[(c * d) + j] * diagonals[(c * d) + j];
            for (var j = d; j < size; j++) squares += factors[(c * size) + j] * factors[(c * size) + j];
            prior += (0.5 * gamma * gamma * squares) - (m * logDeterminants[c]);
        }
        return prior - (k * LogNormaliser(d, gamma, m));
    }

    private static double LogSumExp(double[] x)
    {
        var max = x[0];
        for (var i = 1; i < x.Length; i++) max = Math.Max(max, x[i]);
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += Math.Exp(x[i] - max);
        return max + Math.Log(sum);
    }

    private static double SquaredNorm(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += x[i] * x[i];
        return sum;
    }
}
