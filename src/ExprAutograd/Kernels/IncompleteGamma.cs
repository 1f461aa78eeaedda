namespace ExprAutograd.Kernels;

/// <summary>
/// The regularised incomplete gamma functions P and Q, the gamma density, and their derivatives of any order in the shape a.
/// The family is closed: ∂/∂x P⁽ⁿ⁾(a,x) = D⁽ⁿ⁾(a,x) and ∂/∂x D⁽ⁿ⁾(a,x) = D⁽ⁿ⁾(a-1,x) - D⁽ⁿ⁾(a,x).
/// </summary>
/// <remarks>
/// A truncated Taylor series in a is carried through the power series (DLMF 8.11.4) for x &lt; a + 1 and through the continued
/// fraction (8.9.2) beyond; for a ≥ 12 through moments of the density. Orders 0..3 hold about 1e-12 of the size of their terms.
/// </remarks>
internal static class IncompleteGamma
{
    private const double StirlingShape = 12;
    private const int LongestShift = 10_000;
    private const int LongestSeries = 10_000;
    private const double Tiny = 1e-18;

    /// <summary>∂ⁿ/∂aⁿ P(a, x) for a ≥ 0, x ≥ 0; NaN outside. P(0, x) = 1 and P(a, 0) = 0.</summary>
    internal static double P(int n, double a, double x) =>
        n == 0 ? Value(a, x, upper: false) : ShapeDerivative(n, a, x);

    /// <summary>∂ⁿ/∂aⁿ Q(a, x), Q = 1 - P computed without the subtraction where Q is small.</summary>
    internal static double Q(int n, double a, double x) =>
        n == 0 ? Value(a, x, upper: true) : -ShapeDerivative(n, a, x);

    /// <summary>∂ⁿ/∂aⁿ [x^(a-1) e^-x / Γ(a)] for every real a and x ≥ 0; D⁽⁰⁾ is 0 at a = 0, -1, -2, ...</summary>
    /// <remarks>At x = 0 the limit: 0 for a &gt; 1, 1 or a signed infinity at a = 1, a signed infinity or NaN below.</remarks>
    internal static double Density(int n, double a, double x)
    {
        if (n < 0 || double.IsNaN(a) || !(x >= 0) || a < -LongestShift)
            return double.NaN;
        if (x == 0)
            return DensityAtZero(n, a);
        if (double.IsInfinity(x) || double.IsPositiveInfinity(a))
            return 0;
        Span<double> density = n < TaylorGrid.StackCoefficients ? stackalloc double[n + 1] : new double[n + 1];
        int shift = a > 0 ? 0 : 1 + (int)-Math.Floor(a);
        FillMass(density, a + shift, x);
        // x^(a-1)/Γ(a) = (x^(a+k) / Γ(a+k+1)) (a)_(k+1) / x^(k+1).
        for (int j = shift; j >= 0; j--)
            TaylorGrid.MultiplyLinear(density, 1, (a + j) / x, 1 / x, 0);
        return TaylorGrid.LastDerivative(density, 1);
    }

    private static double DensityAtZero(int n, double a)
    {
        double evenInfinity = n % 2 == 0 ? double.PositiveInfinity : double.NegativeInfinity;
        if (a > 1)
            return 0;
        if (a == 1)
            return n == 0 ? 1 : evenInfinity;
        if (a > 0)
            return evenInfinity;
        if (n == 0 && a == Math.Floor(a))
            return 0;
        return a == 0 ? -evenInfinity : double.NaN;
    }

    private static double Value(double a, double x, bool upper)
    {
        if (!(a >= 0) || !(x >= 0) || double.IsInfinity(a) && double.IsInfinity(x))
            return double.NaN;
        if (x == 0 || double.IsInfinity(a))
            return (a == 0) != upper ? 1 : 0;
        if (a == 0 || double.IsInfinity(x))
            return upper ? 0 : 1;
        if (upper && a < 1 && x < 2)
            return SmallShapeQ(a, x);
        Span<double> tail = stackalloc double[1];
        return FillTail(tail, a, x) == upper ? tail[0] : 1 - tail[0];
    }

    private static double ShapeDerivative(int n, double a, double x)
    {
        if (n < 0 || !(a >= 0) || !(x >= 0))
            return double.NaN;
        if (x == 0 || double.IsInfinity(x) || double.IsInfinity(a))
            return 0;
        Span<double> tail = n < TaylorGrid.StackCoefficients ? stackalloc double[n + 1] : new double[n + 1];
        bool isUpper = FillTail(tail, a, x);
        double derivative = TaylorGrid.LastDerivative(tail, 1);
        return isUpper ? -derivative : derivative;
    }

    /// <summary>The series in a of the smaller tail; returns whether that is Q.</summary>
    private static bool FillTail(Span<double> tail, double a, double x)
    {
        if (a >= StirlingShape)
            return FillByMoments(tail, a, x);
        bool isUpper = x >= a + 1;
        if (isUpper)
            FillFraction(tail, a, x);
        else
            FillSeries(tail, a, x);
        Span<double> mass = tail.Length <= TaylorGrid.StackCoefficients ? stackalloc double[tail.Length] : new double[tail.Length];
        Span<double> product = tail.Length <= TaylorGrid.StackCoefficients ? stackalloc double[tail.Length] : new double[tail.Length];
        FillMass(mass, a, x);
        TaylorGrid.Multiply(product, mass, tail, 1);
        product.CopyTo(tail);
        return isUpper;
    }

    /// <summary>Σ x^k / ((a+1)...(a+k)).  DLMF 8.11.4.</summary>
    private static void FillSeries(Span<double> sum, double a, double x)
    {
        Span<double> term = sum.Length <= TaylorGrid.StackCoefficients ? stackalloc double[sum.Length] : new double[sum.Length];
        TaylorGrid.SetLinear(term, 1, 1, 0, 0);
        TaylorGrid.SetLinear(sum, 1, 1, 0, 0);
        for (int k = 1; k < LongestSeries; k++)
        {
            TaylorGrid.DivideLinear(term, 1, (a + k) / x, 1 / x, 0);
            for (int i = 0; i < sum.Length; i++)
                sum[i] += term[i];
            if (TaylorGrid.IsNegligible(term, sum, Tiny))
                break;
        }
    }

    /// <summary>a / (x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))).  DLMF 8.9.2.</summary>
    private static void FillFraction(Span<double> fraction, double a, double x)
    {
        TaylorFraction.Fill(fraction, 1, new UpperFraction(a, x));
        TaylorGrid.MultiplyLinear(fraction, 1, a, 1, 0);
    }

    /// <summary>x^a e^-x / Γ(a + 1), a &gt; 0, x &gt; 0, as a series in a.</summary>
    private static void FillMass(Span<double> mass, double a, double x)
    {
        Span<double> exponent = mass.Length <= TaylorGrid.StackCoefficients ? stackalloc double[mass.Length] : new double[mass.Length];
        exponent[0] = 0;
        for (int k = 1; k < exponent.Length; k++)
            exponent[k] = -LogGammas.Coefficient(k, a + 1);
        if (exponent.Length > 1)
            exponent[1] = a < StirlingShape ? Math.Log(x) + exponent[1] : LogRatio(a, x) - 1 / a;
        TaylorGrid.Exp(mass, exponent, 1);
        double value = Mass(a, x);
        for (int k = 0; k < mass.Length; k++)
            mass[k] *= value;
    }

    /// <summary>x^a e^-x / Γ(a + 1). For large a about the mode: a ln(x/a) - x + a = a [ln(1+μ) - μ], μ = (x-a)/a.</summary>
    private static double Mass(double a, double x)
    {
        if (a >= StirlingShape)
            return Math.Exp(a * StableElementary.LogRatioDeviance(x, a, x - a) - LogGammas.StirlingError(a)) / Math.Sqrt(2 * Math.PI * a);
        return x < 600
            ? Math.Exp(-x) * Math.Pow(x, a) * Math.Exp(-LogGammas.LogGamma(a + 1))
            : Math.Exp(a * Math.Log(x) - x - LogGammas.LogGamma(a + 1));
    }

    /// <summary>ln x - ψ(a) for a ≥ 12.</summary>
    private static double LogRatio(double a, double x) => StableElementary.LogRatio(x, a, x - a) - Polygammas.DigammaMinusLog(a);

    /// <summary>Q for 0 &lt; a &lt; 1, x &lt; 2 as 1 - x^a/Γ(a+1) [1 + a Σ (-x)^k / (k! (a+k))], the leading 1 - 1 removed.  DLMF 8.7.1; Gautschi (1979), ACM TOMS 5.</summary>
    private static double SmallShapeQ(double a, double x)
    {
        double logGamma = a < 0.5 ? LogGammas.LogGamma1p(a) : LogGammas.LogGamma(a + 1);
        double logarithm = a * Math.Log(x) - logGamma, power = 1, sum = 0;
        for (int k = 1; k < 40; k++)
        {
            power *= -x / k;
            sum += power / (a + k);
        }
        return -StableElementary.Expm1(logarithm) - Math.Exp(logarithm) * a * sum;
    }

    /// <summary>
    /// D(a+ε, t) = D(a, t) e^(εL) G(ε), L = ln t - ψ(a), G = e^(-Σ ψ^(k-1)(a) ε^k/k!, k ≥ 2): the moments of L over the tail give every order.
    /// </summary>
    private static bool FillByMoments(Span<double> tail, double a, double x)
    {
        bool isUpper = x > a;
        int size = tail.Length;
        Span<double> work = size <= TaylorGrid.StackCoefficients ? stackalloc double[3 * size] : new double[3 * size];
        Span<double> moments = work[..size], exponent = work.Slice(size, size), factor = work[(2 * size)..];
        var tailMoments = new TailMoments(x, powerA: a - 1, y: 1, powerB: 0, tilt: (a - 1 - x) / x);
        tailMoments.Fill(moments, 1, below: !isUpper, LogRatio(a, x), 0);
        exponent.Clear();
        for (int k = 2; k < size; k++)
            exponent[k] = -LogGammas.Coefficient(k, a);
        TaylorGrid.Exp(factor, exponent, 1);
        TaylorGrid.Multiply(tail, moments, factor, 1);
        double density = Mass(a, x) * (a / x);
        for (int k = 0; k < size; k++)
            tail[k] *= density;
        return isUpper;
    }

    private readonly struct UpperFraction(double a, double x) : IPartialFractions
    {
        public void MultiplyByNumerator(Span<double> grid, int columns, int k) =>
            TaylorGrid.MultiplyLinear(grid, columns, (k - 1) * (a - (k - 1)), k - 1, 0);

        public (double Value, double ByEpsilon, double ByDelta) Denominator(int k) => (x + 2 * k - 1 - a, -1, 0);
    }
}
