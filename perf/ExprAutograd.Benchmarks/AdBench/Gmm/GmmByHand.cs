namespace ExprAutograd.Benchmarks.AdBench.Gmm;

/// <summary><see cref="GmmMethod.LogPosterior"/> and its gradient as one derives and writes it by hand, in plain loops.</summary>
/// <remarks>
/// With z = x - mu, y = Q z and the point's share w of the component: the cotangent of y is -w y, so that L gets -w y z' and mu gets Q' (w y).
/// Q does not depend on the point: w y is summed over the points, and Q' applied to the sum, once per component.
/// </remarks>
internal sealed class GmmByHand(GmmInstance data)
{
    private readonly int d = data.Dimension;
    private readonly int k = data.Alphas.Length;
    private readonly int size = data.Factors.Length / data.Alphas.Length;
    private readonly double[] points = data.Points;
    private readonly double constant = (-0.5 * data.Points.Length * Math.Log(2 * Math.PI)) - (data.Alphas.Length * GmmMethod.LogNormaliser(data.Dimension, data.Gamma, data.M));
    private readonly double[] diagonals = new double[data.Means.Length];
    private readonly double[] logDeterminants = new double[data.Alphas.Length];
    private readonly double[] centred = new double[data.Means.Length];
    private readonly double[] scaled = new double[data.Means.Length];
    private readonly double[] pulls = new double[data.Means.Length];
    private readonly double[] shares = new double[data.Alphas.Length];

    /// <summary>The log posterior: the gradient's forward half. Allocates nothing.</summary>
    public double Value(double[] alphas, double[] means, double[] factors)
    {
        Prepare(factors);
        var n = points.Length / d;
        var total = 0.0;
        for (var i = 0; i < n; i++)
        {
            Terms(i, alphas, means, factors);
            total += LogSumExpToShares(shares);
        }
        for (var c = 0; c < k; c++) total += LogPrior(c, factors);
        alphas.CopyTo(shares, 0);
        return total - (n * LogSumExpToShares(shares)) + constant;
    }

    /// <summary>Writes the three gradients, each in the shape of its parameter, and returns the log posterior. Allocates nothing.</summary>
    public double ValueAndGradient(double[] alphas, double[] means, double[] factors, double[] dAlphas, double[] dMeans, double[] dFactors)
    {
        Array.Clear(dAlphas);
        Array.Clear(dFactors);
        Array.Clear(pulls);
        Prepare(factors);

        var n = points.Length / d;
        var total = 0.0;
        for (var i = 0; i < n; i++)
        {
            Terms(i, alphas, means, factors);
            total += LogSumExpToShares(shares);
            for (var c = 0; c < k; c++)
            {
                dAlphas[c] += shares[c];
                Pull(shares[c], c, dFactors);
            }
        }

        for (var c = 0; c < k; c++)
        {
            total += LogPrior(c, factors);
            FinishComponent(c, dAlphas[c], factors, dMeans, dFactors);
        }

        alphas.CopyTo(shares, 0);
        total -= n * LogSumExpToShares(shares);
        for (var c = 0; c < k; c++) dAlphas[c] -= n * shares[c];
        return total + constant;
    }

    private void Prepare(double[] factors)
    {
        for (var c = 0; c < k; c++)
        {
            var sum = 0.0;
            for (var j = 0; j < d; j++)
            {
                var log = factors[(c * size) + j];
                diagonals[(c * d) + j] = Math.Exp(log);
                sum += log;
            }
            logDeterminants[c] = sum;
        }
    }

    /// <summary>Each component's log share of the point, up to their common normaliser.</summary>
    private void Terms(int i, double[] alphas, double[] means, double[] factors)
    {
        var point = points.AsSpan(i * d, d);
        for (var c = 0; c < k; c++) shares[c] = alphas[c] + logDeterminants[c] - (0.5 * SquaredDistance(point, means, factors, c));
    }

    /// <summary>Keeps z and y of the component, and returns |y|^2.</summary>
    private double SquaredDistance(ReadOnlySpan<double> point, double[] means, double[] factors, int c)
    {
        var mean = means.AsSpan(c * d, point.Length);
        var diagonal = diagonals.AsSpan(c * d, point.Length);
        var z = centred.AsSpan(c * d, point.Length);
        var y = scaled.AsSpan(c * d, point.Length);
        for (var j = 0; j < point.Length; j++)
        {
            var difference = point[j] - mean[j];
            z[j] = difference;
            y[j] = diagonal[j] * difference;
        }

        var lower = factors.AsSpan((c * size) + d, size - d);
        for (var j = 0; j < z.Length; j++)
        {
            var zj = z[j];
            var below = y[(j + 1)..];
            var column = lower[..below.Length];
            for (var r = 0; r < column.Length; r++) below[r] += column[r] * zj;
            lower = lower[below.Length..];
        }

        var sum = 0.0;
        foreach (var yj in y) sum += yj * yj;
        return sum;
    }

    /// <summary>The cotangent of y to the factor, and to the sum that the mean will get.</summary>
    private void Pull(double share, int c, double[] dFactors)
    {
        var z = centred.AsSpan(c * d, d);
        var y = scaled.AsSpan(c * d, z.Length);
        var pull = pulls.AsSpan(c * d, z.Length);
        var dDiagonal = dFactors.AsSpan(c * size, z.Length);
        var dLower = dFactors.AsSpan((c * size) + d, size - d);
        for (var j = 0; j < z.Length; j++)
        {
            var wy = share * y[j];
            pull[j] += wy;
            dDiagonal[j] -= wy * z[j];

            var wz = share * z[j];
            var below = y[(j + 1)..];
            var column = dLower[..below.Length];
            for (var r = 0; r < column.Length; r++) column[r] -= below[r] * wz;
            dLower = dLower[below.Length..];
        }
    }

    private double LogPrior(int c, double[] factors)
    {
        var squares = 0.0;
        foreach (var q in diagonals.AsSpan(c * d, d)) squares += q * q;
        foreach (var l in factors.AsSpan((c * size) + d, size - d)) squares += l * l;
        return (0.5 * data.Gamma * data.Gamma * squares) - (data.M * logDeterminants[c]);
    }

    /// <summary>What does not depend on the points: Q', the exponential of the diagonal, and the prior.</summary>
    private void FinishComponent(int c, double sumOfShares, double[] factors, double[] dMeans, double[] dFactors)
    {
        var diagonal = diagonals.AsSpan(c * d, d);
        var pull = pulls.AsSpan(c * d, diagonal.Length);
        var dMean = dMeans.AsSpan(c * d, diagonal.Length);
        var dDiagonal = dFactors.AsSpan(c * size, diagonal.Length);
        var lower = factors.AsSpan((c * size) + d, size - d);
        var dLower = dFactors.AsSpan((c * size) + d, size - d);
        var gamma2 = data.Gamma * data.Gamma;
        for (var j = 0; j < diagonal.Length; j++)
        {
            var q = diagonal[j];
            dDiagonal[j] = (dDiagonal[j] * q) + sumOfShares + (gamma2 * q * q) - data.M;

            var sum = q * pull[j];
            var below = pull[(j + 1)..];
            for (var r = 0; r < below.Length; r++)
            {
                sum += lower[r] * below[r];
                dLower[r] += gamma2 * lower[r];
            }
            dMean[j] = sum;
            lower = lower[below.Length..];
            dLower = dLower[below.Length..];
        }
    }

    /// <summary>log sum exp x; x becomes its own derivative, exp x / sum exp x.</summary>
    private static double LogSumExpToShares(double[] x)
    {
        var max = x[0];
        foreach (var xi in x) max = Math.Max(max, xi);
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var e = Math.Exp(x[i] - max);
            x[i] = e;
            sum += e;
        }
        var scale = 1 / sum;
        for (var i = 0; i < x.Length; i++) x[i] *= scale;
        return max + Math.Log(sum);
    }
}
