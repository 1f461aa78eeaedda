namespace ExprAutograd.Kernels;

/// <summary>The digamma function and its derivatives on the whole real line.</summary>
internal static class Polygammas
{
    private const double AsymptoticFrom = 12;
    private const int LongestProduct = 1000;

    /// <summary>ψ(x) = Γ'(x)/Γ(x), to about 1e-15 of the larger of |ψ| and 1.</summary>
    /// <returns>∓∞ at ±0, NaN at the negative integers (the two sides disagree), +∞ at +∞.</returns>
    /// <remarks>Recurrence DLMF 5.5.2, reflection 5.5.4, asymptotic series 5.11.2.</remarks>
    internal static double Digamma(double x)
    {
        if (x == 0)
            return -1 / x;
        if (x < 0)
            return x == Math.Floor(x) ? double.NaN : Digamma(1 - x) - Math.PI / double.TanPi(x);
        double shift = 0;
        for (; x < AsymptoticFrom; x += 1)
            shift += 1 / x;
        return Math.Log(x) + DigammaMinusLog(x) - shift;
    }

    /// <summary>ψ(x) - ln x for x ≥ 12, without cancellation; tends to -1/(2x).</summary>
    internal static double DigammaMinusLog(double x)
    {
        double inverseSquare = 1 / x / x, power = 1, sum = 0;
        for (int j = 1; j <= 9; j++)
        {
            power *= inverseSquare;
            sum += HurwitzZeta.Bernoulli[j - 1] / (2 * j) * power;
        }
        return -0.5 / x - sum;
    }

    /// <summary>ψ^(n)(x), the n-th derivative of the digamma function; to about 1e-14 relative for n ≤ 1000, n ln(n) 1e-16 beyond.</summary>
    /// <returns>At the poles 0, -1, -2, ...: +∞ for odd n; for even n NaN, except ∓∞ at ±0. NaN for n &lt; 0.</returns>
    /// <remarks>ψ^(n)(x) = (-1)^(n+1) n! ζ(n+1, x) (DLMF 25.11.12). For negative x the sum over all integers is split at the one nearest to x, so nothing cancels that the function itself does not.</remarks>
    internal static double Polygamma(int n, double x)
    {
        if (n < 0 || double.IsNaN(x))
            return double.NaN;
        if (n == 0)
            return Digamma(x);
        if (double.IsInfinity(x))
            return x > 0 ? 0 : double.NaN;
        bool isOdd = n % 2 != 0;
        double sign = isOdd ? 1 : -1;
        if (x > 0)
            return sign * FactorialOverPower(n, x) * HurwitzZeta.Scaled(n + 1, x);
        if (x == Math.Floor(x))
            return isOdd ? double.PositiveInfinity : x == 0 ? -1 / x : double.NaN;

        // s = n + 1, f = x - round(x):  ψ^(n)(x)/((-1)^s n!) = f^-s + ζ(s, 1+f) + (-1)^s [ζ(s, 1-f) - ζ(s, 1-x)].
        double offset = x - Math.Round(x), parity = isOdd ? 1 : -1;
        double pole = FactorialOverPower(n, Math.Abs(offset)) * (offset < 0 ? parity : 1);
        if (double.IsInfinity(pole))
            return sign * pole;
        double right = OneSided(n, 1 + offset), left = OneSided(n, 1 - offset) - OneSided(n, 1 - x);
        return sign * (pole + right + parity * left);
    }

    private static double OneSided(int n, double x) => FactorialOverPower(n, x) * HurwitzZeta.Scaled(n + 1, x);

    /// <summary>n! / x^(n+1) for x &gt; 0, over- and underflowing only when the result does.</summary>
    private static double FactorialOverPower(int n, double x)
    {
        if (n > LongestProduct)
            return Math.Exp(LogGammas.LogGamma(n + 1.0) - (n + 1.0) * Math.Log(x));
        double product = 1;
        int exponent = 0;
        for (int k = 0; k <= n; k++)
        {
            product = product * Math.Max(k, 1) / x;
            int scale = Math.ILogB(product);
            if (Math.Abs(scale) < 500 || product == 0 || double.IsInfinity(product))
                continue;
            product = Math.ScaleB(product, -scale);
            exponent = Math.Clamp(exponent + scale, -1_000_000, 1_000_000);
        }
        return Math.ScaleB(product, exponent);
    }
}
