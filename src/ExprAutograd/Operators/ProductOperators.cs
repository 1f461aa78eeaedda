using System.Numerics;
using ExprAutograd.Dense;

namespace ExprAutograd.Operators;

/// <summary>Products of dense matrices, column after column, as values.</summary>
/// <remarks>Each operator <c>X</c> has a twin <c>XInto</c> that writes to memory it is given, and <c>XLength</c> says how much.</remarks>
internal static class ProductOperators
{
    /// <summary>op(left) op(right), of <paramref name="rows"/> by <paramref name="columns"/>; the factors are stored as they are, transposed or not.</summary>
    public static T[] Multiply<T>(T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var product = new T[MultiplyLength(rows, columns)];
        MultiplyInto(product, left, isLeftTransposed, right, isRightTransposed, rows, columns, inner);
        return product;
    }

    public static int MultiplyLength(int rows, int columns) => rows * columns;

    public static void MultiplyInto<T>(T[] destination, T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var one = T.One;
        if (columns == 1) DenseProvider.Multiply(left, isLeftTransposed, right, destination, isLeftTransposed ? inner : rows, isLeftTransposed ? rows : inner, one, isAccumulated: false);
        else if (rows == 1) DenseProvider.Multiply(right, !isRightTransposed, left, destination, isRightTransposed ? columns : inner, isRightTransposed ? inner : columns, one, isAccumulated: false);
        else DenseProvider.Multiply(left, isLeftTransposed, right, isRightTransposed, destination, rows, columns, inner, one, isAccumulated: false);
    }
}
