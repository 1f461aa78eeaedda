using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>Squares of eight by eight doubles, turned over in registers: 24 shuffles.</summary>
internal static class Square
{
    private const byte EvenQuarters = 0x88;
    private const byte OddQuarters = 0xDD;

    /// <summary>Writes the rows as columns: number e of row r goes to place r of the vector at <paramref name="to"/> + e <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTransposed(Lane r0, Lane r1, Lane r2, Lane r3, Lane r4, Lane r5, Lane r6, Lane r7, ref double to, nuint stride)
    {
        // Pairs of rows side by side, then quarters of 128 bits to their places.
        StoreHalf(Avx512F.UnpackLow(r0, r1), Avx512F.UnpackLow(r2, r3), Avx512F.UnpackLow(r4, r5), Avx512F.UnpackLow(r6, r7), ref to, stride);
        StoreHalf(Avx512F.UnpackHigh(r0, r1), Avx512F.UnpackHigh(r2, r3), Avx512F.UnpackHigh(r4, r5), Avx512F.UnpackHigh(r6, r7), ref Unsafe.Add(ref to, stride), stride);
    }

    /// <summary>The sum of each of the eight vectors from <paramref name="from"/> on, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane SumsOf(ref double from)
    {
        var (a, b) = (PairSums(ref from, 0), PairSums(ref from, 16));
        var (c, d) = (PairSums(ref from, 32), PairSums(ref from, 48));
        return QuarterSums(QuarterSums(a, b), QuarterSums(c, d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane PairSums(ref double from, nuint at)
    {
        var (a, b) = (Vector512.LoadUnsafe(ref from, at), Vector512.LoadUnsafe(ref from, at + 8));
        return Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane QuarterSums(Lane a, Lane b) => Avx512F.Shuffle4x128(a, b, EvenQuarters) + Avx512F.Shuffle4x128(a, b, OddQuarters);

    /// <summary>Columns 0, 2, 4, 6 of what the pairs hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalf(Lane a, Lane b, Lane c, Lane d, ref double to, nuint stride)
    {
        var (ab, cd) = (Avx512F.Shuffle4x128(a, b, EvenQuarters), Avx512F.Shuffle4x128(c, d, EvenQuarters));
        Avx512F.Shuffle4x128(ab, cd, EvenQuarters).StoreUnsafe(ref to);
        Avx512F.Shuffle4x128(ab, cd, OddQuarters).StoreUnsafe(ref to, 4 * stride);
        (ab, cd) = (Avx512F.Shuffle4x128(a, b, OddQuarters), Avx512F.Shuffle4x128(c, d, OddQuarters));
        Avx512F.Shuffle4x128(ab, cd, EvenQuarters).StoreUnsafe(ref to, 2 * stride);
        Avx512F.Shuffle4x128(ab, cd, OddQuarters).StoreUnsafe(ref to, 6 * stride);
    }
}
