using MathNet.Numerics.Integration;

namespace ExprAutograd.Kernels;

/// <summary>The modified Struve functions L_n of integer order n ≥ 0, their derivatives, and the derivatives of I_0 - L_0.</summary>
internal static class ModifiedStruve
{
    private const double TwoOverPi = 0.63661977236758134308;
    private const double Forgotten = 45;
    private const int Panels = 6;
    private const int LongestSeries = 4000;
    private static readonly GaussLegendreRule UnitRule = new(-1, 1, 20);

    /// <summary>The k-th derivative of L_n(x) for n ≥ 0 and every real x, to about 1e-14 relative; overflows beyond |x| ≈ 713. NaN for k &lt; 0 or n &lt; 0.</summary>
    /// <remarks>L_n(x) = Σ (x/2)^(2m+n+1) / (Γ(m+3/2) Γ(m+n+3/2)) (DLMF 11.2.2), term by term; the terms of each derivative have one sign.</remarks>
    internal static double LDerivative(int k, int n, double x)
    {
        if (k < 0 || n < 0 || double.IsNaN(x))
            return double.NaN;
        if (Math.Abs(x) > 800)
            return x > 0 || (n + 1 - k) % 2 == 0 ? double.PositiveInfinity : double.NegativeInfinity;
        int first = Math.Max(0, (k - n) / 2), power = 2 * first + n + 1;
        // Half of e^|x| is taken out of every term and restored at the end, so that no term overflows before the sum does.
        double half = 0.5 * x, scale = Math.Exp(0.5 * Math.Abs(x)), term = 2 * TwoOverPi * 0.5 / scale;
        for (int j = 1; j <= first; j++)
            term *= 0.5 / (j + 0.5);
        for (int j = 1; j <= first + n; j++)
            term *= 0.5 / (j + 0.5);
        for (int j = 0; j < k; j++)
            term *= power - j;
        term *= Math.Pow(x, power - k);
        double sum = term;
        for (int m = first + 1; m < LongestSeries && Math.Abs(term) > 1e-18 * Math.Abs(sum); m++)
        {
            power += 2;
            double differentiated = (double)power * (power - 1) / ((double)(power - k) * (power - k - 1));
            term *= half * half / ((m + 0.5) * (m + n + 0.5)) * differentiated;
            sum += term;
        }
        return sum * scale;
    }

    /// <summary>The k-th derivative of I_0(x) - L_0(x), to about 1e-14 relative for x ≥ 0; I_1 - L_1 is its first derivative plus 2/π.</summary>
    /// <remarks>(2/π) ∫ (-cos θ)^k e^(-x cos θ) dθ over [0, π/2].  DLMF 11.5.4 with ν = 0.</remarks>
    internal static double BesselDifference(int k, double x)
    {
        if (k < 0 || double.IsNaN(x))
            return double.NaN;
        if (x == double.NegativeInfinity)
            return k % 2 == 0 ? double.PositiveInfinity : double.NegativeInfinity;
        // Measured by φ = π/2 - θ for x ≥ 0 and by θ for x < 0, so that the peak is at 0; the rest beyond e^-45 of it is forgotten.
        double size = Math.Abs(x), end = Math.PI / 2, sum = 0;
        if (x > Forgotten)
            end = Math.Asin(Math.Min(1, (Forgotten + 5 * k) / x));
        else if (x < -Forgotten)
            end = Math.Min(end, 2 * Math.Asin(Math.Sqrt(Forgotten / (2 * size))));
        for (int panel = 0; panel < Panels; panel++)
        {
            for (int node = 0; node < UnitRule.Order; node++)
            {
                double angle = end / Panels * (panel + 0.5 + 0.5 * UnitRule.GetAbscissa(node));
                double cosine = x >= 0 ? Math.Sin(angle) : Math.Cos(angle);
                sum += UnitRule.GetWeight(node) * Math.Pow(cosine, k) * Math.Exp(-x * cosine);
            }
        }
        return (k % 2 == 0 ? 1 : -1) * TwoOverPi * 0.5 * end / Panels * sum;
    }
}
