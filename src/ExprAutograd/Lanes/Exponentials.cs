using System.Runtime.CompilerServices;

namespace ExprAutograd.Lanes;

/// <summary>e^x, 2^x and e^x - 1 of doubles, within 1 ulp.</summary>
/// <remarks>x = n ln 2 + r with |r| ≤ ln(2)/2 by the two-part reduction of Cody and Waite (1980); e^r = 1 + r + r²·q(r), q a minimax polynomial (Remez).</remarks>
internal static class Exponentials<V, L>
    where V : struct
    where L : struct, ILanes<V, double>
{
    /// <summary>Below it e^x rounds to 0.</summary>
    internal const double Least = -746;

    /// <summary>Above it e^x rounds to ∞.</summary>
    internal const double Most = 710;

    private const double Log2E = 1.4426950408889634;
    private const double Log2 = 0.6931471805599453;

    /// <summary>The leading bits of ln 2, so few that n times it is exact.</summary>
    internal const double Log2Leading = 0.69314718036912382;

    internal const double Log2Rest = 1.9082149292705877E-10;

    /// <summary>Below it e^x - 1 rounds to -1.</summary>
    private const double LeastExpM1 = -38;

    private const double LargestExponent = 1023;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x) => OfBounded(L.AtLeast(L.Create(Least), L.AtMost(L.Create(Most), x)));

    /// <summary>e^x for x between <see cref="Least"/> and <see cref="Most"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V OfBounded(V x)
    {
        var n = Twos(x);
        return L.Scale(OfRemainder(Rest(Leading(x, n), n)), n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp2(V x)
    {
        var bounded = L.AtLeast(L.Create(-1080), L.AtMost(L.Create(1025), x));
        var n = L.Round(bounded);
        return L.Scale(OfRemainder(L.Multiply(L.Subtract(bounded, n), L.Create(Log2))), n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1(V x)
    {
        var bounded = L.AtLeast(L.Create(LeastExpM1), L.AtMost(L.Create(Most), x));
        var n = Twos(bounded);
        var normal = L.AtMost(L.Create(LargestExponent), n);
        var value = MinusOne(bounded, n, normal);
        return L.CopySign(L.Scale(value, L.Subtract(n, normal)), x);
    }

    /// <summary>(e^x - 1)·2^(m - n), n the multiple of ln 2 in x and m an exponent of normal numbers.</summary>
    /// <remarks>2^n r + (2^n - 1) is all but exact where the two cancel, and exact for n = 0.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V MinusOne(V x, V n, V m)
    {
        var leading = Leading(x, n);
        var r = Rest(leading, n);
        var scale = L.ScaleNormal(L.Create(1), m);
        var small = L.MultiplyAdd(L.Multiply(r, r), Quadratic(r), Lost(leading, r, n));
        return L.MultiplyAdd(scale, small, L.MultiplyAdd(scale, r, L.Subtract(scale, L.ScaleNormal(L.Create(1), L.Subtract(m, n)))));
    }

    /// <summary>n, the multiple of ln 2 nearest to x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Twos(V x) => L.Round(L.Multiply(x, L.Create(Log2E)));

    /// <summary>x less the leading bits of n ln 2, exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Leading(V x, V n) => L.SubtractProduct(x, n, L.Create(Log2Leading));

    /// <summary>r, rounded, from <see cref="Leading"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Rest(V leading, V n) => L.SubtractProduct(leading, n, L.Create(Log2Rest));

    /// <summary>What the rounding of r lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Lost(V leading, V r, V n) => L.SubtractProduct(L.Subtract(leading, r), n, L.Create(Log2Rest));

    /// <summary>e^r for |r| ≤ ln(2)/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V OfRemainder(V r) => L.MultiplyAdd(r, L.MultiplyAdd(r, Quadratic(r), L.Create(1)), L.Create(1));

    /// <summary>(e^r - 1 - r)/r², to 2^-57 of e^r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Quadratic(V r)
    {
        var q = L.MultiplyAdd(r, L.Create(2.5117344221319597e-08), L.Create(2.7630551166674986e-07));
        q = L.MultiplyAdd(r, q, L.Create(2.755721813801842e-06));
        q = L.MultiplyAdd(r, q, L.Create(2.480149226852217e-05));
        q = L.MultiplyAdd(r, q, L.Create(0.00019841269915051626));
        q = L.MultiplyAdd(r, q, L.Create(0.0013888888944409744));
        q = L.MultiplyAdd(r, q, L.Create(0.008333333333308445));
        q = L.MultiplyAdd(r, q, L.Create(0.04166666666652729));
        q = L.MultiplyAdd(r, q, L.Create(0.16666666666666696));
        return L.MultiplyAdd(r, q, L.Create(0.5000000000000011));
    }
}
