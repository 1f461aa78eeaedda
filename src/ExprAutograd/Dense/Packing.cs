using System.Numerics;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Dense;

/// <summary>
/// Copies a strip of a matrix so that a kernel reads it front to back: for each step of the depth the strip's numbers side by side.
/// </summary>
internal static unsafe class Packing<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>target[p * step + i] = element i of step p, for i below width; across, a step's numbers are contiguous in the source, otherwise the depth is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(T* source, nint stride, bool isAcross, int width, int depth, T* target, int step)
    {
        if (isAcross) PackAcross(source, stride, width, depth, target, step);
        else PackAlong(source, stride, width, depth, target, step);
    }

    private static void PackAcross(T* source, nint stride, int width, int depth, T* target, int step)
    {
        for (var p = 0; p < depth; p++, source += stride, target += step)
        {
            var i = 0;
            for (; i <= width - TLanes.Count; i += TLanes.Count) TLanes.Store(target + i, TLanes.Load(source + i));
            for (; i < width; i++) target[i] = source[i];
        }
    }

    private static void PackAlong(T* source, nint stride, int width, int depth, T* target, int step)
    {
        for (var i = 0; i < width; i++, source += stride, target++)
            for (nint p = 0; p < depth; p++) target[p * step] = source[p];
    }
}
