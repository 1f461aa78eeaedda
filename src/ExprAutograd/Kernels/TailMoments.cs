using MathNet.Numerics.Integration;

namespace ExprAutograd.Kernels;

/// <summary>
/// The moments that give a bell-shaped tail integral and all its parameter derivatives at once: with
/// w(u) = (1 + u/x)^A (1 - u/y)^B e^(cu), scaled to w(0) = 1 and falling away from u = 0,
/// M[i,j] = ∫ w(u) (p + ln(1 + u/x))^i (q + ln(1 - u/y))^j du / (i! j!).
/// </summary>
/// <remarks>
/// Every moment is summed with positive weights, so its error is that of the integrand, about 1e-15 of the moment of absolute values.
/// A fixed number of nodes whatever the parameters; used when A (and B, unless it is 0) is at least about 10.
/// </remarks>
internal readonly struct TailMoments(double x, double powerA, double y, double powerB, double tilt)
{
    private const double ForgottenDrop = 45;
    private const int Panels = 4;
    private static readonly GaussLegendreRule UnitRule = new(-1, 1, 20);

    /// <summary>Fills the grid of moments over the tail below (u from its forgotten end to 0) or above.</summary>
    internal void Fill(Span<double> moments, int columns, bool below, double p, double q)
    {
        moments.Clear();
        double end = ForgottenEnd(below), panel = end / Panels;
        for (int k = 0; k < Panels; k++)
        {
            for (int node = 0; node < UnitRule.Order; node++)
            {
                double u = panel * (k + 0.5 + 0.5 * UnitRule.GetAbscissa(node));
                double weight = 0.5 * Math.Abs(panel) * UnitRule.GetWeight(node) * Math.Exp(Exponent(u));
                Accumulate(moments, columns, weight, p + StableElementary.Log1p(u / x), powerB == 0 ? 0 : q + StableElementary.Log1p(-u / y));
            }
        }
    }

    private static void Accumulate(Span<double> moments, int columns, double weight, double first, double second)
    {
        for (int row = 0; row * columns < moments.Length; row++)
        {
            double term = weight;
            for (int column = 0; column < columns; column++)
            {
                moments[row * columns + column] += term;
                term *= second / (column + 1);
            }
            weight *= first / (row + 1);
        }
    }

    /// <summary>ln w(u) with its linear terms gathered first, so that large powers do not cancel.</summary>
    private double Exponent(double u)
    {
        double curved = powerA * StableElementary.Log1pMinusX(u / x);
        if (powerB != 0)
            curved += powerB * StableElementary.Log1pMinusX(-u / y);
        return curved + tilt * u;
    }

    /// <summary>The u on the wanted side where w has fallen to e^-45: a damped search on the concave exponent, which falls like u or like u².</summary>
    private double ForgottenEnd(bool below)
    {
        double sign = below ? -1 : 1, slope = Math.Abs(tilt);
        double curvature = powerA / (x * x) + (powerB == 0 ? 0 : powerB / (y * y));
        double limit = below ? x : powerB == 0 ? double.PositiveInfinity : y;
        double length = 2 * ForgottenDrop / (slope + Math.Sqrt(slope * slope + 2 * ForgottenDrop * curvature));
        length = Math.Min(length, 0.5 * limit);
        for (int round = 0; round < 60; round++)
        {
            double drop = -Exponent(sign * length) / ForgottenDrop;
            if (drop is > 0.95 and < 1.3)
                break;
            double wanted = length * (drop > 0 ? Math.Clamp(1 / Math.Sqrt(drop), 0.5, 2) : 2);
            length = wanted < limit ? wanted : 0.5 * (length + limit);
        }
        return sign * length;
    }
}
