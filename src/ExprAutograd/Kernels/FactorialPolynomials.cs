namespace ExprAutograd.Kernels;

/// <summary>The rising factorial as the polynomial it is, so that its derivatives are finite at its zeros.</summary>
internal static class FactorialPolynomials
{
    /// <summary>The k-th derivative of x (x+1) ... (x+n-1), to about n units in the last place of its terms; 0 for k &gt; n, NaN for k &lt; 0 or n &lt; 0.</summary>
    internal static double RisingDerivative(int k, double x, int n)
    {
        if (k < 0 || n < 0 || double.IsNaN(x))
            return double.NaN;
        if (k > n)
            return 0;
        Span<double> series = k < TaylorGrid.StackCoefficients ? stackalloc double[k + 1] : new double[k + 1];
        TaylorGrid.SetLinear(series, 1, 1, 0, 0);
        for (int j = 0; j < n && (double.IsFinite(series[0]) || series.Length > 1); j++)
            TaylorGrid.MultiplyLinear(series, 1, x + j, 1, 0);
        return TaylorGrid.LastDerivative(series, 1);
    }

    /// <summary>The k-th derivative in m of the generalised harmonic number Σ j^-m, j = 1..n.</summary>
    internal static double GeneralHarmonicDerivative(int k, int n, double m)
    {
        double sum = 0;
        for (int j = n; j >= 1; j--)
            sum += Math.Pow(-Math.Log(j), k) * Math.Pow(j, -m);
        return sum;
    }
}
