using System.Numerics;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Dense;

/// <summary>A few columns of an LU factorisation, one after the other.</summary>
internal static unsafe class LuPanel<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Factors rows×columns, at least as many rows as columns.</summary>
    public static void Factor(T* a, nint stride, int rows, int columns, int* pivots)
    {
        for (var column = 0; column < columns; column++)
        {
            var pivoted = a + column * stride;
            var pivot = column + Largest(pivoted + column, rows - column);
            pivots[column] = pivot;
            if (pivot != column)
                for (var k = 0; k < columns; k++) (a[column + k * stride], a[pivot + k * stride]) = (a[pivot + k * stride], a[column + k * stride]);
            var below = rows - column - 1;
            if (pivoted[column] != T.Zero) Divide(pivoted + column + 1, below, pivoted[column]);
            for (var k = column + 1; k < columns; k++)
                Subtract(pivoted + column + 1, a[column + k * stride], a + column + 1 + k * stride, below);
        }
    }

    /// <summary>The first index of the largest magnitude; a NaN is largest only in first place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Largest(T* x, int count)
    {
        if (T.IsNaN(*x)) return 0;
        var largest = TLanes.Broadcast(T.Zero);
        var rest = x;
        var left = count;
        for (; left >= TLanes.Count; left -= TLanes.Count, rest += TLanes.Count) largest = TLanes.LargerMagnitude(largest, TLanes.Load(rest));
        if (left > 0) largest = TLanes.LargerMagnitude(largest, TLanes.LoadFirst(rest, TLanes.First(left)));
        var magnitude = T.Zero;
        for (var lane = 0; lane < TLanes.Count; lane++) magnitude = T.Max(magnitude, ((T*)&largest)[lane]);
        var index = 0;
        while (T.Abs(x[index]) != magnitude) index++;
        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Divide(T* x, int count, T divisor)
    {
        var pivot = TLanes.Broadcast(divisor);
        for (; count >= TLanes.Count; count -= TLanes.Count, x += TLanes.Count) TLanes.Store(x, TLanes.Divide(TLanes.Load(x), pivot));
        if (count == 0) return;
        var first = TLanes.First(count);
        TLanes.StoreFirst(x, TLanes.Divide(TLanes.LoadFirst(x, first), pivot), first);
    }

    /// <summary>y -= factor x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(T* x, T factor, T* y, int count)
    {
        var scale = TLanes.Broadcast(-factor);
        for (; count >= TLanes.Count; count -= TLanes.Count, x += TLanes.Count, y += TLanes.Count)
            TLanes.Store(y, TLanes.MultiplyAdd(TLanes.Load(x), scale, TLanes.Load(y)));
        if (count == 0) return;
        var first = TLanes.First(count);
        TLanes.StoreFirst(y, TLanes.MultiplyAdd(TLanes.LoadFirst(x, first), scale, TLanes.LoadFirst(y, first)), first);
    }
}
