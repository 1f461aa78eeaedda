using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector128<double>;

namespace ExprAutograd.Lanes;

/// <summary>Two doubles in 128 bits.</summary>
internal readonly struct DoubleLanes128 : ILanes<V, double>
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
    public static V Create(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add(V x, V y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Subtract(V x, V y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Multiply(V x, V y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Divide(V x, V y) => x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MultiplyAdd(V x, V y, V z) => Vector128.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SubtractProduct(V z, V x, V y) => Fma.IsSupported ? Fma.MultiplyAddNegated(x, y, z) : Vector128.FusedMultiplyAdd(-x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sqrt(V x) => Vector128.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AtMost(V bound, V x) => Sse2.IsSupported ? Sse2.Min(bound, x) : Vector128.Min(bound, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AtLeast(V bound, V x) => Sse2.IsSupported ? Sse2.Max(bound, x) : Vector128.Max(bound, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Floor(V x) => Vector128.Floor(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Round(V x) => Vector128.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Abs(V x) => Vector128.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Negate(V x) => -x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V CopySign(V magnitude, V sign) => Vector128.CopySign(magnitude, sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FlipSign(V x, V sign) => x ^ (sign & Vector128.Create(-0.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V And(V x, V y) => x & y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Or(V x, V y) => x | y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AndNot(V x, V y) => Vector128.AndNot(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ShiftLeft(V x, int count) => (x.AsInt64() << count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Select(V mask, V where, V elsewhere) => Vector128.ConditionalSelect(mask, where, elsewhere);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Equal(V x, V y) => Vector128.Equals(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Less(V x, V y) => Vector128.LessThan(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LessOrEqual(V x, V y) => Vector128.LessThanOrEqual(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V IsNegative(V x) => Vector128.LessThan(x.AsInt64(), Vector128<long>.Zero).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(V x, V y) => Vector128.GreaterThanAny(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(V mask) => Vector128.LessThanAny(mask.AsInt64(), Vector128<long>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Scale(V x, V n)
    {
        if (Avx512F.VL.IsSupported) return Avx512F.VL.Scale(x, n);
        var half = Vector128.Floor(n * Vector128.Create(0.5));
        return ScaleNormal(ScaleNormal(x, half), n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleNormal(V x, V n) => Avx512F.VL.IsSupported ? Avx512F.VL.Scale(x, n) : x * PowerOfTwo(n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exponent(V x, V mantissa)
    {
        if (Avx512F.VL.IsSupported) return Avx512F.VL.GetExponent(x) + Vector128.ConditionalSelect(Vector128.LessThan(mantissa, V.One), V.One, V.Zero);
        var bits = (Raised(x).AsInt64() + Vector128.Create(Bias - Lowest)) >>> 52;
        var exponent = (bits | Vector128.Create(0x4330000000000000)).AsDouble() - Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128.Create(Smallest)), Vector128.Create(Offset + Raise), Vector128.Create(Offset));
        exponent = Vector128.ConditionalSelect(Vector128.Equals(x, V.Zero), Vector128.Create(double.NegativeInfinity), exponent);
        return Vector128.ConditionalSelect(Vector128.Equals(x, Vector128.Create(double.PositiveInfinity)), x, exponent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Mantissa(V x)
    {
        if (Avx512F.VL.IsSupported) return Avx512F.VL.GetMantissa(x, NearOne);
        var mantissa = (((Raised(x).AsInt64() - Vector128.Create(Lowest)) & Vector128.Create(0x000FFFFFFFFFFFFF)) + Vector128.Create(Lowest)).AsDouble();
        var isFinite = Vector128.GreaterThan(x, V.Zero) & Vector128.LessThan(x, Vector128.Create(double.PositiveInfinity));
        var other = Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(x, V.Zero), V.One, Vector128.Create(double.NaN));
        return Vector128.ConditionalSelect(isFinite, mantissa, other);
    }

    /// <summary>x, and x·2^54 where it is subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Raised(V x) => Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128.Create(Smallest)), x * Vector128.Create(18014398509481984.0), x);

    /// <summary>2^n for the exponents of normal numbers: the sum leaves n + 1023 in the lowest bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo(V n) => ((n + Vector128.Create(6755399441055744.0 + 1023)).AsInt64() << 52).AsDouble();
}
