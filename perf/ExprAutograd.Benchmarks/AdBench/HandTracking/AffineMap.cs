namespace ExprAutograd.Benchmarks.AdBench.HandTracking;

/// <summary>Affine maps of space in one array: twelve numbers each, three rows of four, the translation last in each.</summary>
internal static class AffineMap
{
    public const int Length = 12;

    /// <summary>Map <paramref name="j"/> of <paramref name="b"/>, then map <paramref name="i"/> of <paramref name="a"/>, to map <paramref name="k"/> of <paramref name="c"/>, which is neither.</summary>
    public static void Compose(double[] a, int i, double[] b, int j, double[] c, int k)
    {
        var outer = a.AsSpan(Length * i, Length);
        var inner = b.AsSpan(Length * j, Length);
        var product = c.AsSpan(Length * k, Length);
        for (var row = 0; row < Length; row += 4)
        {
            var (x, y, z) = (outer[row], outer[row + 1], outer[row + 2]);
            product[row] = (x * inner[0]) + (y * inner[4]) + (z * inner[8]);
            product[row + 1] = (x * inner[1]) + (y * inner[5]) + (z * inner[9]);
            product[row + 2] = (x * inner[2]) + (y * inner[6]) + (z * inner[10]);
            product[row + 3] = (x * inner[3]) + (y * inner[7]) + (z * inner[11]) + outer[row + 3];
        }
    }
}
