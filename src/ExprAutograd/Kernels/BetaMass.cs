namespace ExprAutograd.Kernels;

/// <summary>The binomial mass x^a y^b Γ(1+a+b) / (Γ(1+a) Γ(1+b)), y = 1 - x, as a Taylor series in a and b: the factor common to the beta density and every form of the incomplete beta function.</summary>
/// <remarks>Large shapes are expanded about the mean a/(a+b), where the large logarithms cancel (Loader, "Fast and accurate computation of binomial probabilities", 2000).</remarks>
internal static class BetaMass
{
    private const double StirlingShape = 12;

    /// <summary>The mass and its series, for a, b, a + b &gt; -1 and 0 &lt; x &lt; 1.</summary>
    internal static void Fill(Span<double> mass, int columns, double a, double b, double x, double y)
    {
        if (a >= StirlingShape && b >= StirlingShape)
        {
            (double first, double second) = LogOffsets(a, b, x, y);
            double total = a + b, common = Polygammas.DigammaMinusLog(total) + 1 / total;
            FillFromSlopes(mass, columns, a, b, first + common - Polygammas.DigammaMinusLog(a) - 1 / a, second + common - Polygammas.DigammaMinusLog(b) - 1 / b);
        }
        else
        {
            FillUnit(mass, columns, a, b, Log(x, y), Log(y, x));
        }
        double value = Value(a, b, x, y);
        for (int k = 0; k < mass.Length; k++)
            mass[k] *= value;
    }

    /// <summary>The series divided by its value, for given ln x and ln y.</summary>
    internal static void FillUnit(Span<double> mass, int columns, double a, double b, double logX, double logY)
    {
        FillFromSlopes(mass, columns, a, b, logX + DigammaGap(a, b), logY + DigammaGap(b, a));
    }

    /// <summary>The terms of total order two and more of ln Γ(total+ε+δ) - ln Γ(a+ε) - ln Γ(b+δ); the lower ones are set to 0.</summary>
    internal static void FillCurvature(Span<double> exponent, int columns, double a, double b, double total)
    {
        int rows = exponent.Length / columns;
        exponent.Clear();
        for (int k = 2; k <= rows + columns - 2; k++)
        {
            double binomial = 1, coefficient = LogGammas.Coefficient(k, total);
            for (int i = 0; i <= k; i++)
            {
                if (i < rows && k - i < columns)
                    exponent[i * columns + k - i] = binomial * coefficient;
                binomial *= (double)(k - i) / (i + 1);
            }
            if (k < rows)
                exponent[k * columns] -= LogGammas.Coefficient(k, a);
            if (k < columns)
                exponent[k] -= LogGammas.Coefficient(k, b);
        }
    }

    /// <summary>The mass itself.</summary>
    internal static double Value(double a, double b, double x, double y)
    {
        double total = a + b;
        if (a >= StirlingShape && b >= StirlingShape)
        {
            (double p, double q, double offset) = (a / total, b / total, Offset(a / total, b / total, x, y));
            double exponent = a * StableElementary.LogRatioDeviance(x, p, offset) + b * StableElementary.LogRatioDeviance(y, q, -offset);
            double stirling = LogGammas.StirlingError(total) - LogGammas.StirlingError(a) - LogGammas.StirlingError(b);
            return Math.Exp(exponent + stirling) * Math.Sqrt(total / a / (2 * Math.PI * b));
        }
        if (b >= StirlingShape)
            return OneLarge(a, b, x, y);
        if (a >= StirlingShape)
            return OneLarge(b, a, y, x);
        double logRatio = LogGammas.LogGamma(1 + total) - LogGammas.LogGamma(1 + a) - LogGammas.LogGamma(1 + b);
        return Math.Exp(a * Log(x, y) + b * Log(y, x) + logRatio);
    }

    /// <summary>ln(x/p) and ln(y/q) about the mean p = a/(a+b), q = b/(a+b).</summary>
    internal static (double First, double Second) LogOffsets(double a, double b, double x, double y)
    {
        double p = a / (a + b), q = b / (a + b), offset = Offset(p, q, x, y);
        return (StableElementary.LogRatio(x, p, offset), StableElementary.LogRatio(y, q, -offset));
    }

    // ln Γ(1+a+b) - ln Γ(1+b) = a ln n + ln(1+a/b)/2 + b [ln(1+a/b) - a/b] + δ(n) - δ(b), n = a + b, δ the Stirling error.
    private static double OneLarge(double a, double b, double x, double y)
    {
        double total = a + b;
        double ratio = 0.5 * StableElementary.Log1p(a / b) + b * StableElementary.Log1pMinusX(a / b) + LogGammas.StirlingError(total) - LogGammas.StirlingError(b);
        return Math.Exp(a * (Log(x, y) + Math.Log(total)) + b * Log(y, x) + ratio - LogGammas.LogGamma(1 + a));
    }

    private static void FillFromSlopes(Span<double> mass, int columns, double a, double b, double byA, double byB)
    {
        Span<double> exponent = mass.Length <= TaylorGrid.StackCoefficients ? stackalloc double[mass.Length] : new double[mass.Length];
        FillCurvature(exponent, columns, 1 + a, 1 + b, 1 + a + b);
        if (columns > 1)
            exponent[1] = byB;
        if (columns < exponent.Length)
            exponent[columns] = byA;
        TaylorGrid.Exp(mass, exponent, columns);
    }

    /// <summary>ln x, from 1 - x when that is the smaller and so the more exact.</summary>
    private static double Log(double x, double oneMinusX) => x < 0.5 ? Math.Log(x) : StableElementary.Log1p(-oneMinusX);

    /// <summary>ψ(1+a+b) - ψ(1+a), without cancellation for large a.</summary>
    private static double DigammaGap(double a, double b)
    {
        double total = a + b;
        return a < StirlingShape
            ? Polygammas.Digamma(1 + total) - Polygammas.Digamma(1 + a)
            : StableElementary.Log1p(b / a) + Polygammas.DigammaMinusLog(total) - Polygammas.DigammaMinusLog(a) - b / a / total;
    }

    private static double Offset(double p, double q, double x, double y) => x < y ? x - p : q - y;
}
