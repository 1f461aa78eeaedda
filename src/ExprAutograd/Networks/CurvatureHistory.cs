namespace ExprAutograd.Networks;

/// <summary>The last steps and how the gradient changed in them: an estimate of the inverse of the second derivatives, as the product of them with a vector.</summary>
internal sealed class CurvatureHistory(int capacity)
{
    private readonly List<(double[] Step, double[] Change, double Inverse)> pairs = [];

    /// <summary>Adds a pair whose inner product is positive; the oldest makes room.</summary>
    public void Add(double[] step, double[] change)
    {
        if (pairs.Count == capacity) pairs.RemoveAt(0);
        pairs.Add((step, change, 1 / Dot(step, change)));
    }

    /// <summary>-H g.  Nocedal, Wright (2006), algorithm 7.4 (two loops), started from s.y / y.y times the identity.</summary>
    public double[] Direction(double[] gradient)
    {
        var q = Array.ConvertAll(gradient, g => -g);
        if (pairs.Count == 0) return q;
        var weights = new double[pairs.Count];
        for (var k = pairs.Count - 1; k >= 0; k--)
        {
            weights[k] = pairs[k].Inverse * Dot(pairs[k].Step, q);
            Add(q, pairs[k].Change, -weights[k]);
        }
        var (_, last, inverse) = pairs[^1];
        var scale = 1 / (inverse * Dot(last, last));
        for (var k = 0; k < q.Length; k++) q[k] *= scale;
        for (var k = 0; k < pairs.Count; k++) Add(q, pairs[k].Step, weights[k] - (pairs[k].Inverse * Dot(pairs[k].Change, q)));
        return q;
    }

    public static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var k = 0; k < x.Length; k++) sum += x[k] * y[k];
        return sum;
    }

    private static void Add(double[] sum, double[] x, double factor)
    {
        for (var k = 0; k < sum.Length; k++) sum[k] += factor * x[k];
    }
}
