using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>Exponentials of eight doubles at a time, within two units in the last place over the whole range; AVX-512 only.</summary>
/// <remarks>
/// x = k log 2 + r with |r| at most half of log 2 (Cody and Waite, 1980: log 2 as a sum of two, the first short enough for k times it to be exact), exp r - 1 = r + r^2 q(r)
/// with q the polynomial of degree 9 nearest to (exp r - 1 - r) / r^2, and 2^k by the instruction that scales, which also knows overflow and denormals.
/// </remarks>
internal static class LaneMath
{
    private const double MostNegative = -746;
    private const double MostPositive = 710;
    private const double TanhIsOneBeyond = 20;
    private const double InverseOfLog2 = 1.4426950408889634;
    private const double Log2Head = 0.6931471803691238;
    private const double Log2Tail = 1.9082149292705877e-10;
    private const byte ToNearestSilently = 8;

    /// <summary>exp x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        // The instructions return their second operand where one is not a number: x comes through.
        x = Avx512F.Max(Vector512.Create(MostNegative), Avx512F.Min(Vector512.Create(MostPositive), x));
        var k = Avx512F.RoundScale(x * Vector512.Create(InverseOfLog2), ToNearestSilently);
        return Avx512F.Scale(Vector512<double>.One + ExpM1NearZero(Remainder(x, k)), k);
    }

    /// <summary>tanh x = (exp 2|x| - 1) / (exp 2|x| + 1) with the sign of x, the numerator without cancellation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Tanh(Vector512<double> x)
    {
        var y = Avx512F.Min(Vector512.Create(2 * TanhIsOneBeyond), Vector512.Abs(x + x));
        var k = Avx512F.RoundScale(y * Vector512.Create(InverseOfLog2), ToNearestSilently);
        var p = ExpM1NearZero(Remainder(y, k));

        // exp y - 1 = 2^k p + (2^k - 1), both terms exact where k is 0.
        var power = Avx512F.Scale(Vector512<double>.One, k);
        var e = Vector512.FusedMultiplyAdd(power, p, power - Vector512<double>.One);
        return Vector512.CopySign(e / (e + Vector512.Create(2.0)), x);
    }

    /// <summary>1 / (1 + exp -x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sigmoid(Vector512<double> x) => Vector512<double>.One / (Vector512<double>.One + Exp(-x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Remainder(Vector512<double> x, Vector512<double> k) =>
        Vector512.FusedMultiplyAdd(k, Vector512.Create(-Log2Tail), Vector512.FusedMultiplyAdd(k, Vector512.Create(-Log2Head), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ExpM1NearZero(Vector512<double> r)
    {
        // Estrin's scheme: pairs, then pairs of pairs, so that the multiplications need not wait for one another.
        var r2 = r * r;
        var r4 = r2 * r2;
        var (a, b) = (Line(r, 0.16666666666666669, 0.5), Line(r, 0.008333333333330051, 0.04166666666662399));
        var (c, d) = (Line(r, 0.00019841269863105968, 0.0013888888917281794), Line(r, 2.7557268378684192e-06, 2.480152119021773e-05));
        var e = Line(r, 2.5100424157005067e-08, 2.7620138719733994e-07);
        var low = Vector512.FusedMultiplyAdd(b, r2, a);
        var high = Vector512.FusedMultiplyAdd(e, r4, Vector512.FusedMultiplyAdd(d, r2, c));
        return Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(high, r4, low), r2, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Line(Vector512<double> x, double slope, double start) => Vector512.FusedMultiplyAdd(Vector512.Create(slope), x, Vector512.Create(start));
}
