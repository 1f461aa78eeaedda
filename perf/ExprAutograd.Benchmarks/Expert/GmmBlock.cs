using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>What is done to 64 points at once: eight vectors of eight points per coordinate, a coordinate after another.</summary>
/// <remarks>
/// Two rows of the matrix at a time times eight vectors are sixteen accumulators in registers; every vector loaded serves two multiplications. Rows come in pairs, of which the
/// first's entry right of the diagonal is a zero, and an odd last one has a row of zeros for company: pair p has the columns 0 to 2p + 1, two entries each.
/// </remarks>
internal static class GmmBlock
{
    public const int Points = 64;
    private const int Lanes = 8;

    /// <summary>z = x - mean.</summary>
    public static void Centre(ref double x, ref double mean, int d, ref double z)
    {
        for (var j = 0; j < d; j++)
        {
            var mu = Vector512.Create(Unsafe.Add(ref mean, j));
            ref var from = ref Unsafe.Add(ref x, j * Points);
            ref var to = ref Unsafe.Add(ref z, j * Points);
            for (nuint v = 0; v < Points; v += Lanes) (Vector512.LoadUnsafe(ref from, v) - mu).StoreUnsafe(ref to, v);
        }
    }

    /// <summary>start - |Q z|^2 / 2 of every point.</summary>
    public static void LogDensity(ref double z, ref double pairs, int d, double start, ref double density)
    {
        var s0 = Lane.Zero;
        var (s1, s2, s3, s4, s5, s6, s7) = (s0, s0, s0, s0, s0, s0, s0);
        ref var q = ref pairs;
        for (var row = 0; row < d; row += 2)
        {
            var columns = Math.Min(row + 2, d);
            var a0 = Lane.Zero;
            var (a1, a2, a3, a4, a5, a6, a7) = (a0, a0, a0, a0, a0, a0, a0);
            var (b0, b1, b2, b3, b4, b5, b6, b7) = (a0, a0, a0, a0, a0, a0, a0, a0);
            ref var at = ref z;
            for (var j = 0; j < columns; j++)
            {
                var (qa, qb) = (Vector512.Create(q), Vector512.Create(Unsafe.Add(ref q, 1)));
                Add(qa, qb, ref at, 0, ref a0, ref b0);
                Add(qa, qb, ref at, 1, ref a1, ref b1);
                Add(qa, qb, ref at, 2, ref a2, ref b2);
                Add(qa, qb, ref at, 3, ref a3, ref b3);
                Add(qa, qb, ref at, 4, ref a4, ref b4);
                Add(qa, qb, ref at, 5, ref a5, ref b5);
                Add(qa, qb, ref at, 6, ref a6, ref b6);
                Add(qa, qb, ref at, 7, ref a7, ref b7);
                q = ref Unsafe.Add(ref q, 2);
                at = ref Unsafe.Add(ref at, Points);
            }
            s0 = PlusSquares(s0, a0, b0);
            s1 = PlusSquares(s1, a1, b1);
            s2 = PlusSquares(s2, a2, b2);
            s3 = PlusSquares(s3, a3, b3);
            s4 = PlusSquares(s4, a4, b4);
            s5 = PlusSquares(s5, a5, b5);
            s6 = PlusSquares(s6, a6, b6);
            s7 = PlusSquares(s7, a7, b7);
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
    public static void AddMoments(ref double z, ref double weights, int d, ref double zeroth, ref double first, ref double second)
    {
        var sum = Vector512.LoadUnsafe(ref zeroth);
        for (nuint v = 0; v < Points; v += Lanes) sum += Vector512.LoadUnsafe(ref weights, v);
        sum.StoreUnsafe(ref zeroth);

        ref var moment = ref second;
        for (var row = 0; row < d; row += 2)
        {
            var columns = Math.Min(row + 2, d);
            ref var za = ref Unsafe.Add(ref z, row * Points);

            // The row of zeros that keeps an odd last one company is the last one again, and nobody reads its sums.
            ref var zb = ref Unsafe.Add(ref z, (columns - 1) * Points);
            var (a0, b0) = Times(ref weights, ref za, ref zb, 0);
            var (a1, b1) = Times(ref weights, ref za, ref zb, 1);
            var (a2, b2) = Times(ref weights, ref za, ref zb, 2);
            var (a3, b3) = Times(ref weights, ref za, ref zb, 3);
            var (a4, b4) = Times(ref weights, ref za, ref zb, 4);
            var (a5, b5) = Times(ref weights, ref za, ref zb, 5);
            var (a6, b6) = Times(ref weights, ref za, ref zb, 6);
            var (a7, b7) = Times(ref weights, ref za, ref zb, 7);
            ref var mean = ref Unsafe.Add(ref first, row * Lanes);
            (Vector512.LoadUnsafe(ref mean) + (((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7)))).StoreUnsafe(ref mean);
            (Vector512.LoadUnsafe(ref mean, Lanes) + (((b0 + b1) + (b2 + b3)) + ((b4 + b5) + (b6 + b7)))).StoreUnsafe(ref mean, Lanes);

            ref var at = ref z;
            for (var j = 0; j < columns; j++)
            {
                var (a, b) = (Vector512.LoadUnsafe(ref moment), Vector512.LoadUnsafe(ref moment, Lanes));
                Add(a0, b0, ref at, 0, ref a, ref b);
                Add(a1, b1, ref at, 1, ref a, ref b);
                Add(a2, b2, ref at, 2, ref a, ref b);
                Add(a3, b3, ref at, 3, ref a, ref b);
                Add(a4, b4, ref at, 4, ref a, ref b);
                Add(a5, b5, ref at, 5, ref a, ref b);
                Add(a6, b6, ref at, 6, ref a, ref b);
                Add(a7, b7, ref at, 7, ref a, ref b);
                a.StoreUnsafe(ref moment);
                b.StoreUnsafe(ref moment, Lanes);
                moment = ref Unsafe.Add(ref moment, 2 * Lanes);
                at = ref Unsafe.Add(ref at, Points);
            }
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
            var isPoint = Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)(count - v)));
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
    private static void Add(Lane qa, Lane qb, ref double z, nuint v, ref Lane a, ref Lane b)
    {
        var zv = Vector512.LoadUnsafe(ref z, v * Lanes);
        a = Vector512.FusedMultiplyAdd(qa, zv, a);
        b = Vector512.FusedMultiplyAdd(qb, zv, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane PlusSquares(Lane s, Lane a, Lane b) => Vector512.FusedMultiplyAdd(a, a, Vector512.FusedMultiplyAdd(b, b, s));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Lane A, Lane B) Times(ref double weights, ref double za, ref double zb, nuint v)
    {
        var w = Vector512.LoadUnsafe(ref weights, v * Lanes);
        return (w * Vector512.LoadUnsafe(ref za, v * Lanes), w * Vector512.LoadUnsafe(ref zb, v * Lanes));
    }
}
