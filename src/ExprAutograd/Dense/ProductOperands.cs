using System.Numerics;

namespace ExprAutograd.Dense;

/// <summary>C = [C +] alpha op(A) op(B) over blocks of column-major matrices: op(A) is m×k, op(B) k×n; a stride is the distance between columns as stored.</summary>
internal readonly unsafe struct ProductOperands<T>(T* a, int aStride, bool isATransposed, T* b, int bStride, bool isBTransposed, T* c, int cStride, T alpha, bool isAccumulated)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly T* A = a;
    public readonly T* B = b;
    public readonly T* C = c;
    public readonly int AStride = aStride;
    public readonly int BStride = bStride;
    public readonly int CStride = cStride;
    public readonly bool IsATransposed = isATransposed;
    public readonly bool IsBTransposed = isBTransposed;
    public readonly bool IsAccumulated = isAccumulated;
    public readonly T Alpha = alpha;

    /// <summary>Where op(A)[row, depth] stands.</summary>
    public T* AAt(nint row, nint depth) => IsATransposed ? A + depth + row * AStride : A + row + depth * AStride;

    /// <summary>Where op(B)[depth, column] stands.</summary>
    public T* BAt(nint depth, nint column) => IsBTransposed ? B + column + depth * BStride : B + depth + column * BStride;

    /// <summary>Where C[row, column] stands.</summary>
    public T* CAt(nint row, nint column) => C + row + column * CStride;

    /// <summary>The operands of the part of C that starts at (row, column).</summary>
    public ProductOperands<T> From(nint row, nint column) =>
        new(AAt(row, 0), AStride, IsATransposed, BAt(0, column), BStride, IsBTransposed, CAt(row, column), CStride, Alpha, IsAccumulated);
}
