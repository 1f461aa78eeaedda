using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Dense;

/// <summary>Products of a dense column-major matrix and a vector.</summary>
/// <remarks>Allocates nothing. NaN and infinities propagate as IEEE says.</remarks>
internal static unsafe class MatrixVector
{
    /// <summary>The length of a dot product from which on vectors are worth their preparation.</summary>
    private const int FewestForVectors = 16;

    /// <summary>y = [y +] alpha op(A) x for an A stored as rows×columns; y overlaps neither operand.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, bool isTransposed, ReadOnlySpan<T> x, Span<T> y, int rows, int columns, T alpha, bool isAccumulated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Extents.Require(a.Length, rows, columns, nameof(a));
        Extents.Require(x.Length, isTransposed ? rows : columns, 1, nameof(x));
        Extents.Require(y.Length, isTransposed ? columns : rows, 1, nameof(y));
        fixed (T* pa = a, px = x, py = y) Multiply(pa, rows, isTransposed, px, py, rows, columns, alpha, isAccumulated);
    }

    /// <summary>The same for a block of a larger matrix.</summary>
    public static void Multiply<T>(T* a, nint stride, bool isTransposed, T* x, T* y, int rows, int columns, T alpha, bool isAccumulated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!isAccumulated && (isTransposed ? rows : columns) == 0) new Span<T>(y, isTransposed ? columns : rows).Clear();
        else
            switch (LaneWidth.Bits)
            {
                case 512: MatrixVectorLanes<Lanes512<T>, Vector512<T>, T>.Multiply(a, stride, isTransposed, x, y, rows, columns, alpha, isAccumulated); break;
                case 256: MatrixVectorLanes<Lanes256<T>, Vector256<T>, T>.Multiply(a, stride, isTransposed, x, y, rows, columns, alpha, isAccumulated); break;
                case 128: MatrixVectorLanes<Lanes128<T>, Vector128<T>, T>.Multiply(a, stride, isTransposed, x, y, rows, columns, alpha, isAccumulated); break;
                default: MatrixVectorLanes<SingleLane<T>, T, T>.Multiply(a, stride, isTransposed, x, y, rows, columns, alpha, isAccumulated); break;
            }
    }

    /// <summary>x·y.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length != y.Length || x.Length >= FewestForVectors) return DotInVectors(x, y);
        var sum = T.Zero;
        for (var i = 0; i < x.Length; i++) sum = T.MultiplyAddEstimate(x[i], y[i], sum);
        return sum;
    }

    private static T DotInVectors<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} and {y.Length} numbers have no dot product.", nameof(y));
        fixed (T* px = x, py = y)
            return LaneWidth.Bits switch
            {
                512 => MatrixVectorLanes<Lanes512<T>, Vector512<T>, T>.Dot(px, py, x.Length),
                256 => MatrixVectorLanes<Lanes256<T>, Vector256<T>, T>.Dot(px, py, x.Length),
                128 => MatrixVectorLanes<Lanes128<T>, Vector128<T>, T>.Dot(px, py, x.Length),
                _ => MatrixVectorLanes<SingleLane<T>, T, T>.Dot(px, py, x.Length),
            };
    }
}
