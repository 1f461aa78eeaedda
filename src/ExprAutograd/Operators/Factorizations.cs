using System.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace ExprAutograd.Operators;

/// <summary>Factorisations and what is computed from them, as pure functions of dense arrays, column after column.</summary>
/// <remarks>
/// <para>By convention <c>X</c> allocates its result and calls <c>XInto</c>, which writes to memory that is given; <c>XLength</c> tells how long that is.</para>
/// <para>Factors are packed into one array and are an operand of what is computed from them. Equal calls are one call, so a matrix is factored
/// once however many values and derivatives are made of it.</para>
/// </remarks>
internal static partial class Factorizations
{
    /// <summary>MathNet's own implementation, or the native one that its user has installed.</summary>
    private static ILinearAlgebraProvider<T> Provider<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => (ILinearAlgebraProvider<T>)LinearAlgebraControl.Provider;

    /// <summary>The distance from 1 to the next number.</summary>
    private static T Rounding<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => T.BitIncrement(T.One) - T.One;

    private static T LargestMagnitude<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var largest = T.Zero;
        foreach (var value in values) largest = T.Max(largest, T.Abs(value));
        return largest;
    }

    /// <summary>The transpose of a rows × columns matrix.</summary>
    private static void Transpose<T>(ReadOnlySpan<T> a, int rows, int columns, Span<T> transposed)
    {
        for (var j = 0; j < columns; j++)
            for (var i = 0; i < rows; i++) transposed[(i * columns) + j] = a[(j * rows) + i];
    }

    /// <summary>The order of a square matrix, which is negative for any other.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    private static int Square(int n) => n >= 0 ? n : throw new ArgumentException("Matrix must be square.");
}
