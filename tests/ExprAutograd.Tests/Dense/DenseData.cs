using System.Numerics;

namespace ExprAutograd.Tests.Dense;

/// <summary>Random column-major matrices, and the plain loops that kernels are held to.</summary>
internal static class DenseData
{
    public static T[] Random<T>(Random random, int length)
        where T : IFloatingPointIeee754<T>
    {
        var values = new T[length];
        for (var i = 0; i < length; i++) values[i] = T.CreateChecked(2 * random.NextDouble() - 1);
        return values;
    }

    /// <summary>G^T G / n + I.</summary>
    public static T[] PositiveDefinite<T>(Random random, int order)
        where T : IFloatingPointIeee754<T>
    {
        var g = Random<T>(random, order * order);
        var a = new T[order * order];
        for (var column = 0; column < order; column++)
            for (var row = 0; row < order; row++)
            {
                var sum = 0.0;
                for (var p = 0; p < order; p++) sum += double.CreateChecked(g[p + row * order]) * double.CreateChecked(g[p + column * order]);
                a[row + column * order] = T.CreateChecked(sum / order + (row == column ? 1 : 0));
            }
        return a;
    }

    /// <summary>[C +] alpha op(A) op(B) in double precision, and the sum of magnitudes that its rounding errors are measured by.</summary>
    public static (double[] Values, double[] Magnitudes) Product<T>(T[] a, bool isATransposed, T[] b, bool isBTransposed, T[] c, int m, int n, int k, T alpha, bool isAccumulated)
        where T : IFloatingPointIeee754<T>
    {
        var values = new double[m * n];
        var magnitudes = new double[m * n];
        for (var row = 0; row < m; row++)
            for (var column = 0; column < n; column++)
            {
                double sum = 0, magnitude = 0;
                for (var p = 0; p < k; p++)
                {
                    var term = double.CreateChecked(a[isATransposed ? p + row * k : row + p * m]) * double.CreateChecked(b[isBTransposed ? column + p * n : p + column * k]);
                    sum += term;
                    magnitude += Math.Abs(term);
                }
                var at = row + column * m;
                var before = isAccumulated ? double.CreateChecked(c[at]) : 0;
                values[at] = before + double.CreateChecked(alpha) * sum;
                magnitudes[at] = Math.Abs(before) + Math.Abs(double.CreateChecked(alpha)) * magnitude;
            }
        return (values, magnitudes);
    }

    /// <summary>Asserts that each number is within the rounding errors of a sum of so many terms in any order; NaN and infinities must be where they belong.</summary>
    public static void AssertSum<T>((double[] Values, double[] Magnitudes) expected, ReadOnlySpan<T> actual, int terms, string what)
        where T : IFloatingPointIeee754<T>
    {
        var unit = typeof(T) == typeof(double) ? 1.2e-16 : 6e-8;
        Assert.Equal(expected.Values.Length, actual.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            double wanted = expected.Values[i], found = double.CreateChecked(actual[i]);
            var isRight = double.IsFinite(wanted) ? Math.Abs(found - wanted) <= (terms + 3) * unit * expected.Magnitudes[i] : wanted.Equals(found);
            Assert.True(isRight, $"{what}: {found:R} instead of {wanted:R} at {i}");
        }
    }

    /// <summary>Asserts that matrices agree within a part of the expected one's largest magnitude.</summary>
    public static void AssertNear<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, double tolerance, string what)
        where T : IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = 1.0;
        foreach (var value in expected) scale = Math.Max(scale, Math.Abs(double.CreateChecked(value)));
        for (var i = 0; i < actual.Length; i++)
            Assert.True(
                Math.Abs(double.CreateChecked(actual[i]) - double.CreateChecked(expected[i])) <= tolerance * scale,
                $"{what}: {actual[i]} instead of {expected[i]} at {i}");
    }

    /// <summary>The rounding that a well-conditioned problem of this order may show.</summary>
    public static double Tolerance<T>(int order) => (typeof(T) == typeof(double) ? 4e-16 : 2e-7) * (order + 8);
}
