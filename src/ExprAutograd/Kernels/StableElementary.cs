namespace ExprAutograd.Kernels;

/// <summary>Logarithm and exponential near the points where their textbook forms cancel.</summary>
internal static class StableElementary
{
    /// <summary>ln(1 + x) for x ≥ -1, to about 2 units in the last place; -∞ at -1 and NaN below.</summary>
    /// <remarks>Kahan's device: the rounding of 1 + x is undone by x / ((1 + x) - 1).  HP-15C Advanced Functions Handbook (1982).</remarks>
    internal static double Log1p(double x)
    {
        double u = 1 + x;
        if (u == 1 || double.IsPositiveInfinity(u))
            return x;
        return Math.Abs(x) > 1 ? Math.Log(u) : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>e^x - 1 for every x, to about 2 units in the last place.</summary>
    /// <remarks>Kahan's device, as for <see cref="Log1p"/>.</remarks>
    internal static double Expm1(double x)
    {
        if (Math.Abs(x) > 1 || double.IsNaN(x))
            return Math.Exp(x) - 1;
        double u = Math.Exp(x);
        return u == 1 ? x : (u - 1) * (x / Math.Log(u));
    }

    /// <summary>ln(1 + x) - x for x ≥ -1, to about 1e-15 relative; -x²/2 near zero.</summary>
    /// <remarks>With r = x / (2 + x): ln(1 + x) = 2 artanh r (A&amp;S 4.1.27) and 2r - x = -r x, so the linear terms cancel exactly.</remarks>
    internal static double Log1pMinusX(double x)
    {
        if (x < -0.4 || x > 0.6 || double.IsNaN(x))
            return Log1p(x) - x;
        double r = x / (2 + x), squared = r * r, power = 1, sum = 1.0 / 3;
        for (int denominator = 5; denominator < 41; denominator += 2)
        {
            power *= squared;
            sum += power / denominator;
        }
        return r * (2 * squared * sum - x);
    }

    /// <summary>ln(x/p), given their difference where that is the more exact.</summary>
    internal static double LogRatio(double x, double p, double xMinusP) =>
        Math.Abs(xMinusP) < 0.5 * p ? Log1p(xMinusP / p) : Math.Log(x / p);

    /// <summary>ln(x/p) - (x-p)/p ≤ 0, given the difference where that is the more exact.</summary>
    internal static double LogRatioDeviance(double x, double p, double xMinusP) =>
        Math.Abs(xMinusP) < 0.4 * p ? Log1pMinusX(xMinusP / p) : Math.Log(x / p) - xMinusP / p;

    /// <summary>e^(-x²/2) for every x, to about 1e-16 relative: the rounding of x² is carried through a fused multiply-add.</summary>
    internal static double HalfSquareExp(double x)
    {
        double square = x * x;
        if (square > 1500)
            return 0;
        double rounding = Math.FusedMultiplyAdd(x, x, -square);
        return Math.Exp(-square / 2) * (1 - rounding / 2);
    }
}
