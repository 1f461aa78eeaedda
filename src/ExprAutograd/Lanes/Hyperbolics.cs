using System.Runtime.CompilerServices;

namespace ExprAutograd.Lanes;

/// <summary>sinh, cosh and tanh of doubles, within 2 ulp over the whole range.</summary>
/// <remarks>
/// With |x| = n ln 2 + r, A = 1 - 2^-2n and B = 1 + 2^-2n, the addition theorems (DLMF 4.35) give sinh |x| = 2^(n-1) (A cosh r + B sinh r) and
/// cosh x = 2^(n-1) (B cosh r + A sinh r): no difference of near numbers for n = 0, no overflow before the result's.
/// </remarks>
internal static class Hyperbolics<V, L>
    where V : struct
    where L : struct, ILanes<V, double>
{
    /// <summary>Above it sinh and cosh are ∞.</summary>
    private const double Most = 712;

    /// <summary>Above it tanh rounds to 1.</summary>
    private const double MostTanh = 20;

    /// <summary>Above it 1 - 2e/(1 + e) is a difference of 1 and at most 1/2.</summary>
    private const double LeastOfDifference = 0.55;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sinh(V x)
    {
        var (r, lost, n) = Reduced(x);
        var z = L.Multiply(r, r);
        var square = Square(n);
        var (A, B) = (L.Subtract(L.Create(1), square), L.Add(L.Create(1), square));
        var small = L.MultiplyAdd(B, L.MultiplyAdd(L.Multiply(r, z), SinhTail(z), lost), L.Multiply(A, CoshTail(z)));
        return L.CopySign(L.Scale(L.Add(L.MultiplyAdd(B, r, A), small), L.Subtract(n, L.Create(1))), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cosh(V x)
    {
        var (r, lost, n) = Reduced(x);
        var z = L.Multiply(r, r);
        var square = Square(n);
        var (A, B) = (L.Subtract(L.Create(1), square), L.Add(L.Create(1), square));
        var small = L.MultiplyAdd(A, L.MultiplyAdd(L.Multiply(r, z), SinhTail(z), lost), L.Multiply(B, CoshTail(z)));
        return L.Scale(L.Add(L.MultiplyAdd(A, r, B), small), L.Subtract(n, L.Create(1)));
    }

    /// <summary>1 - 2e/(1 + e) with e = e^(-2|x|), and near zero a polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh(V x)
    {
        var magnitude = L.AtMost(L.Create(MostTanh), L.Abs(x));
        var twice = L.Multiply(magnitude, L.Create(-2));
        var n = Exponentials<V, L>.Twos(twice);
        var r = Exponentials<V, L>.Rest(Exponentials<V, L>.Leading(twice, n), n);
        var e = L.ScaleNormal(Exponentials<V, L>.OfRemainder(r), n);
        var large = L.Subtract(L.Create(1), L.Divide(L.Add(e, e), L.Add(L.Create(1), e)));
        var z = L.Multiply(magnitude, magnitude);
        var small = L.MultiplyAdd(L.Multiply(magnitude, z), TanhTail(z), magnitude);
        return L.CopySign(L.Select(L.Less(L.Create(LeastOfDifference), magnitude), large, small), x);
    }

    /// <summary>r, what its rounding lost, and n of |x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Remainder, V Lost, V Twos) Reduced(V x)
    {
        var magnitude = L.AtMost(L.Create(Most), L.Abs(x));
        var n = Exponentials<V, L>.Twos(magnitude);
        var leading = Exponentials<V, L>.Leading(magnitude, n);
        var r = Exponentials<V, L>.Rest(leading, n);
        return (r, Exponentials<V, L>.Lost(leading, r, n), n);
    }

    /// <summary>2^-2n, and something as negligible where that is too small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Square(V n) => L.ScaleNormal(L.Create(1), L.AtLeast(L.Create(-1000), L.Multiply(n, L.Create(-2))));

    /// <summary>(sinh r - r)/r³ of z = r² ≤ (ln(2)/2)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinhTail(V z)
    {
        var s = L.MultiplyAdd(z, L.Create(2.5109334235878186e-08), L.Create(2.7557243420554897e-06));
        s = L.MultiplyAdd(z, s, L.Create(0.00019841269886838991));
        s = L.MultiplyAdd(z, s, L.Create(0.008333333333321381));
        return L.MultiplyAdd(z, s, L.Create(0.16666666666666677));
    }

    /// <summary>cosh r - 1 of z = r² ≤ (ln(2)/2)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V CoshTail(V z)
    {
        var c = L.MultiplyAdd(z, L.Create(2.092176755074056e-09), L.Create(2.7557251824436265e-07));
        c = L.MultiplyAdd(z, c, L.Create(2.4801587349199772e-05));
        c = L.MultiplyAdd(z, c, L.Create(0.0013888888888873283));
        c = L.MultiplyAdd(z, c, L.Create(0.041666666666666685));
        c = L.MultiplyAdd(z, c, L.Create(0.5));
        return L.Multiply(z, c);
    }

    /// <summary>(tanh x - x)/x³ of z = x² ≤ 0.55², a polynomial that interpolates at Chebyshev's points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V TanhTail(V z)
    {
        var t = L.MultiplyAdd(z, L.Create(5.3896409207411825e-05), L.Create(-0.00021452932656687855));
        t = L.MultiplyAdd(z, t, L.Create(0.0005817655431599503));
        t = L.MultiplyAdd(z, t, L.Create(-0.001454116061125064));
        t = L.MultiplyAdd(z, t, L.Create(0.0035919040824780963));
        t = L.MultiplyAdd(z, t, L.Create(-0.008863217631014837));
        t = L.MultiplyAdd(z, t, L.Create(0.021869487710605727));
        t = L.MultiplyAdd(z, t, L.Create(-0.05396825394885148));
        t = L.MultiplyAdd(z, t, L.Create(0.13333333333315597));
        return L.MultiplyAdd(z, t, L.Create(-0.3333333333333331));
    }
}
