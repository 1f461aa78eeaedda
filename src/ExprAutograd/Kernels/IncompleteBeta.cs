namespace ExprAutograd.Kernels;

/// <summary>
/// The regularised incomplete beta function I_x(a, b), the beta density d = x^(a-1) (1-x)^(b-1) / B(a, b), and their derivatives of
/// any orders (m, n) in a and b. The family is closed: ∂/∂x I⁽ᵐⁿ⁾ = d⁽ᵐⁿ⁾ and
/// ∂/∂x d⁽ᵐⁿ⁾ = ((a-1)/x - (b-1)/(1-x)) d⁽ᵐⁿ⁾ + (m/x) d⁽ᵐ⁻¹,ⁿ⁾ - (n/(1-x)) d⁽ᵐ,ⁿ⁻¹⁾.
/// </summary>
/// <remarks>
/// A Taylor series in a and b is carried through the continued fraction DLMF 8.17.22, on the side where it converges fast, and
/// through moments of the density when both a and b are at least 12. Total orders 0..3 hold about 1e-12 of the size of their terms.
/// </remarks>
internal static class IncompleteBeta
{
    private const double LargeShape = 12;
    private const int LongestSeries = 20_000;

    /// <summary>∂^(m+n)/∂a^m∂b^n I_x(a, b) for a, b ≥ 0 (not both 0) and 0 ≤ x ≤ 1; NaN outside.</summary>
    internal static double Regularized(int m, int n, double a, double b, double x)
    {
        if (m < 0 || n < 0 || !(a >= 0) || !(b >= 0) || a + b == 0 || !(x >= 0) || x > 1 || double.IsInfinity(a + b))
            return double.NaN;
        bool isValue = m + n == 0;
        if (x == 0)
            return isValue && a == 0 ? 1 : 0;
        if (x == 1)
            return isValue && b != 0 ? 1 : 0;
        double mean = a >= LargeShape && b >= LargeShape ? a / (a + b) : (a + 1) / (a + b + 2);
        if (x <= mean)
            return LowerTail(m, n, a, b, x, 1 - x);
        if (isValue && b < 1 && x <= 0.98)
            return PowerSeries(a, b, x);
        double upper = LowerTail(n, m, b, a, 1 - x, x);
        return isValue ? 1 - upper : -upper;
    }

    /// <summary>∂^(m+n)/∂a^m∂b^n [x^(a-1) (1-x)^(b-1) / B(a, b)] for a, b &gt; -1, a + b &gt; -1 other than 0, and 0 ≤ x ≤ 1; NaN outside.</summary>
    /// <remarks>At x = 0 and 1 the limits: 0, the finite value, or a signed infinity. d⁽⁰⁰⁾ is 0 where a or b is 0, -1, -2, ..., through 1/Γ.</remarks>
    internal static double Density(int m, int n, double a, double b, double x)
    {
        if (m == 0 && n == 0 && (a <= 0 && a == Math.Floor(a) || b <= 0 && b == Math.Floor(b)))
            return x >= 0 && x <= 1 ? 0 : double.NaN;
        if (m < 0 || n < 0 || !(a > -1) || !(b > -1) || !(a + b > -1) || a + b == 0 || !(x >= 0) || x > 1 || double.IsInfinity(a + b))
            return double.NaN;
        if (x == 0)
            return DensityAtZero(m, n, a, b);
        if (x == 1)
            return DensityAtZero(n, m, b, a);
        int columns = n + 1, size = (m + 1) * columns;
        Span<double> density = size <= TaylorGrid.StackCoefficients ? stackalloc double[size] : new double[size];
        BetaMass.Fill(density, columns, a, b, x, 1 - x);
        TaylorGrid.MultiplyLinear(density, columns, a / x, 1 / x, 0);
        TaylorGrid.MultiplyLinear(density, columns, b / (1 - x), 0, 1 / (1 - x));
        TaylorGrid.DivideLinear(density, columns, a + b, 1, 1);
        return TaylorGrid.LastDerivative(density, columns);
    }

    // Near 0 the density is x^(a-1) / B(a, b): the sign of an infinity is that of (ln x)^m times the n-th derivative of 1/B.
    private static double DensityAtZero(int m, int n, double a, double b)
    {
        if (a > 1)
            return 0;
        if (a == 1 && m == 0)
            return n == 0 ? b : n == 1 ? 1 : 0;
        if (a <= 0)
            return a == 0 && m == 0 ? 0 : double.NaN;
        int columns = n + 1;
        Span<double> inverseBeta = columns <= TaylorGrid.StackCoefficients ? stackalloc double[columns] : new double[columns];
        BetaMass.FillUnit(inverseBeta, columns, a, b, logX: 0, logY: 0);
        TaylorGrid.MultiplyLinear(inverseBeta, columns, b, 0, 1);
        TaylorGrid.DivideLinear(inverseBeta, columns, a + b, 0, 1);
        double coefficient = inverseBeta[n];
        if (coefficient == 0)
            return 0;
        return (m % 2 == 0 ? 1 : -1) * Math.Sign(coefficient) * double.PositiveInfinity;
    }

    private static double LowerTail(int m, int n, double a, double b, double x, double y)
    {
        int columns = n + 1, size = (m + 1) * columns;
        Span<double> tail = size <= TaylorGrid.StackCoefficients ? stackalloc double[size] : new double[size];
        if (a >= LargeShape && b >= LargeShape)
            FillByMoments(tail, columns, a, b, x, y);
        else
            FillByFraction(tail, columns, a, b, x, y);
        return TaylorGrid.LastDerivative(tail, columns);
    }

    /// <summary>I = (mass b / (a + b)) F, F = 1/(1 + d₁/(1 + d₂/(1 + ...))).  DLMF 8.17.22.</summary>
    private static void FillByFraction(Span<double> tail, int columns, double a, double b, double x, double y)
    {
        int size = tail.Length;
        Span<double> work = size <= TaylorGrid.StackCoefficients ? stackalloc double[2 * size] : new double[2 * size];
        Span<double> mass = work[..size], fraction = work[size..];
        TaylorFraction.Fill(fraction, columns, new LowerFraction(a, b, x));
        BetaMass.Fill(mass, columns, a, b, x, y);
        TaylorGrid.MultiplyLinear(mass, columns, b, 0, 1);
        TaylorGrid.DivideLinear(mass, columns, a + b, 1, 1);
        TaylorGrid.Multiply(tail, mass, fraction, columns);
    }

    /// <summary>I = x^a/B Σ (1-b)_k x^k / (k! (a+k)), every term positive for b &lt; 1; keeps a small I exact where 1 - (1 - I) would not.  DLMF 8.17.7.</summary>
    private static double PowerSeries(double a, double b, double x)
    {
        double term = 1, sum = 1 / a;
        for (int k = 1; k < LongestSeries && term > 1e-18 * sum; k++)
        {
            term *= (k - b) / k * x;
            sum += term / (a + k);
        }
        return BetaMass.Value(a, b, x, 1 - x) / Math.Pow(1 - x, b) * a * b / (a + b) * sum;
    }

    /// <summary>
    /// d(a+ε, b+δ, t) = d(a, b, t) e^(εL + δM) G(ε, δ) with L = ln t - ψ(a) + ψ(a+b), M = ln(1-t) - ψ(b) + ψ(a+b) and G the higher
    /// orders of 1/B: the moments of L and M over the tail give every order.
    /// </summary>
    private static void FillByMoments(Span<double> tail, int columns, double a, double b, double x, double y)
    {
        int size = tail.Length;
        Span<double> work = size <= TaylorGrid.StackCoefficients ? stackalloc double[3 * size] : new double[3 * size];
        Span<double> moments = work[..size], exponent = work.Slice(size, size), factor = work[(2 * size)..];
        double total = a + b;
        (double first, double second) = BetaMass.LogOffsets(a, b, x, y);
        double common = Polygammas.DigammaMinusLog(total);
        var tailMoments = new TailMoments(x, a - 1, y, b - 1, tilt: (a - 1) / x - (b - 1) / y);
        tailMoments.Fill(moments, columns, below: true, first + common - Polygammas.DigammaMinusLog(a), second + common - Polygammas.DigammaMinusLog(b));
        BetaMass.FillCurvature(exponent, columns, a, b, total);
        TaylorGrid.Exp(factor, exponent, columns);
        TaylorGrid.Multiply(tail, moments, factor, columns);
        double density = BetaMass.Value(a, b, x, y) * (a / x) * (b / y) / total;
        for (int k = 0; k < size; k++)
            tail[k] *= density;
    }

    /// <summary>d_2m = m(b-m)x / ((a+2m-1)(a+2m)) and d_(2m+1) = -(a+m)(a+b+m)x / ((a+2m)(a+2m+1)), d_k the (k+1)-th partial numerator.  DLMF 8.17.23.</summary>
    private readonly struct LowerFraction(double a, double b, double x) : IPartialFractions
    {
        public void MultiplyByNumerator(Span<double> grid, int columns, int k)
        {
            int d = k - 1, m = d / 2;
            if (d % 2 == 0)
            {
                TaylorGrid.MultiplyLinear(grid, columns, m * (b - m) * x, 0, m * x);
                TaylorGrid.DivideLinear(grid, columns, a + d - 1, 1, 0);
            }
            else
            {
                TaylorGrid.MultiplyLinear(grid, columns, -(a + b + m) * x, -x, -x);
                if (m > 0)
                {
                    TaylorGrid.MultiplyLinear(grid, columns, a + m, 1, 0);
                    TaylorGrid.DivideLinear(grid, columns, a + d - 1, 1, 0);
                }
            }
            TaylorGrid.DivideLinear(grid, columns, a + d, 1, 0);
        }

        public (double Value, double ByEpsilon, double ByDelta) Denominator(int k) => (1, 0, 0);
    }
}
