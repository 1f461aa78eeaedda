using System.Runtime.CompilerServices;

namespace ExprAutograd.Lanes;

/// <summary>Inverse trigonometric functions of doubles, within 2 ulp.</summary>
internal static class InverseTrigonometry<V, L>
    where V : struct
    where L : struct, ILanes<V, double>
{
    private const double TanOfEighth = 0.41421356237309503;
    private const double TanOfThreeEighths = 2.4142135623730949;
    private const double QuarterPi = 0.78539816339744828;
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiRest = 6.123233995736766E-17;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Atan(V x) => L.CopySign(OfQuotient(L.AtMost(L.Create(1e300), L.Abs(x)), L.Create(1)), x);

    /// <remarks>Both are scaled by the larger one's exponent, so no quotient over- or underflows before the angle does.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Atan2(V y, V x)
    {
        var (height, width) = (L.Abs(y), L.Abs(x));
        var larger = L.Select(L.Less(width, height), height, width);
        var down = L.Negate(L.Exponent(larger, L.Mantissa(larger)));
        var angle = OfQuotient(L.Scale(height, down), L.Scale(width, down));
        // Of two zeros and of two infinities only the signs and the kind matter.
        var equal = L.Select(L.Equal(height, L.Create(0)), L.Create(0), L.Create(QuarterPi));
        var isBoth = L.And(L.Equal(height, width), L.Or(L.Equal(height, L.Create(0)), L.Equal(height, L.Create(double.PositiveInfinity))));
        var isFlat = L.And(L.Equal(width, L.Create(double.PositiveInfinity)), L.Less(height, width));
        var isSteep = L.And(L.Equal(height, L.Create(double.PositiveInfinity)), L.Less(width, height));
        angle = L.Select(isFlat, L.Create(0), L.Select(isSteep, L.Create(HalfPi), L.Select(isBoth, equal, angle)));
        var obtuse = L.Subtract(L.Create(2 * HalfPi), L.Subtract(angle, L.Create(2 * HalfPiRest)));
        return L.CopySign(L.Select(L.IsNegative(x), obtuse, angle), y);
    }

    /// <summary>arctan(y/x) in [0, π/2] for y, x ≥ 0 that are not both zero.</summary>
    /// <remarks>arctan(y/x) = π/4 + arctan((y - x)/(y + x)) = π/2 - arctan(x/y) (DLMF 4.24.15, 4.24.17), so that the quotient is at most tan(π/8).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfQuotient(V y, V x)
    {
        var isUpper = L.Less(L.Multiply(x, L.Create(TanOfThreeEighths)), y);
        var isMiddle = L.Less(L.Multiply(x, L.Create(TanOfEighth)), y);
        var t = L.Divide(
            L.Select(isUpper, L.Negate(x), L.Select(isMiddle, L.Subtract(y, x), y)),
            L.Select(isUpper, y, L.Select(isMiddle, L.Add(y, x), x)));
        var z = L.Multiply(t, t);
        var a = L.MultiplyAdd(z, L.Create(-0.017908126438544614), L.Create(0.03806572567353762));
        a = L.MultiplyAdd(z, a, L.Create(-0.050393638117563526));
        a = L.MultiplyAdd(z, a, L.Create(0.058479054311464225));
        a = L.MultiplyAdd(z, a, L.Create(-0.06663106684398903));
        a = L.MultiplyAdd(z, a, L.Create(0.07692060483936772));
        a = L.MultiplyAdd(z, a, L.Create(-0.09090897774999622));
        a = L.MultiplyAdd(z, a, L.Create(0.11111110784140793));
        a = L.MultiplyAdd(z, a, L.Create(-0.14285714280212042));
        a = L.MultiplyAdd(z, a, L.Create(0.19999999999953766));
        a = L.MultiplyAdd(z, a, L.Create(-0.333333333333332));
        var (leading, rest) = (
            L.Select(isUpper, L.Create(HalfPi), L.Select(isMiddle, L.Create(QuarterPi), L.Create(0))),
            L.Select(isUpper, L.Create(HalfPiRest), L.Select(isMiddle, L.Create(HalfPiRest / 2), L.Create(0))));
        return L.Add(leading, L.Add(t, L.MultiplyAdd(L.Multiply(t, z), a, rest)));
    }

    /// <remarks>Above 1/2, arcsin |x| = π/2 - 2 arcsin √((1 - |x|)/2) (DLMF 4.24).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Asin(V x)
    {
        var magnitude = L.Abs(x);
        var isUpper = L.Less(L.Create(0.5), magnitude);
        var z = Argument(magnitude, isUpper);
        var s = L.Select(isUpper, L.Sqrt(z), magnitude);
        var tail = L.Multiply(L.Multiply(s, z), AsinTail(z));
        var upper = L.Add(L.SubtractProduct(L.Create(HalfPi), s, L.Create(2)), L.SubtractProduct(L.Create(HalfPiRest), tail, L.Create(2)));
        return L.CopySign(L.Select(isUpper, upper, L.Add(s, tail)), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Acos(V x)
    {
        var magnitude = L.Abs(x);
        var isUpper = L.Less(L.Create(0.5), magnitude);
        var z = Argument(magnitude, isUpper);
        var s = L.Select(isUpper, L.Sqrt(z), magnitude);
        var tail = L.Multiply(L.Multiply(s, z), AsinTail(z));
        // 2 arcsin s, π - 2 arcsin s, or π/2 - arcsin x.
        var factor = L.Select(isUpper, L.Create(2), L.Create(-1));
        s = L.FlipSign(L.Multiply(s, factor), x);
        tail = L.FlipSign(L.Multiply(tail, factor), x);
        var isObtuse = L.And(isUpper, L.IsNegative(x));
        var (leading, rest) = (
            L.Select(isObtuse, L.Create(2 * HalfPi), L.Select(isUpper, L.Create(0), L.Create(HalfPi))),
            L.Select(isObtuse, L.Create(2 * HalfPiRest), L.Select(isUpper, L.Create(0), L.Create(HalfPiRest))));
        return L.Add(leading, L.Add(s, L.Add(tail, rest)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Argument(V magnitude, V isUpper) =>
        L.Select(isUpper, L.SubtractProduct(L.Create(0.5), magnitude, L.Create(0.5)), L.Multiply(magnitude, magnitude));

    /// <summary>(arcsin s - s)/s³ of z = s² ≤ 1/4, a minimax polynomial (Remez).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AsinTail(V z)
    {
        var p = L.MultiplyAdd(z, L.Create(0.03269990507748492), L.Create(-0.021113055824634894));
        p = L.MultiplyAdd(z, p, L.Create(0.021788024005140412));
        p = L.MultiplyAdd(z, p, L.Create(0.003673280951516901));
        p = L.MultiplyAdd(z, p, L.Create(0.010789025140038466));
        p = L.MultiplyAdd(z, p, L.Create(0.01139734717711089));
        p = L.MultiplyAdd(z, p, L.Create(0.013981011717617516));
        p = L.MultiplyAdd(z, p, L.Create(0.017351596090173827));
        p = L.MultiplyAdd(z, p, L.Create(0.022372215871559343));
        p = L.MultiplyAdd(z, p, L.Create(0.030381942676563304));
        p = L.MultiplyAdd(z, p, L.Create(0.04464285717525783));
        p = L.MultiplyAdd(z, p, L.Create(0.07499999999970129));
        return L.MultiplyAdd(z, p, L.Create(0.16666666666666763));
    }
}
