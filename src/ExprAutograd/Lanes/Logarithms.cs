using System.Runtime.CompilerServices;

namespace ExprAutograd.Lanes;

/// <summary>Logarithms of doubles: ln and ln(1 + x) within 1 ulp, bases 2 and 10 within 2.</summary>
/// <remarks>
/// x = (1 + f) 2^k with 1 + f in [3/4, 3/2). With s = f/(2 + f) and z = s², ln(1 + f) = 2 artanh s (DLMF 4.6.6 and 4.37.24) = f - s (f - z R(z)):
/// only s, small beside f, is rounded. R is a minimax polynomial (Remez).
/// </remarks>
internal static class Logarithms<V, L>
    where V : struct
    where L : struct, ILanes<V, double>
{
    private const double Log2E = 1.4426950408889634;
    private const double Log10E = 0.4342944819032518;
    private const double Log10Of2Leading = 0.301029995663157;
    private const double Log10Of2Rest = 8.241712586023572E-13;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log(V x)
    {
        var m = L.Mantissa(x);
        return Combined(L.Subtract(m, L.Create(1)), L.Exponent(x, m));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log2(V x)
    {
        var m = L.Mantissa(x);
        var f = L.Subtract(m, L.Create(1));
        return L.SubtractProduct(L.MultiplyAdd(f, L.Create(Log2E), L.Exponent(x, m)), Beyond(f), L.Create(Log2E));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log10(V x)
    {
        var m = L.Mantissa(x);
        var f = L.Subtract(m, L.Create(1));
        var k = L.Exponent(x, m);
        var small = L.MultiplyAdd(Beyond(f), L.Create(-Log10E), L.Multiply(k, L.Create(Log10Of2Rest)));
        return L.Add(L.MultiplyAdd(k, L.Create(Log10Of2Leading), L.Multiply(f, L.Create(Log10E))), small);
    }

    /// <summary>ln(1 + x): what the sum 1 + x loses goes into f, where it is exact near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1P(V x)
    {
        var sum = L.Add(L.Create(1), x);
        var m = L.Mantissa(sum);
        var k = L.Exponent(sum, m);
        var lost = L.Subtract(x, L.Subtract(sum, L.Create(1)));
        var value = Combined(L.Add(L.Subtract(m, L.Create(1)), L.ScaleNormal(lost, L.Negate(k))), k);
        value = L.Select(L.Equal(x, L.Create(double.PositiveInfinity)), x, value);
        return L.CopySign(L.Select(L.Equal(x, L.Create(-1)), L.Create(double.NegativeInfinity), value), x);
    }

    /// <summary>ln(1 + f) + k ln 2 for f in [-1/4, 1/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Combined(V f, V k) => L.Subtract(
        L.MultiplyAdd(k, L.Create(Exponentials<V, L>.Log2Leading), f),
        L.SubtractProduct(Beyond(f), k, L.Create(Exponentials<V, L>.Log2Rest)));

    /// <summary>f - ln(1 + f) for f in [-1/4, 1/2), to 2^-60 of f.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Beyond(V f)
    {
        var s = L.Divide(f, L.Add(L.Create(2), f));
        var z = L.Multiply(s, s);
        var R = L.MultiplyAdd(z, L.Create(0.138438786209916), L.Create(0.1317347963077315));
        R = L.MultiplyAdd(z, R, L.Create(0.15391118757704406));
        R = L.MultiplyAdd(z, R, L.Create(0.1818166567934321));
        R = L.MultiplyAdd(z, R, L.Create(0.2222222429946097));
        R = L.MultiplyAdd(z, R, L.Create(0.28571428555805817));
        R = L.MultiplyAdd(z, R, L.Create(0.4000000000005674));
        R = L.MultiplyAdd(z, R, L.Create(0.666666666666666));
        return L.Multiply(s, L.SubtractProduct(f, z, R));
    }
}
