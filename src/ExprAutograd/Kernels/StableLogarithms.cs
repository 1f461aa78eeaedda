namespace ExprAutograd.Kernels;

/// <summary>The logistic family and products with logarithms, stable over the whole line.</summary>
internal static class StableLogarithms
{
    /// <summary>1 / (1 + e^-x), to about 2e-16 relative in both tails.</summary>
    internal static double Sigmoid(double x)
    {
        double small = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + small) : small / (1 + small);
    }

    /// <summary>ln(1 + e^x) ≥ 0.</summary>
    internal static double Softplus(double x) => Math.Max(x, 0) + StableElementary.Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>ln(p / (1 - p)) for p in [0, 1], ∓∞ at the ends; accurate near 1/2, where it vanishes.</summary>
    internal static double Logit(double p) =>
        p is > 0.25 and < 0.75 ? StableElementary.Log1p((2 * p - 1) / (1 - p)) : Math.Log(p / (1 - p));

    /// <summary>ln(e^a + e^b) without overflow; the larger infinity when there is one.</summary>
    internal static double LogAddExp(double a, double b)
    {
        if (a == b)
            return a + Math.Log(2);
        double larger = Math.Max(a, b);
        return double.IsInfinity(larger) ? larger : larger + StableElementary.Log1p(Math.Exp(Math.Min(a, b) - larger));
    }

    /// <summary>x ln y with 0 ln y = 0 for every y that is a number.</summary>
    internal static double XLogY(double x, double y) => x == 0 && !double.IsNaN(y) ? 0 : x * Math.Log(y);

    /// <summary>x ln(1 + y) with 0 ln(1 + y) = 0 for every y that is a number.</summary>
    internal static double XLog1PY(double x, double y) => x == 0 && !double.IsNaN(y) ? 0 : x * StableElementary.Log1p(y);
}
