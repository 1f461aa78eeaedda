using MathNet.Numerics;

namespace ExprAutograd.Kernels;

/// <summary>The standard normal density, distribution and their logarithms and inverse, accurate in both tails.</summary>
internal static class NormalDistribution
{
    private const double InverseSqrtTwoPi = 0.39894228040143267794;
    private const double LogSqrtTwoPi = 0.91893853320467274178;
    private const double SqrtHalf = 0.70710678118654752440;
    private const double FractionBelow = -2.5;

    /// <summary>φ(x) = e^(-x²/2) / √(2π), to about 2e-16 relative; 0 beyond |x| = 38.6.</summary>
    internal static double Pdf(double x) => InverseSqrtTwoPi * StableElementary.HalfSquareExp(x);

    /// <summary>Φ(x), to about 1e-15 relative down to 1e-308 in the lower tail.</summary>
    internal static double Cdf(double x)
    {
        if (x < -1)
            return 0.5 * StableElementary.HalfSquareExp(x) * ScaledErfc.Erfcx(-x * SqrtHalf);
        return x > 1 ? 1 - Cdf(-x) : 0.5 + 0.5 * SpecialFunctions.Erf(x * SqrtHalf);
    }

    /// <summary>ln Φ(x) for every x, to about 1e-15 relative; -x²/2 - ln|x| - ... in the lower tail.</summary>
    internal static double LogCdf(double x)
    {
        if (x < -1)
            return -0.5 * x * x + Math.Log(0.5 * ScaledErfc.Erfcx(-x * SqrtHalf));
        return StableElementary.Log1p(-Cdf(-x));
    }

    /// <summary>The n-th derivative of ln Φ(x), n ≥ 1; φ/Φ for n = 1. About 1e-13 relative.</summary>
    /// <remarks>
    /// λ = φ/Φ obeys λ' = -λ (x + λ), which gives the Taylor coefficients one after another. Far in the lower tail that cancels, and
    /// λ = t + 1/(t + 2/(t + 3/(t + ...))), t = -x, is taken as a series instead.  A&amp;S 26.2.14.
    /// </remarks>
    internal static double LogCdfDerivative(int n, double x)
    {
        if (n < 1 || double.IsNaN(x))
            return double.NaN;
        if (double.IsInfinity(x))
            return x > 0 ? 0 : n == 1 ? double.PositiveInfinity : n == 2 ? -1 : 0;
        Span<double> series = n <= TaylorGrid.StackCoefficients ? stackalloc double[n] : new double[n];
        if (x < FractionBelow)
        {
            FillFraction(series, -x);
            return TaylorGrid.LastDerivative(series, 1) * (n % 2 == 0 ? -1 : 1);
        }
        series[0] = x < -1 ? 2 * InverseSqrtTwoPi / ScaledErfc.Erfcx(-x * SqrtHalf) : Pdf(x) / Cdf(x);
        for (int k = 0; k + 1 < n; k++)
        {
            double sum = x * series[k] + (k > 0 ? series[k - 1] : 0);
            for (int i = 0; i <= k; i++)
                sum += series[i] * series[k - i];
            series[k + 1] = -sum / (k + 1);
        }
        return TaylorGrid.LastDerivative(series, 1);
    }

    /// <summary>The x with Φ(x) = p, to about 1e-15 relative away from p = 1/2; ∓∞ at 0 and 1, NaN outside [0, 1].</summary>
    /// <remarks>MathNet's inverse error functions, then one Newton step on Φ, on ln Φ in the tail.</remarks>
    internal static double InverseCdf(double p)
    {
        if (!(p >= 0) || p > 1)
            return double.NaN;
        if (p == 0 || p == 1)
            return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        if (p > 0.5)
            return -InverseCdf(1 - p);
        double x = -SpecialFunctions.ErfcInv(2 * p) / SqrtHalf;
        return p > 0.1 ? x - (Cdf(x) - p) / Pdf(x) : x - (LogCdf(x) - Math.Log(p)) / LogCdfDerivative(1, x);
    }

    private static void FillFraction(Span<double> series, double t)
    {
        TaylorFraction.Fill(series, 1, new MillsFraction(t));
        series[0] += t;
        if (series.Length > 1)
            series[1] += 1;
    }

    private readonly struct MillsFraction(double t) : IPartialFractions
    {
        public void MultiplyByNumerator(Span<double> grid, int columns, int k) => TaylorGrid.MultiplyLinear(grid, columns, k, 0, 0);

        public (double Value, double ByEpsilon, double ByDelta) Denominator(int k) => (t, 1, 0);
    }
}
