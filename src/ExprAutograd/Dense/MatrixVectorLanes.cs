using System.Numerics;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Dense;

/// <summary>Matrix-vector products and dots by vectors of one width.</summary>
internal static unsafe class MatrixVectorLanes<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static void Multiply(T* a, nint stride, bool isTransposed, T* x, T* y, int rows, int columns, T alpha, bool isAccumulated)
    {
        if (isTransposed) DotColumns(a, stride, x, y, rows, columns, alpha, isAccumulated);
        else
        {
            var cut = rows % TLanes.Count;
            if (rows > cut) AddColumns<Whole>(a, stride, x, y, rows - cut, columns, alpha, isAccumulated, default!);
            if (cut > 0) AddColumns<Cut>(a + rows - cut, stride, x, y + rows - cut, cut, columns, alpha, isAccumulated, TLanes.First(cut));
        }
    }

    /// <summary>y gathers the columns, eight at a time: each time that it is read and written, eight columns are read.</summary>
    private static void AddColumns<TLayout>(T* a, nint stride, T* x, T* y, int rows, int columns, T alpha, bool isAccumulated, TVector first)
        where TLayout : ILayout
    {
        for (; columns >= 8; columns -= 8, a += 8 * stride, x += 8, isAccumulated = true) AddColumns<TLayout, Extent8>(a, stride, x, y, rows, alpha, isAccumulated, first);
        for (; columns >= 2; columns -= 2, a += 2 * stride, x += 2, isAccumulated = true) AddColumns<TLayout, Extent2>(a, stride, x, y, rows, alpha, isAccumulated, first);
        if (columns > 0) AddColumns<TLayout, Extent1>(a, stride, x, y, rows, alpha, isAccumulated, first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumns<TLayout, TColumns>(T* a, nint stride, T* x, T* y, int rows, T alpha, bool isAccumulated, TVector first)
        where TLayout : ILayout
        where TColumns : IExtent
    {
        nint stride3 = 3 * stride, stride5 = 5 * stride, stride7 = 7 * stride;
        var x0 = TLanes.Broadcast(alpha * x[0]);
        var x1 = TColumns.Value > 1 ? TLanes.Broadcast(alpha * x[1]) : default;
        var x2 = TColumns.Value > 2 ? TLanes.Broadcast(alpha * x[2]) : default;
        var x3 = TColumns.Value > 2 ? TLanes.Broadcast(alpha * x[3]) : default;
        var x4 = TColumns.Value > 2 ? TLanes.Broadcast(alpha * x[4]) : default;
        var x5 = TColumns.Value > 2 ? TLanes.Broadcast(alpha * x[5]) : default;
        var x6 = TColumns.Value > 2 ? TLanes.Broadcast(alpha * x[6]) : default;
        var x7 = TColumns.Value > 2 ? TLanes.Broadcast(alpha * x[7]) : default;
        for (; rows > 0; rows -= TLanes.Count, a += TLanes.Count, y += TLanes.Count)
        {
            var sum = TLanes.Multiply(Load<TLayout>(a, first), x0);
            if (TColumns.Value > 1) sum = TLanes.MultiplyAdd(Load<TLayout>(a + stride, first), x1, sum);
            if (TColumns.Value > 2)
            {
                sum = TLanes.MultiplyAdd(Load<TLayout>(a + 2 * stride, first), x2, sum);
                sum = TLanes.MultiplyAdd(Load<TLayout>(a + stride3, first), x3, sum);
                sum = TLanes.MultiplyAdd(Load<TLayout>(a + 4 * stride, first), x4, sum);
                sum = TLanes.MultiplyAdd(Load<TLayout>(a + stride5, first), x5, sum);
                sum = TLanes.MultiplyAdd(Load<TLayout>(a + 2 * stride3, first), x6, sum);
                sum = TLanes.MultiplyAdd(Load<TLayout>(a + stride7, first), x7, sum);
            }
            if (isAccumulated) sum = TLanes.Add(Load<TLayout>(y, first), sum);
            if (TLayout.IsCut) TLanes.StoreFirst(y, sum, first);
            else TLanes.Store(y, sum);
        }
    }

    /// <summary>Each element of y is a dot product; four at a time read x once.</summary>
    private static void DotColumns(T* a, nint stride, T* x, T* y, int rows, int columns, T alpha, bool isAccumulated)
    {
        for (; columns >= 4; columns -= 4, a += 4 * stride, y += 4) DotColumns<Extent4>(a, stride, x, y, rows, alpha, isAccumulated);
        for (; columns > 0; columns--, a += stride, y++) DotColumns<Extent1>(a, stride, x, y, rows, alpha, isAccumulated);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DotColumns<TColumns>(T* a, nint stride, T* x, T* y, int rows, T alpha, bool isAccumulated)
        where TColumns : IExtent
    {
        var stride3 = 3 * stride;
        TVector even0 = default, even1 = default, even2 = default, even3 = default, odd0 = default, odd1 = default, odd2 = default, odd3 = default;
        for (; rows >= 2 * TLanes.Count; rows -= 2 * TLanes.Count, a += 2 * TLanes.Count, x += 2 * TLanes.Count)
        {
            TVector even = TLanes.Load(x), odd = TLanes.Load(x + TLanes.Count);
            even0 = TLanes.MultiplyAdd(TLanes.Load(a), even, even0);
            odd0 = TLanes.MultiplyAdd(TLanes.Load(a + TLanes.Count), odd, odd0);
            if (TColumns.Value > 1)
            {
                even1 = TLanes.MultiplyAdd(TLanes.Load(a + stride), even, even1);
                odd1 = TLanes.MultiplyAdd(TLanes.Load(a + stride + TLanes.Count), odd, odd1);
                even2 = TLanes.MultiplyAdd(TLanes.Load(a + 2 * stride), even, even2);
                odd2 = TLanes.MultiplyAdd(TLanes.Load(a + 2 * stride + TLanes.Count), odd, odd2);
                even3 = TLanes.MultiplyAdd(TLanes.Load(a + stride3), even, even3);
                odd3 = TLanes.MultiplyAdd(TLanes.Load(a + stride3 + TLanes.Count), odd, odd3);
            }
        }
        for (; rows > 0; rows -= TLanes.Count, a += TLanes.Count, x += TLanes.Count)
        {
            var first = TLanes.First(rows);
            var even = TLanes.LoadFirst(x, first);
            even0 = TLanes.MultiplyAdd(TLanes.LoadFirst(a, first), even, even0);
            if (TColumns.Value > 1)
            {
                even1 = TLanes.MultiplyAdd(TLanes.LoadFirst(a + stride, first), even, even1);
                even2 = TLanes.MultiplyAdd(TLanes.LoadFirst(a + 2 * stride, first), even, even2);
                even3 = TLanes.MultiplyAdd(TLanes.LoadFirst(a + stride3, first), even, even3);
            }
        }
        Finish(y, TLanes.Add(even0, odd0), alpha, isAccumulated);
        if (TColumns.Value > 1)
        {
            Finish(y + 1, TLanes.Add(even1, odd1), alpha, isAccumulated);
            Finish(y + 2, TLanes.Add(even2, odd2), alpha, isAccumulated);
            Finish(y + 3, TLanes.Add(even3, odd3), alpha, isAccumulated);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(T* y, TVector sums, T alpha, bool isAccumulated)
    {
        var value = alpha * TLanes.Sum(sums);
        *y = isAccumulated ? *y + value : value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TLayout>(T* source, TVector first)
        where TLayout : ILayout => TLayout.IsCut ? TLanes.LoadFirst(source, first) : TLanes.Load(source);

    /// <summary>x·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Dot(T* x, T* y, int length)
    {
        TVector sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (; length >= 4 * TLanes.Count; length -= 4 * TLanes.Count, x += 4 * TLanes.Count, y += 4 * TLanes.Count)
        {
            sum0 = TLanes.MultiplyAdd(TLanes.Load(x), TLanes.Load(y), sum0);
            sum1 = TLanes.MultiplyAdd(TLanes.Load(x + TLanes.Count), TLanes.Load(y + TLanes.Count), sum1);
            sum2 = TLanes.MultiplyAdd(TLanes.Load(x + 2 * TLanes.Count), TLanes.Load(y + 2 * TLanes.Count), sum2);
            sum3 = TLanes.MultiplyAdd(TLanes.Load(x + 3 * TLanes.Count), TLanes.Load(y + 3 * TLanes.Count), sum3);
        }
        for (; length > 0; length -= TLanes.Count, x += TLanes.Count, y += TLanes.Count)
        {
            var first = TLanes.First(length);
            sum0 = TLanes.MultiplyAdd(TLanes.LoadFirst(x, first), TLanes.LoadFirst(y, first), sum0);
        }
        return TLanes.Sum(TLanes.Add(TLanes.Add(sum0, sum1), TLanes.Add(sum2, sum3)));
    }
}
