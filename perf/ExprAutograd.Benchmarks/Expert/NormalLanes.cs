using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>The normal distribution of eight numbers at a time, within a few units in the last place in both tails.</summary>
/// <remarks>
/// The lower tail beyond -|x| is exp(-x^2/2) erfcx(z)/2 with z = |x| / sqrt 2, and (1 + 2z) erfcx(z) a polynomial in t = (z - 4)/(z + 4), which maps all of z to [-1, 1):
/// Shepherd and Laframboise (1981), "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x in 0 &lt;= x &lt; inf". The exponential is the density's too.
/// </remarks>
internal static class NormalLanes
{
    private const double Root2 = 1.41421356237309504880;
    private const double Middle = 4 * Root2;
    private const double InverseRootOfTwoPi = 0.39894228040143267794;

    /// <summary>The distribution function and its derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lane Distribution, Lane Density) Of(Lane x)
    {
        var e = LaneMath.Exp(Vector512.Create(-0.5) * x * x);
        var a = Vector512.Abs(x);
        var (above, below) = (a + Vector512.Create(Middle), a - Vector512.Create(Middle));

        // One division for both quotients.
        var growth = Vector512.FusedMultiplyAdd(Vector512.Create(Root2), a, Lane.One);
        var inverse = Lane.One / (above * growth);
        var tail = Vector512.Create(0.5) * e * Polynomial(below * growth * inverse) * (above * inverse);
        return (Vector512.ConditionalSelect(Vector512.LessThan(x, Lane.Zero), tail, Lane.One - tail), Vector512.Create(InverseRootOfTwoPi) * e);
    }

    /// <summary>Even and odd powers side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane Polynomial(Lane t)
    {
        var s = t * t;
        var even = Vector512.Create(1.5738283774192037e-09);
        even = Next(even, s, -1.6371779763566967e-08);
        even = Next(even, s, 7.115337800585303e-08);
        even = Next(even, s, 2.9801353803031333e-07);
        even = Next(even, s, -1.1225101875659178e-05);
        even = Next(even, s, 0.00015062309720018628);
        even = Next(even, s, -0.000757773707063825);
        even = Next(even, s, -0.016197733981455194);
        even = Next(even, s, -0.06633036582031154);
        even = Next(even, s, -0.10103906603586531);
        even = Next(even, s, 0.015379652102610473);
        even = Next(even, s, 1.2329951186255526);
        var odd = Vector512.Create(-6.9926126813398e-09);
        odd = Next(odd, s, 9.295292277973951e-08);
        odd = Next(odd, s, -8.020193766522085e-07);
        odd = Next(odd, s, 5.689537732302816e-06);
        odd = Next(odd, s, -2.438779085759055e-05);
        odd = Next(odd, s, -0.00019926095315041177);
        odd = Next(odd, s, 0.005031971002298884);
        odd = Next(odd, s, 0.03716751538635946);
        odd = Next(odd, s, 0.09373283501077742);
        odd = Next(odd, s, 0.06809705425421975);
        odd = Next(odd, s, -0.1396211168405572);
        return Vector512.FusedMultiplyAdd(odd, t, even);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane Next(Lane sum, Lane s, double coefficient) => Vector512.FusedMultiplyAdd(sum, s, Vector512.Create(coefficient));
}
