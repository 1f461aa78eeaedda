namespace ExprAutograd.Kernels;

/// <summary>The Hurwitz zeta function ζ(s, x) = Σ (x + k)^-s for integer s ≥ 2 and real x, the root of all polygammas.</summary>
internal static class HurwitzZeta
{
    // B_2j, j = 1..12.  DLMF 24.2(iv).
    internal static readonly double[] Bernoulli =
    [
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730,
        7.0 / 6, -3617.0 / 510, 43867.0 / 798, -174611.0 / 330, 854513.0 / 138, -236364091.0 / 2730,
    ];

    private const double Negligible = 1e-18;

    /// <summary>x^s ζ(s, x) for x &gt; 0, at least 1 and free of overflow, to about 1e-15 relative.</summary>
    /// <remarks>Terms are added until x + k is large against s, then Euler-Maclaurin closes the sum (DLMF 25.11.5 with 2.10.1). At most s/2 + 12 terms, and about 40 x/s when that is fewer.</remarks>
    internal static double Scaled(int s, double x)
    {
        double sum = 0, shifted = x, start = 12 + 0.5 * s;
        for (; shifted < start; shifted += 1)
        {
            double term = Ratio(x, shifted, s);
            sum += term;
            if (term < Negligible * sum)
                return sum;
        }
        double bracket = shifted / (s - 1) + 0.5, factor = s / (2 * shifted);
        double inverseSquare = 1 / shifted / shifted;
        for (int j = 1; j <= Bernoulli.Length; j++)
        {
            // factor = (s)_(2j-1) / ((2j)! y^(2j-1))
            bracket += Bernoulli[j - 1] * factor;
            factor *= (s + 2.0 * j - 1) * (s + 2.0 * j) * inverseSquare / ((2.0 * j + 1) * (2.0 * j + 2));
        }
        return sum + Ratio(x, shifted, s) * bracket;
    }

    /// <summary>ζ(s, x) for x &gt; 0; may overflow as x^-s does.</summary>
    internal static double Value(int s, double x) => Math.Pow(x, -s) * Scaled(s, x);

    /// <summary>(x / y)^s for 0 &lt; x ≤ y, with an error that does not grow with s.</summary>
    private static double Ratio(double x, double y, int s) =>
        x == y ? 1 : s <= 16 ? Math.Pow(x / y, s) : Math.Exp(-s * StableElementary.Log1p((y - x) / x));
}
