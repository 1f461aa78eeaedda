using System.Numerics;
using System.Runtime.Intrinsics;
using MathNet.Numerics;

namespace ExprAutograd.Dense;

/// <summary>Products of dense column-major matrices.</summary>
/// <remarks>
/// Allocates nothing after a thread's first calls. NaN and infinities propagate as IEEE says: nothing is skipped for being zero.
/// Results do not depend on the number of threads.
/// </remarks>
internal static unsafe class Product
{
    /// <summary>Multiplications from which on other threads are asked for help: below, waking one takes longer than it saves.</summary>
    private const long FewestToShare = 1L << 22;

    /// <summary>C = [C +] alpha op(A) op(B), where op(A) is m×k, op(B) is k×n and C is m×n and overlaps neither; a depth of zero is a product of zeros.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, bool isATransposed, ReadOnlySpan<T> b, bool isBTransposed, Span<T> c, int m, int n, int k, T alpha, bool isAccumulated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Extents.Require(a.Length, m, k, nameof(a));
        Extents.Require(b.Length, k, n, nameof(b));
        Extents.Require(c.Length, m, n, nameof(c));
        fixed (T* pa = a, pb = b, pc = c)
            Multiply(new ProductOperands<T>(pa, isATransposed ? k : m, isATransposed, pb, isBTransposed ? n : k, isBTransposed, pc, m, alpha, isAccumulated), m, n, k);
    }

    /// <summary>The same over blocks of larger matrices.</summary>
    public static void Multiply<T>(in ProductOperands<T> operands, int m, int n, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m == 0 || n == 0) return;
        if (k == 0)
        {
            if (!operands.IsAccumulated)
                for (var column = 0; column < n; column++) new Span<T>(operands.CAt(0, column), m).Clear();
            return;
        }
        if (n == 1 && (!operands.IsBTransposed || operands.BStride == 1))
            MatrixVector.Multiply(
                operands.A, operands.AStride, operands.IsATransposed, operands.B, operands.C,
                operands.IsATransposed ? k : m, operands.IsATransposed ? m : k, operands.Alpha, operands.IsAccumulated);
        else if (m == 1 && operands.CStride == 1 && (operands.IsATransposed || operands.AStride == 1))
            MatrixVector.Multiply(
                operands.B, operands.BStride, !operands.IsBTransposed, operands.A, operands.C,
                operands.IsBTransposed ? n : k, operands.IsBTransposed ? k : n, operands.Alpha, operands.IsAccumulated);
        else if ((long)m * n * k < FewestToShare || Control.MaxDegreeOfParallelism is var threads && (threads < 2 || !SharedProduct<T>.TryMultiply(in operands, m, n, k, threads)))
            MultiplyHere(in operands, m, n, k);
    }

    /// <summary>The same on this thread alone.</summary>
    internal static void MultiplyHere<T>(in ProductOperands<T> operands, int m, int n, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (LaneWidth.Bits)
        {
            case 512: BlockedProduct<Lanes512<T>, Vector512<T>, T>.Run(in operands, m, n, k); break;
            case 256: BlockedProduct<Lanes256<T>, Vector256<T>, T>.Run(in operands, m, n, k); break;
            case 128: BlockedProduct<Lanes128<T>, Vector128<T>, T>.Run(in operands, m, n, k); break;
            default: BlockedProduct<SingleLane<T>, T, T>.Run(in operands, m, n, k); break;
        }
    }
}
