using System.Runtime.CompilerServices;

namespace ExprAutograd.Lanes;

/// <summary>The logistic function and its integral, of doubles, within 2 and 3 ulp in both tails.</summary>
internal static class Logistics<V, L>
    where V : struct
    where L : struct, ILanes<V, double>
{
    /// <summary>1/(1 + e) or e/(1 + e) with e = e^-|x|: nothing overflows, nothing cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid(V x)
    {
        var e = Decay(x);
        return L.Divide(L.Select(L.Less(x, L.Create(0)), e, L.Create(1)), L.Add(L.Create(1), e));
    }

    /// <summary>max(x, 0) + ln(1 + e) with e = e^-|x|. Above 1/2, ln(1 + e) = ln 2 + ln(1 + (e - 1)/2), and (e - 1)/2 is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus(V x)
    {
        var e = Decay(x);
        var isUpper = L.Less(L.Create(0.5), e);
        var f = L.Select(isUpper, L.MultiplyAdd(e, L.Create(0.5), L.Create(-0.5)), e);
        return L.Add(L.AtLeast(L.Create(0), x), Logarithms<V, L>.Combined(f, L.Select(isUpper, L.Create(1), L.Create(0))));
    }

    /// <summary>e^-|x|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Decay(V x) => Exponentials<V, L>.OfBounded(L.AtLeast(L.Create(Exponentials<V, L>.Least), L.Negate(L.Abs(x))));
}
