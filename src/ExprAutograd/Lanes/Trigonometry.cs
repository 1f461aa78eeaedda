using System.Runtime.CompilerServices;

namespace ExprAutograd.Lanes;

/// <summary>sin and cos of doubles within 1 ulp, tan within 2.</summary>
/// <remarks>
/// x = n π/2 + r with |r| ≤ π/4, π/2 in three parts. A fused product makes x - n P1 exact: x and n P1 are multiples of an ulp of P1, and their
/// difference is below 1. What r rounds away is kept. Sine and cosine of r are minimax polynomials (Remez). After Cody and Waite (1980).
/// </remarks>
internal static class Trigonometry<V, L>
    where V : struct
    where L : struct, ILanes<V, double>
{
    /// <summary>Beyond it three parts of π/2 might not keep the remainder's digits: such lanes go one by one.</summary>
    internal const double Largest = 1L << 36;

    private const double TwoOverPi = 0.63661977236758134;
    private const double P1 = 1.5707963267948966;
    private const double P2 = 6.123233995736766E-17;
    private const double P3 = -1.4973849048591698E-33;

    /// <summary>1.5·2^52: a sum with it leaves an integer in the lowest bits.</summary>
    private const double Rounder = 6755399441055744;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin(V x)
    {
        var (r, lost, n) = Reduced(x);
        var value = InQuarterOfSine(Sine(r, lost), Cosine(r, lost), n);
        return L.AnyGreater(L.Abs(x), L.Create(Largest)) ? HugeAngles<V>.Sin(x, value) : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos(V x)
    {
        var (r, lost, n) = Reduced(x);
        var value = InQuarterOfCosine(Sine(r, lost), Cosine(r, lost), n);
        return L.AnyGreater(L.Abs(x), L.Create(Largest)) ? HugeAngles<V>.Cos(x, value) : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Sin, V Cos) SinCos(V x)
    {
        var (r, lost, n) = Reduced(x);
        var sine = Sine(r, lost);
        var cosine = Cosine(r, lost);
        var (sin, cos) = (InQuarterOfSine(sine, cosine, n), InQuarterOfCosine(sine, cosine, n));
        return L.AnyGreater(L.Abs(x), L.Create(Largest)) ? (HugeAngles<V>.Sin(x, sin), HugeAngles<V>.Cos(x, cos)) : (sin, cos);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tan(V x)
    {
        var (r, lost, n) = Reduced(x);
        var (sine, cosine) = (Sine(r, lost), Cosine(r, lost));
        var isOdd = IsOdd(n);
        var value = L.Divide(L.Select(isOdd, L.Negate(cosine), sine), L.Select(isOdd, sine, cosine));
        return L.AnyGreater(L.Abs(x), L.Create(Largest)) ? HugeAngles<V>.Tan(x, value) : value;
    }

    /// <summary>r, what its rounding added, and n in the lowest bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Remainder, V Added, V Quarters) Reduced(V x)
    {
        var quarters = L.MultiplyAdd(x, L.Create(TwoOverPi), L.Create(Rounder));
        var n = L.Subtract(quarters, L.Create(Rounder));
        var leading = L.SubtractProduct(x, n, L.Create(P1));
        var product = L.Multiply(n, L.Create(P2));
        var r = L.Subtract(leading, product);

        // What both roundings lost, of a difference whose operands may be of any size (Knuth's sum of two).
        var taken = L.Subtract(r, leading);
        var lost = L.Subtract(L.Subtract(leading, L.Subtract(r, taken)), L.Add(product, taken));
        var productLost = L.SubtractProduct(product, n, L.Create(P2));
        return (r, L.MultiplyAdd(n, L.Create(P3), L.Subtract(L.Create(0), L.Add(productLost, lost))), quarters);
    }

    /// <summary>sin(r - added) for |r| ≤ π/4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Sine(V r, V added)
    {
        var z = L.Multiply(r, r);
        var s = L.MultiplyAdd(z, L.Create(-1.5896798402400248e-10), L.Create(2.5050758515139646e-08));
        s = L.MultiplyAdd(z, s, L.Create(-2.755731369744135e-06));
        s = L.MultiplyAdd(z, s, L.Create(0.00019841269829835804));
        s = L.MultiplyAdd(z, s, L.Create(-0.008333333333322472));
        s = L.MultiplyAdd(z, s, L.Create(0.16666666666666632));
        return L.Subtract(r, L.MultiplyAdd(L.Multiply(z, r), s, added));
    }

    /// <summary>cos(r - added) for |r| ≤ π/4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Cosine(V r, V added)
    {
        var z = L.Multiply(r, r);
        var c = L.MultiplyAdd(z, L.Create(-1.1359864016691368e-11), L.Create(2.0875728097614113e-09));
        c = L.MultiplyAdd(z, c, L.Create(-2.755731439380937e-07));
        c = L.MultiplyAdd(z, c, L.Create(2.4801587289652773e-05));
        c = L.MultiplyAdd(z, c, L.Create(-0.0013888888888874457));
        c = L.MultiplyAdd(z, c, L.Create(0.0416666666666666));
        c = L.MultiplyAdd(z, c, L.Create(-0.5));
        return L.MultiplyAdd(z, c, L.MultiplyAdd(r, added, L.Create(1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V InQuarterOfSine(V sine, V cosine, V n) => L.FlipSign(L.Select(IsOdd(n), cosine, sine), L.ShiftLeft(n, 62));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V InQuarterOfCosine(V sine, V cosine, V n) =>
        L.FlipSign(L.FlipSign(L.Select(IsOdd(n), sine, cosine), L.ShiftLeft(n, 62)), L.ShiftLeft(n, 63));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsOdd(V n) => L.IsNegative(L.ShiftLeft(n, 63));
}
