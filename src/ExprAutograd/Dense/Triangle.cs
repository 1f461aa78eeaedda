using System.Numerics;

namespace ExprAutograd.Dense;

/// <summary>A triangle of a column-major matrix, to be used as it is or transposed.</summary>
internal readonly unsafe struct Triangle<T>(T* origin, int stride, bool isLower, bool isTransposed, bool isUnit)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly int Stride = stride;
    public readonly bool IsTransposed = isTransposed;
    public readonly bool IsUnit = isUnit;

    /// <summary>Whether op(T) is lower triangular, so that it is solved from its first row on.</summary>
    public bool IsForward => isLower != IsTransposed;

    /// <summary>Where op(T)[row, column] stands.</summary>
    public T* At(nint row, nint column) => IsTransposed ? origin + column + row * Stride : origin + row + column * Stride;

    /// <summary>The triangle that starts further down the diagonal.</summary>
    public Triangle<T> From(nint index) => new(origin + index + index * Stride, Stride, isLower, IsTransposed, IsUnit);
}
