using System.Numerics;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Dense;

/// <summary>Small triangular systems, solved a row or a column at a time.</summary>
internal static unsafe class Substitution<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MostOrder = 16;

    /// <summary>Right-hand sides from which on it pays to bring them into lanes.</summary>
    private const int FewestInLanes = 3;

    /// <summary>B := op(T)^-1 B.</summary>
    public static void FromLeft(in Triangle<T> t, int order, T* b, nint stride, int columns)
    {
        var wide = 2 * TLanes.Count;
        for (; columns >= FewestInLanes; columns -= wide, b += wide * stride) InLanes(in t, order, b, stride, Math.Min(columns, wide));
        for (; columns > 0; columns--, b += stride) One(in t, order, b);
    }

    private static void One(in Triangle<T> t, int order, T* x)
    {
        for (var step = 0; step < order; step++)
        {
            var i = t.IsForward ? step : order - 1 - step;
            var value = t.IsUnit ? x[i] : x[i] / *t.At(i, i);
            x[i] = value;
            T* next = t.IsForward ? t.At(i + 1, i) : t.At(0, i), rest = t.IsForward ? x + i + 1 : x;
            nint down = t.IsTransposed ? t.Stride : 1;
            for (var left = order - 1 - step; left > 0; left--, next += down, rest++) *rest = T.MultiplyAddEstimate(-*next, value, *rest);
        }
    }

    /// <summary>Two vectors of right-hand sides side by side: each unknown, once known, leaves all later equations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InLanes(in Triangle<T> t, int order, T* b, nint stride, int columns)
    {
        var vectors = stackalloc TVector[2 * MostOrder];
        var lanes = (T*)vectors;
        var wide = 2 * TLanes.Count;
        for (nint column = 0; column < columns; column++)
            for (nint i = 0; i < order; i++) lanes[i * wide + column] = b[i + column * stride];
        var direction = t.IsForward ? 1 : -1;
        for (int step = 0, i = t.IsForward ? 0 : order - 1; step < order; step++, i += direction)
        {
            TVector left = vectors[2 * i], right = vectors[2 * i + 1];
            if (!t.IsUnit)
            {
                var pivot = TLanes.Broadcast(*t.At(i, i));
                vectors[2 * i] = left = TLanes.Divide(left, pivot);
                vectors[2 * i + 1] = right = TLanes.Divide(right, pivot);
            }
            for (int later = step + 1, row = i + direction; later < order; later++, row += direction)
            {
                var factor = TLanes.Broadcast(-*t.At(row, i));
                vectors[2 * row] = TLanes.MultiplyAdd(factor, left, vectors[2 * row]);
                vectors[2 * row + 1] = TLanes.MultiplyAdd(factor, right, vectors[2 * row + 1]);
            }
        }
        for (nint column = 0; column < columns; column++)
            for (nint i = 0; i < order; i++) b[i + column * stride] = lanes[i * wide + column];
    }

    /// <summary>B := B L^-T, column after column of B.</summary>
    public static void TransposedFromRight(T* l, nint lStride, int order, T* b, nint stride, int rows)
    {
        var whole = rows - rows % (4 * TLanes.Count);
        for (nint row = 0; row < whole; row += 4 * TLanes.Count) FourVectorsFromRight(l, lStride, order, b + row, stride);
        for (var row = whole; row < rows; row += TLanes.Count) VectorFromRight(l, lStride, order, b + row, stride, TLanes.First(Math.Min(rows - row, TLanes.Count)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourVectorsFromRight(T* l, nint lStride, int order, T* b, nint stride)
    {
        for (var column = 0; column < order; column++)
        {
            var target = b + column * stride;
            TVector x0 = TLanes.Load(target), x1 = TLanes.Load(target + TLanes.Count), x2 = TLanes.Load(target + 2 * TLanes.Count), x3 = TLanes.Load(target + 3 * TLanes.Count);
            var known = b;
            for (nint p = 0; p < column; p++, known += stride)
            {
                var factor = TLanes.Broadcast(-l[column + p * lStride]);
                x0 = TLanes.MultiplyAdd(factor, TLanes.Load(known), x0);
                x1 = TLanes.MultiplyAdd(factor, TLanes.Load(known + TLanes.Count), x1);
                x2 = TLanes.MultiplyAdd(factor, TLanes.Load(known + 2 * TLanes.Count), x2);
                x3 = TLanes.MultiplyAdd(factor, TLanes.Load(known + 3 * TLanes.Count), x3);
            }
            var pivot = TLanes.Broadcast(l[column + column * lStride]);
            TLanes.Store(target, TLanes.Divide(x0, pivot));
            TLanes.Store(target + TLanes.Count, TLanes.Divide(x1, pivot));
            TLanes.Store(target + 2 * TLanes.Count, TLanes.Divide(x2, pivot));
            TLanes.Store(target + 3 * TLanes.Count, TLanes.Divide(x3, pivot));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void VectorFromRight(T* l, nint lStride, int order, T* b, nint stride, TVector first)
    {
        for (var column = 0; column < order; column++)
        {
            var target = b + column * stride;
            var x = TLanes.LoadFirst(target, first);
            var known = b;
            for (nint p = 0; p < column; p++, known += stride)
                x = TLanes.MultiplyAdd(TLanes.Broadcast(-l[column + p * lStride]), TLanes.LoadFirst(known, first), x);
            TLanes.StoreFirst(target, TLanes.Divide(x, TLanes.Broadcast(l[column + column * lStride])), first);
        }
    }
}
