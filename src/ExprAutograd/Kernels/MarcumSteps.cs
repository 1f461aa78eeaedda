using MathNet.Numerics;

namespace ExprAutograd.Kernels;

/// <summary>The step Q_(ν+1)(x, y) - Q_ν(x, y) of the generalised Marcum Q-function, the root of its derivatives.</summary>
internal static class MarcumSteps
{
    private const double SeriesUpTo = 900;
    private const int LongestSeries = 4000;

    /// <summary>T_ν(x, y) = (y/x)^(ν/2) e^(-x-y) I_ν(2√(xy)) for x, y ≥ 0 and real ν, to about 1e-13 relative; NaN for negative x or y.</summary>
    /// <remarks>
    /// Q_ν(x, y) in the notation of Gil, Segura and Temme (2014), ACM TOMS 40, which MathNet follows: ∂Q_ν/∂x = T_ν, ∂Q_ν/∂y = -T_(ν-1),
    /// and T is closed: ∂T_ν/∂x = T_(ν+1) - T_ν, ∂T_ν/∂y = T_(ν-1) - T_ν.
    /// T_ν = e^(-x-y) y^ν Σ (xy)^k / (k! Γ(k+ν+1)), of one sign for ν &gt; -1; for an integer T_-n(x, y) = T_n(y, x).
    /// </remarks>
    internal static double Step(double nu, double x, double y)
    {
        if (!(x >= 0) || !(y >= 0) || double.IsNaN(nu))
            return double.NaN;
        if (nu < 0 && nu == Math.Floor(nu))
            return Step(-nu, y, x);
        double product = x * y;
        if (product > SeriesUpTo)
        {
            double root = Math.Sqrt(x) - Math.Sqrt(y), scaled = SpecialFunctions.BesselIScaled(nu, 2 * Math.Sqrt(product));
            return scaled == 0 ? 0 : Math.Exp(0.5 * nu * Math.Log(y / x) - root * root) * scaled;
        }
        double term = nu > 150
            ? Math.Exp(nu * Math.Log(y) - x - y - LogGammas.LogGamma(nu + 1))
            : Math.Pow(y, nu) * Math.Exp(-x - y) / SpecialFunctions.Gamma(nu + 1);
        double sum = term;
        for (int k = 1; k < LongestSeries && (Math.Abs(term) > 1e-18 * Math.Abs(sum) || k + nu < 1); k++)
        {
            term *= product / (k * (k + nu));
            sum += term;
        }
        return sum;
    }
}
