using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Dense;

/// <summary>What is done to a pair of numbers, one number of each operand or a vector of them.</summary>
internal interface IPairwise
{
    static abstract TVector Of<TLanes, TVector, T>(TVector x, TVector y, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>x + y.</summary>
internal readonly struct Sum : IPairwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector, T>(TVector x, TVector y, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T> => TLanes.Add(x, y);
}

/// <summary>x - y.</summary>
internal readonly struct Difference : IPairwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector, T>(TVector x, TVector y, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T> => TLanes.Subtract(x, y);
}

/// <summary>x y.</summary>
internal readonly struct PairProduct : IPairwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector, T>(TVector x, TVector y, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T> => TLanes.Multiply(x, y);
}

/// <summary>x / y.</summary>
internal readonly struct Quotient : IPairwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector, T>(TVector x, TVector y, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T> => TLanes.Divide(x, y);
}

/// <summary>scale x.</summary>
internal readonly struct Scaled : IPairwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector, T>(TVector x, TVector y, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T> => TLanes.Multiply(scale, x);
}

/// <summary>x + scale y.</summary>
internal readonly struct ScaledSum : IPairwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector, T>(TVector x, TVector y, TVector scale)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T> => TLanes.MultiplyAdd(scale, y, x);
}

/// <summary>Arithmetic on whole arrays, pair by pair.</summary>
internal static unsafe class Elementwise
{
    /// <summary>The length from which on vectors are worth their preparation.</summary>
    private const int FewestForVectors = 12;

    /// <summary>result[i] = x[i] op y[i]; the result may be an operand. All have the result's length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TPairwise, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T scale, Span<T> result)
        where TPairwise : IPairwise
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (result.Length >= FewestForVectors) ApplyInVectors<TPairwise, T>(x, y, scale, result);
        else
            for (var i = 0; i < result.Length; i++) result[i] = TPairwise.Of<SingleLane<T>, T, T>(x[i], y[i], scale);
    }

    private static void ApplyInVectors<TPairwise, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, T scale, Span<T> result)
        where TPairwise : IPairwise
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Extents.Require(x.Length, result.Length, 1, nameof(x));
        Extents.Require(y.Length, result.Length, 1, nameof(y));
        fixed (T* px = x, py = y, target = result)
        {
            switch (LaneWidth.Bits)
            {
                case 512: Apply<TPairwise, Lanes512<T>, Vector512<T>, T>(px, py, scale, target, result.Length); break;
                case 256: Apply<TPairwise, Lanes256<T>, Vector256<T>, T>(px, py, scale, target, result.Length); break;
                case 128: Apply<TPairwise, Lanes128<T>, Vector128<T>, T>(px, py, scale, target, result.Length); break;
                default: Apply<TPairwise, SingleLane<T>, T, T>(px, py, scale, target, result.Length); break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TPairwise, TLanes, TVector, T>(T* x, T* y, T scale, T* result, nint length)
        where TPairwise : IPairwise
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scales = TLanes.Broadcast(scale);
        nint i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
            TLanes.Store(result + i, TPairwise.Of<TLanes, TVector, T>(TLanes.Load(x + i), TLanes.Load(y + i), scales));
        for (; i < length; i++) result[i] = TPairwise.Of<SingleLane<T>, T, T>(x[i], y[i], scale);
    }
}
