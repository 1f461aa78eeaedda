using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ExprAutograd.Dense;

/// <summary>Copies a strip of a matrix so that a kernel reads it front to back: for each step of the depth the strip's numbers side by side.</summary>
internal static unsafe class Packing<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int CacheLine = 64;

    /// <summary>
    /// Packs strips of a width, one behind the other: target[p * step + i] = element i of step p. Across, a step's numbers are contiguous in the
    /// source and the steps a stride apart; otherwise the depth is contiguous.
    /// </summary>
    public static void Pack(T* source, nint stride, bool isAcross, int width, int strips, int depth, T* target, int step)
    {
        if (isAcross) PackAcross(source, stride, width, strips, depth, target, step);
        else
            for (var strip = 0; strip < strips; strip++) PackAlong(source + strip * width * stride, stride, width, depth, target + (nint)strip * step * depth, step);
    }

    /// <summary>All strips at once: long runs of the source are what the machine fetches ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackAcross(T* source, nint stride, int width, int strips, int depth, T* target, nint step)
    {
        var vectors = width - width % TLanes.Count;
        for (nint p = 0; p < depth; p++)
        {
            T* from = source + p * stride, to = target + p * step;
            for (var strip = 0; strip < strips; strip++, from += width, to += step * depth)
            {
                nint i = 0;
                for (; i < vectors; i += TLanes.Count) TLanes.Store(to + i, TLanes.Load(from + i));
                for (; i <= width - Vector128<T>.Count; i += Vector128<T>.Count) Vector128.Store(Vector128.Load(from + i), to + i);
                for (; i < width; i++) to[i] = from[i];
            }
        }
    }

    /// <summary>A transposition: a cache line of the depth of a few rows at a time, so that a line is read once even where strides of a power of two let lines evict one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackAlong(T* source, nint stride, int width, int depth, T* target, nint step)
    {
        int line = CacheLine / sizeof(T), rows = Vector256<T>.Count, pairs = Vector128<T>.Count;
        nint p = 0;
        if (Avx.IsSupported && LaneWidth.Bits >= 256)
            for (; p <= depth - line; p += line)
            {
                nint i = 0;
                for (; i <= width - rows; i += rows)
                    for (nint q = p; q < p + line; q += pairs) Transpose(source + i * stride + q, stride, target + q * step + i, step);
                for (; i < width; i++)
                    for (var q = p; q < p + line; q++) target[q * step + i] = source[i * stride + q];
            }
        for (nint i = 0; i < width; i++)
            for (var q = p; q < depth; q++) target[q * step + i] = source[i * stride + q];
    }

    /// <summary>4×2 doubles or 8×4 floats: rows half the block apart share a vector, so that the exchanges stay inside its halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(T* source, nint stride, T* target, nint step)
    {
        if (typeof(T) == typeof(double))
        {
            Vector256<double> x0 = Pair(source, source + 2 * stride).AsDouble(), x1 = Pair(source + stride, source + 3 * stride).AsDouble();
            Avx.UnpackLow(x0, x1).Store((double*)target);
            Avx.UnpackHigh(x0, x1).Store((double*)(target + step));
        }
        else
        {
            Vector256<float> x0 = Pair(source, source + 4 * stride).AsSingle(), x1 = Pair(source + stride, source + 5 * stride).AsSingle();
            Vector256<float> x2 = Pair(source + 2 * stride, source + 6 * stride).AsSingle(), x3 = Pair(source + 3 * stride, source + 7 * stride).AsSingle();
            Vector256<double> low01 = Avx.UnpackLow(x0, x1).AsDouble(), low23 = Avx.UnpackLow(x2, x3).AsDouble();
            Vector256<double> high01 = Avx.UnpackHigh(x0, x1).AsDouble(), high23 = Avx.UnpackHigh(x2, x3).AsDouble();
            Avx.UnpackLow(low01, low23).AsSingle().Store((float*)target);
            Avx.UnpackHigh(low01, low23).AsSingle().Store((float*)(target + step));
            Avx.UnpackLow(high01, high23).AsSingle().Store((float*)(target + 2 * step));
            Avx.UnpackHigh(high01, high23).AsSingle().Store((float*)(target + 3 * step));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Pair(T* lower, T* upper) => Vector256.Create(Vector128.Load(lower), Vector128.Load(upper));
}
