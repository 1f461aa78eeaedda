using System.Runtime.CompilerServices;

namespace ExprAutograd.Lanes;

/// <summary>erf, erfc and the normal distribution function of doubles, within 4 ulp, in both tails.</summary>
/// <remarks>
/// erfc x = exp(-x²) P(t) / (1 + 2x) with t = (x - K)/(x + K), which maps all x from 0 on to [-1, 1): Shepherd and Laframboise (1981), "Chebyshev approximation of
/// (1 + 2x) exp(x²) erfc x in 0 ≤ x &lt; ∞". Near 0, erf x = x E(x²). Both polynomials interpolate at Chebyshev's points, computed with 50 digits. What the square rounds away
/// is put back into the exponential.
/// </remarks>
internal static class ErrorFunctions<V, L>
    where V : struct
    where L : struct, ILanes<V, double>
{
    /// <summary>Above it erfc x rounds to 0.</summary>
    private const double Most = 28;

    private const double Middle = 3.75;
    private const double HalfRoot = 0.70710678118654757;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf(V x)
    {
        var a = L.AtMost(L.Create(Most), L.Abs(x));
        var small = L.Multiply(x, NearZero(L.AtMost(L.Create(1), L.Multiply(x, x))));
        return L.Select(L.Less(L.Create(1), a), L.CopySign(L.Subtract(L.Create(1), Tail(a, L.Multiply(a, a), L.Create(0))), x), small);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erfc(V x)
    {
        var a = L.AtMost(L.Create(Most), L.Abs(x));
        var square = L.Multiply(a, a);
        return WithSign(x, a, Tail(a, square, L.SubtractProduct(square, a, a)));
    }

    /// <summary>erfc(-x/√2)/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V NormalCdf(V x)
    {
        var bounded = L.AtMost(L.Create(Most / HalfRoot), L.Abs(x));
        var half = L.Multiply(bounded, L.Create(0.5));
        var square = L.Multiply(half, bounded);
        var a = L.Multiply(bounded, L.Create(HalfRoot));
        return L.Multiply(L.Create(0.5), WithSign(L.Multiply(x, L.Create(-HalfRoot)), a, Tail(a, square, L.SubtractProduct(square, half, bounded))));
    }

    /// <summary>erfc x of the tail beyond a = |x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithSign(V x, V a, V tail)
    {
        var small = L.SubtractProduct(L.Create(1), x, NearZero(L.AtMost(L.Create(1), L.Multiply(x, x))));
        var beyond = L.Select(L.Less(x, L.Create(0)), L.Subtract(L.Create(2), tail), tail);
        return L.Select(L.Less(a, L.Create(0.5)), small, beyond);
    }

    /// <summary>erfc a of a ≥ 0, with a² = square - lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail(V a, V square, V lost)
    {
        var e = Exponentials<V, L>.OfBounded(L.AtLeast(L.Create(Exponentials<V, L>.Least), L.Negate(square)));
        var (above, growth) = (L.Add(a, L.Create(Middle)), L.MultiplyAdd(L.Create(2), a, L.Create(1)));
        var inverse = L.Divide(L.Create(1), L.Multiply(above, growth));
        var t = L.Multiply(L.Multiply(L.Subtract(a, L.Create(Middle)), growth), inverse);
        return L.Multiply(L.Multiply(L.MultiplyAdd(e, lost, e), Scaled(t)), L.Multiply(above, inverse));
    }

    /// <summary>(1 + 2x) exp(x²) erfc x: even and odd powers of t side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Scaled(V t)
    {
        var s = L.Multiply(t, t);
        var even = L.MultiplyAdd(s, L.Create(4.4358863974908454e-10), L.Create(-5.284809448214757e-09));
        even = L.MultiplyAdd(s, even, L.Create(3.8966734855230534e-08));
        even = L.MultiplyAdd(s, even, L.Create(-2.5910876774605044e-07));
        even = L.MultiplyAdd(s, even, L.Create(1.7520595614204865e-06));
        even = L.MultiplyAdd(s, even, L.Create(-1.1444413362522728e-05));
        even = L.MultiplyAdd(s, even, L.Create(5.164921174521968e-05));
        even = L.MultiplyAdd(s, even, L.Create(0.0002937136341962902));
        even = L.MultiplyAdd(s, even, L.Create(-0.00974657955249034));
        even = L.MultiplyAdd(s, even, L.Create(-0.058693398590213636));
        even = L.MultiplyAdd(s, even, L.Create(-0.1088039301417178));
        even = L.MultiplyAdd(s, even, L.Create(0.003585415485463774));
        even = L.MultiplyAdd(s, even, L.Create(1.2375126308378275));
        var odd = L.MultiplyAdd(s, L.Create(3.1110015018568084e-10), L.Create(-3.7439485150483555e-09));
        odd = L.MultiplyAdd(s, odd, L.Create(2.326282269667956e-08));
        odd = L.MultiplyAdd(s, odd, L.Create(-5.7217208959843563e-08));
        odd = L.MultiplyAdd(s, odd, L.Create(-9.735608485065752e-07));
        odd = L.MultiplyAdd(s, odd, L.Create(2.238423973101422e-05));
        odd = L.MultiplyAdd(s, odd, L.Create(-0.0002901540807684014));
        odd = L.MultiplyAdd(s, odd, L.Create(0.0017556258529527993));
        odd = L.MultiplyAdd(s, odd, L.Create(0.028362277418947566));
        odd = L.MultiplyAdd(s, odd, L.Create(0.09230432116037823));
        odd = L.MultiplyAdd(s, odd, L.Create(0.08227673849014518));
        odd = L.MultiplyAdd(s, odd, L.Create(-0.14024059858554697));
        return L.MultiplyAdd(odd, t, even);
    }

    /// <summary>erf(x)/x of z = x² ≤ 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V NearZero(V z)
    {
        var p = L.MultiplyAdd(z, L.Create(-7.795898827002142e-10), L.Create(1.3720064546777686e-08));
        p = L.MultiplyAdd(z, p, L.Create(-1.6208483801871705e-07));
        p = L.MultiplyAdd(z, p, L.Create(1.6447424703317362e-06));
        p = L.MultiplyAdd(z, p, L.Create(-1.492473690741966e-05));
        p = L.MultiplyAdd(z, p, L.Create(0.00012055294904839707));
        p = L.MultiplyAdd(z, p, L.Create(-0.0008548325975389692));
        p = L.MultiplyAdd(z, p, L.Create(0.0052239776071164225));
        p = L.MultiplyAdd(z, p, L.Create(-0.02686617064323777));
        p = L.MultiplyAdd(z, p, L.Create(0.11283791670945006));
        p = L.MultiplyAdd(z, p, L.Create(-0.37612638903183543));
        return L.MultiplyAdd(z, p, L.Create(1.1283791670955126));
    }
}
