using System.Numerics;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Dense;

/// <summary>
/// The innermost product: C = [C +] alpha A B for a C of up to three vectors by eight columns, which stays in registers while the
/// depth goes by. Each step loads a column of A, broadcasts the numbers of a row of B and adds their outer product.
/// Goto and van de Geijn (2008), "Anatomy of high-performance matrix multiplication"; Van Zee and van de Geijn (2015), "BLIS".
/// </summary>
/// <remarks>
/// An element of C is the same chain of fused operations whatever the tile's size, so results do not depend on how C is cut into tiles.
/// </remarks>
internal static unsafe class Tile<TLanes, TVector, T, TRows, TColumns, TLayout>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
    where TRows : IExtent
    where TColumns : IExtent
    where TLayout : ILayout
{
    // Written out for each accumulator: an array of them would live in memory. The runtime drops those that a size does not use.
    // 2026-11-23, one thread of a Zen 5 core whose fused multiplications alone reach 122 GFLOP/s in double: 117 at n = 64, 116 at 128, 115 at 256
    // and 107 at 1024; times of OpenBLAS 0.3.21's AVX2 kernels to these: 2.3, 2.3, 2.2 and 1.9; of MathNet's managed product: 18, 20, 24 and 28.
    // Against OpenBLAS's AVX-512 kernels 1.0, 1.4 and 1.4 up to 256. In float 221, 237, 240 and 222 GFLOP/s. Measured by the benchmarks' "linalg".
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(T* a, nint aStep, T* b, nint bStep, nint bColumn, nint depth, T* c, nint cColumn, T alpha, bool isAccumulated, TVector first)
    {
        TVector c00 = default, c10 = default, c20 = default;
        TVector c01 = default, c11 = default, c21 = default;
        TVector c02 = default, c12 = default, c22 = default;
        TVector c03 = default, c13 = default, c23 = default;
        TVector c04 = default, c14 = default, c24 = default;
        TVector c05 = default, c15 = default, c25 = default;
        TVector c06 = default, c16 = default, c26 = default;
        TVector c07 = default, c17 = default, c27 = default;
        nint bColumn3 = 3 * bColumn, bColumn5 = 5 * bColumn, bColumn7 = 7 * bColumn;
        for (; depth > 0; depth--)
        {
            var a0 = TRows.Value == 1 ? Bottom(a, first) : TLanes.Load(a);
            var a1 = TRows.Value == 2 ? Bottom(a + TLanes.Count, first) : TRows.Value > 2 ? TLanes.Load(a + TLanes.Count) : default;
            var a2 = TRows.Value == 3 ? Bottom(a + 2 * TLanes.Count, first) : default;
            var b0 = TLanes.Broadcast(TLayout.IsSpread ? b[0] : b[0]);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            if (TRows.Value > 1) c10 = TLanes.MultiplyAdd(a1, b0, c10);
            if (TRows.Value > 2) c20 = TLanes.MultiplyAdd(a2, b0, c20);
            if (TColumns.Value > 1)
            {
                var b1 = TLanes.Broadcast(TLayout.IsSpread ? b[bColumn] : b[1]);
                c01 = TLanes.MultiplyAdd(a0, b1, c01);
                if (TRows.Value > 1) c11 = TLanes.MultiplyAdd(a1, b1, c11);
                if (TRows.Value > 2) c21 = TLanes.MultiplyAdd(a2, b1, c21);
            }
            if (TColumns.Value > 2)
            {
                var b2 = TLanes.Broadcast(TLayout.IsSpread ? b[2 * bColumn] : b[2]);
                c02 = TLanes.MultiplyAdd(a0, b2, c02);
                if (TRows.Value > 1) c12 = TLanes.MultiplyAdd(a1, b2, c12);
                if (TRows.Value > 2) c22 = TLanes.MultiplyAdd(a2, b2, c22);
            }
            if (TColumns.Value > 3)
            {
                var b3 = TLanes.Broadcast(TLayout.IsSpread ? b[bColumn3] : b[3]);
                c03 = TLanes.MultiplyAdd(a0, b3, c03);
                if (TRows.Value > 1) c13 = TLanes.MultiplyAdd(a1, b3, c13);
                if (TRows.Value > 2) c23 = TLanes.MultiplyAdd(a2, b3, c23);
            }
            if (TColumns.Value > 4)
            {
                var b4 = TLanes.Broadcast(TLayout.IsSpread ? b[4 * bColumn] : b[4]);
                c04 = TLanes.MultiplyAdd(a0, b4, c04);
                if (TRows.Value > 1) c14 = TLanes.MultiplyAdd(a1, b4, c14);
                if (TRows.Value > 2) c24 = TLanes.MultiplyAdd(a2, b4, c24);
            }
            if (TColumns.Value > 5)
            {
                var b5 = TLanes.Broadcast(TLayout.IsSpread ? b[bColumn5] : b[5]);
                c05 = TLanes.MultiplyAdd(a0, b5, c05);
                if (TRows.Value > 1) c15 = TLanes.MultiplyAdd(a1, b5, c15);
                if (TRows.Value > 2) c25 = TLanes.MultiplyAdd(a2, b5, c25);
            }
            if (TColumns.Value > 6)
            {
                var b6 = TLanes.Broadcast(TLayout.IsSpread ? b[2 * bColumn3] : b[6]);
                c06 = TLanes.MultiplyAdd(a0, b6, c06);
                if (TRows.Value > 1) c16 = TLanes.MultiplyAdd(a1, b6, c16);
                if (TRows.Value > 2) c26 = TLanes.MultiplyAdd(a2, b6, c26);
            }
            if (TColumns.Value > 7)
            {
                var b7 = TLanes.Broadcast(TLayout.IsSpread ? b[bColumn7] : b[7]);
                c07 = TLanes.MultiplyAdd(a0, b7, c07);
                if (TRows.Value > 1) c17 = TLanes.MultiplyAdd(a1, b7, c17);
                if (TRows.Value > 2) c27 = TLanes.MultiplyAdd(a2, b7, c27);
            }
            a += aStep;
            b += bStep;
        }

        var scale = TLanes.Broadcast(alpha);
        Finish(c, c00, c10, c20, scale, isAccumulated, first);
        if (TColumns.Value > 1) Finish(c + cColumn, c01, c11, c21, scale, isAccumulated, first);
        if (TColumns.Value > 2) Finish(c + 2 * cColumn, c02, c12, c22, scale, isAccumulated, first);
        if (TColumns.Value > 3) Finish(c + 3 * cColumn, c03, c13, c23, scale, isAccumulated, first);
        if (TColumns.Value > 4) Finish(c + 4 * cColumn, c04, c14, c24, scale, isAccumulated, first);
        if (TColumns.Value > 5) Finish(c + 5 * cColumn, c05, c15, c25, scale, isAccumulated, first);
        if (TColumns.Value > 6) Finish(c + 6 * cColumn, c06, c16, c26, scale, isAccumulated, first);
        if (TColumns.Value > 7) Finish(c + 7 * cColumn, c07, c17, c27, scale, isAccumulated, first);
    }

    /// <summary>The last vector of rows, of which only some may exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Bottom(T* source, TVector first) => TLayout.IsCut ? TLanes.LoadFirst(source, first) : TLanes.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(T* c, TVector c0, TVector c1, TVector c2, TVector scale, bool isAccumulated, TVector first)
    {
        if (TRows.Value == 1) FinishBottom(c, c0, scale, isAccumulated, first);
        else
        {
            TLanes.Store(c, Finished(TLanes.Load(c), c0, scale, isAccumulated));
            if (TRows.Value == 2) FinishBottom(c + TLanes.Count, c1, scale, isAccumulated, first);
            else
            {
                TLanes.Store(c + TLanes.Count, Finished(TLanes.Load(c + TLanes.Count), c1, scale, isAccumulated));
                FinishBottom(c + 2 * TLanes.Count, c2, scale, isAccumulated, first);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FinishBottom(T* c, TVector sum, TVector scale, bool isAccumulated, TVector first)
    {
        if (TLayout.IsCut) TLanes.StoreFirst(c, Finished(TLanes.LoadFirst(c, first), sum, scale, isAccumulated), first);
        else TLanes.Store(c, Finished(TLanes.Load(c), sum, scale, isAccumulated));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Finished(TVector before, TVector sum, TVector scale, bool isAccumulated) =>
        isAccumulated ? TLanes.MultiplyAdd(scale, sum, before) : TLanes.Multiply(scale, sum);
}
