using System.Runtime.CompilerServices;

namespace ExprAutograd.Lanes;

/// <summary>Powers and cube roots of doubles, within 1 ulp.</summary>
/// <remarks>
/// x^y = e^(y ln x) with ln x in two doubles, to 2^-64: ln(1 + f) = 2s + s z (2/3 + z R(z)) as in <see cref="Logarithms{V, L}"/>, where s, z and
/// their products carry what they round away. Dekker (1971), Numer. Math. 18, with fused products.
/// </remarks>
internal static class Powers<V, L>
    where V : struct
    where L : struct, ILanes<V, double>
{
    private const double TwoThirds = 0.66666666666666663;
    private const double TwoThirdsRest = 3.700743415417188E-17;

    /// <summary>y ln x so large that what its rounding lost does not matter.</summary>
    private const double Overflowing = 1000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pow(V x, V y)
    {
        var magnitude = L.Abs(x);
        var m = L.Mantissa(magnitude);
        var k = L.Exponent(magnitude, m);
        var (log, logRest) = LogOf(m, k);
        log = L.Select(L.Equal(L.Abs(k), L.Create(double.PositiveInfinity)), k, log);
        var product = L.Multiply(y, log);
        var lost = L.MultiplyAdd(y, logRest, L.Negate(L.SubtractProduct(product, y, log)));
        lost = L.Select(L.Less(L.Abs(product), L.Create(Overflowing)), lost, L.Create(0));
        return WithSpecialValues(x, y, OfSum(product, lost));
    }

    /// <summary>e^(x + small).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfSum(V x, V small)
    {
        var bounded = L.AtLeast(L.Create(Exponentials<V, L>.Least), L.AtMost(L.Create(Exponentials<V, L>.Most), x));
        var n = Exponentials<V, L>.Twos(bounded);
        var r = L.Add(Exponentials<V, L>.Leading(bounded, n), Exponentials<V, L>.Rest(small, n));
        return L.Scale(Exponentials<V, L>.OfRemainder(r), n);
    }

    /// <summary>The sign of odd powers of negative numbers; 1 for y = 0, x = 1 and (-1)^±∞; NaN for other powers of negative numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithSpecialValues(V x, V y, V power)
    {
        var half = L.Multiply(y, L.Create(0.5));
        var isInteger = L.Equal(y, L.Floor(y));
        var isOdd = L.AndNot(isInteger, L.Equal(half, L.Floor(half)));
        power = L.FlipSign(power, L.And(x, isOdd));
        var isOutside = L.AndNot(L.And(L.Less(x, L.Create(0)), L.Less(L.Create(double.NegativeInfinity), x)), isInteger);
        power = L.Select(isOutside, L.Create(double.NaN), power);
        var isUnit = L.And(L.Equal(x, L.Create(-1)), L.Equal(L.Abs(y), L.Create(double.PositiveInfinity)));
        var isOne = L.Or(L.Or(L.Equal(x, L.Create(1)), L.Equal(y, L.Create(0))), isUnit);
        return L.Select(isOne, L.Create(1), power);
    }

    /// <summary>ln m + k ln 2 for m in [3/4, 3/2), in two doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Log, V LogRest) LogOf(V m, V k)
    {
        var one = L.Create(1);
        var f = L.Subtract(m, one);
        var sum = L.Add(m, one);
        var inverse = L.Divide(one, sum);
        var s = L.Multiply(f, inverse);
        var sumRest = L.Subtract(m, L.Subtract(sum, one));
        var sRest = L.Multiply(L.SubtractProduct(L.SubtractProduct(f, s, sum), s, sumRest), inverse);
        var z = L.Multiply(s, s);
        var zRest = L.MultiplyAdd(L.Add(s, s), sRest, L.Negate(L.SubtractProduct(z, s, s)));

        // series = 2/3 + z R(z);  t = z·series;  part = s·t.
        var small = L.Multiply(z, Tail(z));
        var series = L.Add(L.Create(TwoThirds), small);
        var seriesRest = L.Add(L.Add(L.Subtract(L.Create(TwoThirds), series), small), L.Create(TwoThirdsRest));
        var t = L.Multiply(z, series);
        var tRest = L.MultiplyAdd(zRest, series, L.MultiplyAdd(z, seriesRest, L.Negate(L.SubtractProduct(t, z, series))));
        var part = L.Multiply(s, t);
        var partRest = L.MultiplyAdd(sRest, t, L.MultiplyAdd(s, tRest, L.Negate(L.SubtractProduct(part, s, t))));

        var twice = L.Add(s, s);
        var log = L.Add(twice, part);
        var logRest = L.Add(L.Add(L.Subtract(twice, log), part), L.MultiplyAdd(L.Create(2), sRest, partRest));
        var scale = L.Multiply(k, L.Create(Exponentials<V, L>.Log2Leading));
        var total = L.Add(scale, log);
        var totalRest = L.Add(L.Add(L.Subtract(scale, total), log), L.MultiplyAdd(k, L.Create(Exponentials<V, L>.Log2Rest), logRest));
        var rounded = L.Add(total, totalRest);
        return (rounded, L.Add(L.Subtract(total, rounded), totalRest));
    }

    /// <summary>R(z) of 2 artanh(s) = 2s + s z (2/3 + z R(z)), a minimax polynomial (Remez).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail(V z)
    {
        var R = L.MultiplyAdd(z, L.Create(0.12576826937102945), L.Create(0.11591480293467465));
        R = L.MultiplyAdd(z, R, L.Create(0.13341203176247968));
        R = L.MultiplyAdd(z, R, L.Create(0.15384404575458752));
        R = L.MultiplyAdd(z, R, L.Create(0.18181821567496756));
        R = L.MultiplyAdd(z, R, L.Create(0.2222222219078508));
        R = L.MultiplyAdd(z, R, L.Create(0.2857142857157993));
        return L.MultiplyAdd(z, R, L.Create(0.3999999999999972));
    }

    /// <summary>∛x: of x = m 8^q, y ≈ m^(-1/3) by a polynomial, a step of order three, and t = m y² corrected once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cbrt(V x)
    {
        var magnitude = L.Abs(x);
        var m = L.Mantissa(magnitude);
        var k = L.Exponent(magnitude, m);
        var q = L.Round(L.Multiply(k, L.Create(1.0 / 3)));
        m = L.ScaleNormal(m, L.SubtractProduct(k, q, L.Create(3)));
        var y = InverseCbrt(m);
        var e = L.SubtractProduct(L.Create(1), m, L.Multiply(y, L.Multiply(y, y)));
        y = L.MultiplyAdd(L.Multiply(y, e), L.MultiplyAdd(e, L.MultiplyAdd(e, L.Create(14.0 / 81), L.Create(2.0 / 9)), L.Create(1.0 / 3)), y);
        var square = L.Multiply(y, y);
        var t = L.Multiply(m, square);
        var tSquare = L.Multiply(t, t);
        var squareLost = L.SubtractProduct(tSquare, t, t);
        var residual = L.MultiplyAdd(t, squareLost, L.SubtractProduct(m, t, tSquare));
        t = L.MultiplyAdd(residual, L.Multiply(square, L.Create(1.0 / 3)), t);
        var isSpecial = L.Or(L.Equal(x, L.Create(0)), L.Equal(magnitude, L.Create(double.PositiveInfinity)));
        return L.CopySign(L.Select(isSpecial, magnitude, L.Scale(t, q)), x);
    }

    /// <summary>m^(-1/3) of m from 3/8 to 3, to 2·10^-4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V InverseCbrt(V m)
    {
        var y = L.MultiplyAdd(m, L.Create(-0.0038023651502740534), L.Create(0.06451682728798494));
        y = L.MultiplyAdd(m, y, L.Create(-0.4769127928934924));
        y = L.MultiplyAdd(m, y, L.Create(2.0168426489830917));
        y = L.MultiplyAdd(m, y, L.Create(-5.3895840155384125));
        y = L.MultiplyAdd(m, y, L.Create(9.493934238514893));
        y = L.MultiplyAdd(m, y, L.Create(-11.179075573442693));
        y = L.MultiplyAdd(m, y, L.Create(8.782483031037998));
        y = L.MultiplyAdd(m, y, L.Create(-4.634188006704239));
        return L.MultiplyAdd(m, y, L.Create(2.3258608328025727));
    }
}
