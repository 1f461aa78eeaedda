using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<double>;

namespace ExprAutograd.Lanes;

/// <summary>Eight doubles in 512 bits.</summary>
internal readonly struct DoubleLanes512 : ILanes<V, double>
{
    /// <summary>GetMantissa's choice: [3/4, 3/2), NaN below zero.</summary>
    private const byte NearOne = 0x0F;

    private const double Smallest = 2.2250738585072014E-308;
    private const long Bias = 0x3FF0000000000000;

    /// <summary>What a biased exponent is moved by when its bits become those of a number's last digits.</summary>
    private const double Offset = 4503599627370496.0 + 1023;

    private const double Raise = 54;

    /// <summary>The bits of 3/4.</summary>
    private const long Lowest = 0x3FE8000000000000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Create(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add(V x, V y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Subtract(V x, V y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Multiply(V x, V y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Divide(V x, V y) => x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MultiplyAdd(V x, V y, V z) => Vector512.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SubtractProduct(V z, V x, V y) => Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(x, y, z) : Vector512.FusedMultiplyAdd(-x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sqrt(V x) => Vector512.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AtMost(V bound, V x) => Avx512F.IsSupported ? Avx512F.Min(bound, x) : Vector512.Min(bound, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AtLeast(V bound, V x) => Avx512F.IsSupported ? Avx512F.Max(bound, x) : Vector512.Max(bound, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Floor(V x) => Vector512.Floor(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Round(V x) => Vector512.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs(V x) => Vector512.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Negate(V x) => -x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V CopySign(V magnitude, V sign) => Vector512.CopySign(magnitude, sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FlipSign(V x, V sign) => x ^ (sign & Vector512.Create(-0.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V And(V x, V y) => x & y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Or(V x, V y) => x | y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AndNot(V x, V y) => Vector512.AndNot(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ShiftLeft(V x, int count) => (x.AsInt64() << count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Select(V mask, V where, V elsewhere) => Vector512.ConditionalSelect(mask, where, elsewhere);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Equal(V x, V y) => Vector512.Equals(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Less(V x, V y) => Vector512.LessThan(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LessOrEqual(V x, V y) => Vector512.LessThanOrEqual(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V IsNegative(V x) => Vector512.LessThan(x.AsInt64(), Vector512<long>.Zero).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(V x, V y) => Vector512.GreaterThanAny(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(V mask) => Vector512.LessThanAny(mask.AsInt64(), Vector512<long>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Scale(V x, V n)
    {
        if (Avx512F.IsSupported) return Avx512F.Scale(x, n);
        var half = Vector512.Floor(n * Vector512.Create(0.5));
        return ScaleNormal(ScaleNormal(x, half), n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleNormal(V x, V n) => Avx512F.IsSupported ? Avx512F.Scale(x, n) : x * PowerOfTwo(n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exponent(V x, V mantissa)
    {
        if (Avx512F.IsSupported) return Avx512F.GetExponent(x) + Vector512.ConditionalSelect(Vector512.LessThan(mantissa, V.One), V.One, V.Zero);
        var bits = (Raised(x).AsInt64() + Vector512.Create(Bias - Lowest)) >>> 52;
        var exponent = (bits | Vector512.Create(0x4330000000000000)).AsDouble() - Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Smallest)), Vector512.Create(Offset + Raise), Vector512.Create(Offset));
        exponent = Vector512.ConditionalSelect(Vector512.Equals(x, V.Zero), Vector512.Create(double.NegativeInfinity), exponent);
        return Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(double.PositiveInfinity)), x, exponent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Mantissa(V x)
    {
        if (Avx512F.IsSupported) return Avx512F.GetMantissa(x, NearOne);
        var mantissa = (((Raised(x).AsInt64() - Vector512.Create(Lowest)) & Vector512.Create(0x000FFFFFFFFFFFFF)) + Vector512.Create(Lowest)).AsDouble();
        var isFinite = Vector512.GreaterThan(x, V.Zero) & Vector512.LessThan(x, Vector512.Create(double.PositiveInfinity));
        var other = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, V.Zero), V.One, Vector512.Create(double.NaN));
        return Vector512.ConditionalSelect(isFinite, mantissa, other);
    }

    /// <summary>x, and x·2^54 where it is subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Raised(V x) => Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Smallest)), x * Vector512.Create(18014398509481984.0), x);

    /// <summary>2^n for the exponents of normal numbers: the sum leaves n + 1023 in the lowest bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo(V n) => ((n + Vector512.Create(6755399441055744.0 + 1023)).AsInt64() << 52).AsDouble();
}
