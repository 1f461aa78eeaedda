namespace ExprAutograd.Kernels;

/// <summary>The logarithm of |Γ|, its Stirling remainder and its Taylor series.</summary>
internal static class LogGammas
{
    private const double StirlingFrom = 12;
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double OneMinusEuler = 0.42278433509846713939;

    // (ζ(k) - 1)/k with the sign of DLMF 5.7.3, k = 2...
    private static readonly double[] ZetaCoefficients = AlternatingZeta(count: 30);

    /// <summary>ln |Γ(x)|, to about 1e-15 relative, the zeros at 1 and 2 included; +∞ at 0, -1, -2, ...</summary>
    /// <remarks>Taylor series at 2 (DLMF 5.7.3), Stirling's series 5.11.1 after upward recurrence, reflection 5.5.3.</remarks>
    internal static double LogGamma(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (double.IsInfinity(x) || x <= 0 && x == Math.Floor(x))
            return double.PositiveInfinity;
        if (x < -0.5)
            return Math.Log(Math.PI / Math.Abs(double.SinPi(x))) - LogGamma(1 - x);
        if (x < 0.5)
            return LogGamma1p(x) - Math.Log(Math.Abs(x));
        if (x < 1.5)
            return LogGamma1p(x - 1);
        if (x <= 2.5)
            return NearTwo(x - 2);
        double product = 1;
        for (; x < StirlingFrom; x += 1)
            product *= x;
        return (x - 0.5) * Math.Log(x) - x + HalfLogTwoPi + StirlingError(x) - Math.Log(product);
    }

    /// <summary>ln Γ(1 + z) for |z| ≤ 1/2, to about 1e-15 relative, the zero at z = 0 included.</summary>
    internal static double LogGamma1p(double z) => NearTwo(z) - StableElementary.Log1p(z);

    /// <summary>ln Γ(x) - [(x - 1/2) ln x - x + ln(2π)/2] for x &gt; 0; tends to 1/(12x).</summary>
    internal static double StirlingError(double x)
    {
        if (x < StirlingFrom)
            return LogGamma(x) - ((x - 0.5) * Math.Log(x) - x + HalfLogTwoPi);
        double inverseSquare = 1 / x / x, power = 1 / x, sum = 0;
        for (int j = 1; j <= 9; j++)
        {
            sum += HurwitzZeta.Bernoulli[j - 1] / (2 * j * (2 * j - 1)) * power;
            power *= inverseSquare;
        }
        return sum;
    }

    /// <summary>The Taylor coefficient of ln Γ(x + ε) at ε^k for k ≥ 1 and x &gt; 0: ψ^(k-1)(x)/k! = (-1)^k ζ(k, x)/k.</summary>
    internal static double Coefficient(int k, double x) =>
        k == 1 ? Polygammas.Digamma(x) : (k % 2 == 0 ? 1 : -1) * HurwitzZeta.Value(k, x) / k;

    private static double NearTwo(double z)
    {
        double sum = 0;
        for (int i = ZetaCoefficients.Length - 1; i >= 0; i--)
            sum = (sum + ZetaCoefficients[i]) * z;
        return z * (OneMinusEuler + sum);
    }

    private static double[] AlternatingZeta(int count)
    {
        var coefficients = new double[count];
        for (int k = 2; k < count + 2; k++)
            coefficients[k - 2] = (k % 2 == 0 ? 1 : -1) * HurwitzZeta.Value(k, 2) / k;
        return coefficients;
    }
}
