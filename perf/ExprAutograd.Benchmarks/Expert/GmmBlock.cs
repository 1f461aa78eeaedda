using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>What is done to 64 points at once: eight vectors of eight points per coordinate, a coordinate after another.</summary>
/// <remarks>
/// Two rows of the matrix at a time times eight vectors are sixteen accumulators in registers; every vector loaded serves two multiplications. There is an even number of rows:
/// an odd last one has zeros for company. Pair p has two entries for each of the columns 0 to 2p, and the second row's diagonal.
/// </remarks>
internal static class GmmBlock
{
    public const int Points = 64;
    private const int Lanes = 8;

    /// <summary>How many numbers the pairs of <paramref name="rows"/> rows are.</summary>
    public static int LengthOfPairs(int rows) => rows * (rows + 1) / 2;

    /// <summary>start - |Q z|^2 / 2 of every point, where z = x - mean is kept for the pairs to come.</summary>
    public static void LogDensity(ref double x, ref double mean, int rows, ref double pairs, double start, ref double z, ref double density)
    {
        var (s0, s1, s2, s3, s4, s5, s6, s7) = (Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero);
        ref var q = ref pairs;
        for (var row = 0; row < rows; row += 2)
        {
            var (a0, a1, a2, a3, a4, a5, a6, a7) = (Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero);
            var (b0, b1, b2, b3, b4, b5, b6, b7) = (Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero);
            ref var at = ref z;
            for (var j = 0; j < row; j++)
            {
                var (qa, qb) = (Vector512.Create(q), Vector512.Create(Unsafe.Add(ref q, 1)));
                AddToBoth(qa, qb, Vector512.LoadUnsafe(ref at), ref a0, ref b0);
                AddToBoth(qa, qb, Vector512.LoadUnsafe(ref at, 1 * Lanes), ref a1, ref b1);
                AddToBoth(qa, qb, Vector512.LoadUnsafe(ref at, 2 * Lanes), ref a2, ref b2);
                AddToBoth(qa, qb, Vector512.LoadUnsafe(ref at, 3 * Lanes), ref a3, ref b3);
                AddToBoth(qa, qb, Vector512.LoadUnsafe(ref at, 4 * Lanes), ref a4, ref b4);
                AddToBoth(qa, qb, Vector512.LoadUnsafe(ref at, 5 * Lanes), ref a5, ref b5);
                AddToBoth(qa, qb, Vector512.LoadUnsafe(ref at, 6 * Lanes), ref a6, ref b6);
                AddToBoth(qa, qb, Vector512.LoadUnsafe(ref at, 7 * Lanes), ref a7, ref b7);
                q = ref Unsafe.Add(ref q, 2);
                at = ref Unsafe.Add(ref at, Points);
            }

            // The two columns that nobody has asked for yet.
            ref var from = ref Unsafe.Add(ref x, row * Points);
            var (mu, diagonal, below) = (Vector512.Create(Unsafe.Add(ref mean, row)), Vector512.Create(q), Vector512.Create(Unsafe.Add(ref q, 1)));
            AddToBoth(diagonal, below, Centre(ref from, mu, ref at, 0), ref a0, ref b0);
            AddToBoth(diagonal, below, Centre(ref from, mu, ref at, 1), ref a1, ref b1);
            AddToBoth(diagonal, below, Centre(ref from, mu, ref at, 2), ref a2, ref b2);
            AddToBoth(diagonal, below, Centre(ref from, mu, ref at, 3), ref a3, ref b3);
            AddToBoth(diagonal, below, Centre(ref from, mu, ref at, 4), ref a4, ref b4);
            AddToBoth(diagonal, below, Centre(ref from, mu, ref at, 5), ref a5, ref b5);
            AddToBoth(diagonal, below, Centre(ref from, mu, ref at, 6), ref a6, ref b6);
            AddToBoth(diagonal, below, Centre(ref from, mu, ref at, 7), ref a7, ref b7);

            (mu, diagonal) = (Vector512.Create(Unsafe.Add(ref mean, row + 1)), Vector512.Create(Unsafe.Add(ref q, 2)));
            s0 = PlusSquares(s0, a0, Vector512.FusedMultiplyAdd(diagonal, Centre(ref from, mu, ref at, 8), b0));
            s1 = PlusSquares(s1, a1, Vector512.FusedMultiplyAdd(diagonal, Centre(ref from, mu, ref at, 9), b1));
            s2 = PlusSquares(s2, a2, Vector512.FusedMultiplyAdd(diagonal, Centre(ref from, mu, ref at, 10), b2));
            s3 = PlusSquares(s3, a3, Vector512.FusedMultiplyAdd(diagonal, Centre(ref from, mu, ref at, 11), b3));
            s4 = PlusSquares(s4, a4, Vector512.FusedMultiplyAdd(diagonal, Centre(ref from, mu, ref at, 12), b4));
            s5 = PlusSquares(s5, a5, Vector512.FusedMultiplyAdd(diagonal, Centre(ref from, mu, ref at, 13), b5));
            s6 = PlusSquares(s6, a6, Vector512.FusedMultiplyAdd(diagonal, Centre(ref from, mu, ref at, 14), b6));
            s7 = PlusSquares(s7, a7, Vector512.FusedMultiplyAdd(diagonal, Centre(ref from, mu, ref at, 15), b7));
            q = ref Unsafe.Add(ref q, 3);
        }

        var (origin, minusHalf) = (Vector512.Create(start), Vector512.Create(-0.5));
        Vector512.FusedMultiplyAdd(s0, minusHalf, origin).StoreUnsafe(ref density);
        Vector512.FusedMultiplyAdd(s1, minusHalf, origin).StoreUnsafe(ref density, 1 * Lanes);
        Vector512.FusedMultiplyAdd(s2, minusHalf, origin).StoreUnsafe(ref density, 2 * Lanes);
        Vector512.FusedMultiplyAdd(s3, minusHalf, origin).StoreUnsafe(ref density, 3 * Lanes);
        Vector512.FusedMultiplyAdd(s4, minusHalf, origin).StoreUnsafe(ref density, 4 * Lanes);
        Vector512.FusedMultiplyAdd(s5, minusHalf, origin).StoreUnsafe(ref density, 5 * Lanes);
        Vector512.FusedMultiplyAdd(s6, minusHalf, origin).StoreUnsafe(ref density, 6 * Lanes);
        Vector512.FusedMultiplyAdd(s7, minusHalf, origin).StoreUnsafe(ref density, 7 * Lanes);
    }

    /// <summary>Adds the points' w, w z and w z z' to the three moments, lane by lane: the eight lanes are summed when all points are through.</summary>
    public static void AddMoments(ref double x, ref double mean, int rows, ref double weights, ref double z, ref double zeroth, ref double first, ref double second)
    {
        var (w0, w1, w2, w3) = (Vector512.LoadUnsafe(ref weights), Vector512.LoadUnsafe(ref weights, 1 * Lanes), Vector512.LoadUnsafe(ref weights, 2 * Lanes), Vector512.LoadUnsafe(ref weights, 3 * Lanes));
        var (w4, w5, w6, w7) = (
            Vector512.LoadUnsafe(ref weights, 4 * Lanes), Vector512.LoadUnsafe(ref weights, 5 * Lanes), Vector512.LoadUnsafe(ref weights, 6 * Lanes), Vector512.LoadUnsafe(ref weights, 7 * Lanes));
        (Vector512.LoadUnsafe(ref zeroth) + (((w0 + w1) + (w2 + w3)) + ((w4 + w5) + (w6 + w7)))).StoreUnsafe(ref zeroth);

        ref var moment = ref second;
        ref var mean1 = ref first;
        for (var row = 0; row < rows; row += 2)
        {
            // The two new columns: z itself, and w z for the sums with all columns before.
            ref var from = ref Unsafe.Add(ref x, row * Points);
            ref var at = ref Unsafe.Add(ref z, row * Points);
            var mu = Vector512.Create(Unsafe.Add(ref mean, row));
            var (aa, ba, bb) = (Lane.Zero, Lane.Zero, Lane.Zero);
            var nu = Vector512.Create(Unsafe.Add(ref mean, row + 1));
            var (a0, b0) = Weigh(ref from, mu, nu, w0, ref at, 0, ref aa, ref ba, ref bb);
            var (a1, b1) = Weigh(ref from, mu, nu, w1, ref at, 1, ref aa, ref ba, ref bb);
            var (a2, b2) = Weigh(ref from, mu, nu, w2, ref at, 2, ref aa, ref ba, ref bb);
            var (a3, b3) = Weigh(ref from, mu, nu, w3, ref at, 3, ref aa, ref ba, ref bb);
            var (a4, b4) = Weigh(ref from, mu, nu, w4, ref at, 4, ref aa, ref ba, ref bb);
            var (a5, b5) = Weigh(ref from, mu, nu, w5, ref at, 5, ref aa, ref ba, ref bb);
            var (a6, b6) = Weigh(ref from, mu, nu, w6, ref at, 6, ref aa, ref ba, ref bb);
            var (a7, b7) = Weigh(ref from, mu, nu, w7, ref at, 7, ref aa, ref ba, ref bb);
            (Vector512.LoadUnsafe(ref mean1) + (((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7)))).StoreUnsafe(ref mean1);
            (Vector512.LoadUnsafe(ref mean1, Lanes) + (((b0 + b1) + (b2 + b3)) + ((b4 + b5) + (b6 + b7)))).StoreUnsafe(ref mean1, Lanes);
            mean1 = ref Unsafe.Add(ref mean1, 2 * Lanes);

            at = ref z;
            for (var j = 0; j < row; j++)
            {
                var (a, b) = (Vector512.LoadUnsafe(ref moment), Vector512.LoadUnsafe(ref moment, Lanes));
                AddToBoth(a0, b0, Vector512.LoadUnsafe(ref at), ref a, ref b);
                AddToBoth(a1, b1, Vector512.LoadUnsafe(ref at, 1 * Lanes), ref a, ref b);
                AddToBoth(a2, b2, Vector512.LoadUnsafe(ref at, 2 * Lanes), ref a, ref b);
                AddToBoth(a3, b3, Vector512.LoadUnsafe(ref at, 3 * Lanes), ref a, ref b);
                AddToBoth(a4, b4, Vector512.LoadUnsafe(ref at, 4 * Lanes), ref a, ref b);
                AddToBoth(a5, b5, Vector512.LoadUnsafe(ref at, 5 * Lanes), ref a, ref b);
                AddToBoth(a6, b6, Vector512.LoadUnsafe(ref at, 6 * Lanes), ref a, ref b);
                AddToBoth(a7, b7, Vector512.LoadUnsafe(ref at, 7 * Lanes), ref a, ref b);
                a.StoreUnsafe(ref moment);
                b.StoreUnsafe(ref moment, Lanes);
                moment = ref Unsafe.Add(ref moment, 2 * Lanes);
                at = ref Unsafe.Add(ref at, Points);
            }
            (Vector512.LoadUnsafe(ref moment) + aa).StoreUnsafe(ref moment);
            (Vector512.LoadUnsafe(ref moment, Lanes) + ba).StoreUnsafe(ref moment, Lanes);
            (Vector512.LoadUnsafe(ref moment, 2 * Lanes) + bb).StoreUnsafe(ref moment, 2 * Lanes);
            moment = ref Unsafe.Add(ref moment, 3 * Lanes);
        }
    }

    /// <summary>Every point's log sum of exponentials over the components; each density becomes the component's share of the point.</summary>
    /// <remarks>Points from <paramref name="count"/> on are padding: they give 0, and no component has a share of them.</remarks>
    public static Lane LogSumExp(ref double densities, int components, int stride, int count)
    {
        var total = Lane.Zero;
        for (var v = 0; v < Points; v += Lanes)
        {
            ref var column = ref Unsafe.Add(ref densities, v);
            var max = Vector512.LoadUnsafe(ref column);
            for (var c = 1; c < components; c++) max = Vector512.MaxNative(max, Vector512.LoadUnsafe(ref Unsafe.Add(ref column, c * stride)));
            var sum = Lane.Zero;
            for (var c = 0; c < components; c++)
            {
                ref var share = ref Unsafe.Add(ref column, c * stride);
                var e = LaneMath.Exp(Vector512.LoadUnsafe(ref share) - max);
                e.StoreUnsafe(ref share);
                sum += e;
            }
            var isPoint = Partial.Mask(count - v);
            total += isPoint & (max + Vector512.Log(sum));
            var scale = isPoint & (Lane.One / sum);
            for (var c = 0; c < components; c++)
            {
                ref var share = ref Unsafe.Add(ref column, c * stride);
                (Vector512.LoadUnsafe(ref share) * scale).StoreUnsafe(ref share);
            }
        }
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddToBoth(Lane qa, Lane qb, Lane z, ref Lane a, ref Lane b)
    {
        a = Vector512.FusedMultiplyAdd(qa, z, a);
        b = Vector512.FusedMultiplyAdd(qb, z, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane Centre(ref double x, Lane mean, ref double z, nuint v)
    {
        var centred = Vector512.LoadUnsafe(ref x, v * Lanes) - mean;
        centred.StoreUnsafe(ref z, v * Lanes);
        return centred;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane PlusSquares(Lane s, Lane a, Lane b) => Vector512.FusedMultiplyAdd(a, a, Vector512.FusedMultiplyAdd(b, b, s));

    /// <summary>w z of two coordinates of eight points; adds to the three products of the two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Lane A, Lane B) Weigh(ref double x, Lane meanA, Lane meanB, Lane w, ref double z, nuint v, ref Lane aa, ref Lane ba, ref Lane bb)
    {
        var (za, zb) = (Centre(ref x, meanA, ref z, v), Centre(ref x, meanB, ref z, v + Lanes));
        var (wa, wb) = (w * za, w * zb);
        aa = Vector512.FusedMultiplyAdd(wa, za, aa);
        ba = Vector512.FusedMultiplyAdd(wb, za, ba);
        bb = Vector512.FusedMultiplyAdd(wb, zb, bb);
        return (wa, wb);
    }
}
