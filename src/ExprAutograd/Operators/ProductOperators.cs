using System.Numerics;
using ExprAutograd.Dense;

namespace ExprAutograd.Operators;

/// <summary>Products of dense matrices, column after column, as values.</summary>
/// <remarks>See <see cref="Destinations"/>.</remarks>
internal static class ProductOperators
{
    /// <summary>op(left) op(right), of <paramref name="rows"/> by <paramref name="columns"/>; the factors are stored as they are, transposed or not.</summary>
    public static T[] Multiply<T>(T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MultiplyInto(new T[MultiplyLength(rows, columns)], left, isLeftTransposed, right, isRightTransposed, rows, columns, inner);

    public static int MultiplyLength(int rows, int columns) => rows * columns;

    public static T[] MultiplyInto<T>(T[] destination, T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Multiply(destination, left, isLeftTransposed, right, isRightTransposed, rows, columns, inner, isAccumulated: false);
        return destination;
    }

    /// <summary>sum + op(left) op(right), a new version of <paramref name="sum"/>.</summary>
    public static T[] MultiplyAdd<T>(T[] sum, T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var next = ArrayOperators.Copy(sum);
        AddProductTo(next, left, isLeftTransposed, right, isRightTransposed, rows, columns, inner);
        return next;
    }

    /// <summary>Adds in place.</summary>
    /// <exception cref="ArgumentException"><paramref name="sum"/> has another length than the product.</exception>
    public static void AddProductTo<T>(T[] sum, T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (sum.Length != rows * columns) throw new ArgumentException($"The arrays have {sum.Length} and {rows * columns} elements; they must have the same length.");
        Multiply(sum, left, isLeftTransposed, right, isRightTransposed, rows, columns, inner, isAccumulated: true);
    }

    /// <summary>A product with a vector is one with a matrix of one column, or of one row: the kernel for vectors takes it.</summary>
    private static void Multiply<T>(T[] destination, T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner, bool isAccumulated)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (columns == 1) DenseProvider.Multiply(left, isLeftTransposed, right, destination, isLeftTransposed ? inner : rows, isLeftTransposed ? rows : inner, T.One, isAccumulated);
        else if (rows == 1) DenseProvider.Multiply(right, !isRightTransposed, left, destination, isRightTransposed ? columns : inner, isRightTransposed ? inner : columns, T.One, isAccumulated);
        else DenseProvider.Multiply(left, isLeftTransposed, right, isRightTransposed, destination, rows, columns, inner, T.One, isAccumulated);
    }
}
