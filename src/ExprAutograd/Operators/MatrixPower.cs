using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>Integer powers of a matrix by repeated squaring, with the derivative along a direction.</summary>
internal static class MatrixPower
{
    /// <exception cref="ArgumentException">The exponent is negative.</exception>
    public static MatrixTangent<T> Of<T>(T[] a, T[]? direction, int n, int exponent)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // MathNet's own words.
        if (exponent < 0) throw new ArgumentException("Value must not be negative (zero is ok).");
        MatrixTangent<T>? power = null;
        for (var square = new MatrixTangent<T>(a, direction, n); exponent > 0; exponent /= 2)
        {
            if (exponent % 2 == 1) power = power is { } known ? known * square : square;
            if (exponent > 1) square *= square;
        }
        return power ?? MatrixTangent<T>.Identity(n, direction is not null);
    }
}
