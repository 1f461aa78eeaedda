using MathNet.Numerics.Providers.LinearAlgebra;

namespace ExprAutograd.Operators;

/// <summary>Products of dense matrices, column after column, as values.</summary>
/// <remarks>Each operator <c>X</c> has a twin <c>XInto</c> that writes to memory it is given, and <c>XLength</c> says how much.</remarks>
internal static class ProductOperators
{
    /// <summary>op(left) op(right), of <paramref name="rows"/> by <paramref name="columns"/>; the factors are stored as they are, transposed or not.</summary>
    public static T[] Multiply<T>(T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner)
        where T : struct, IEquatable<T>, IFormattable
    {
        var product = new T[MultiplyLength(rows, columns)];
        MultiplyInto(product, left, isLeftTransposed, right, isRightTransposed, rows, columns, inner);
        return product;
    }

    public static int MultiplyLength(int rows, int columns) => rows * columns;

    public static void MultiplyInto<T>(T[] destination, T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner)
        where T : struct, IEquatable<T>, IFormattable
    {
        if (destination.Length == 0) return;
        if (inner == 0) { Array.Clear(destination); return; }
        var provider = (ILinearAlgebraProvider<T>)LinearAlgebraControl.Provider;
        var one = (T)Convert.ChangeType(1, typeof(T), null);
        provider.MatrixMultiplyWithUpdate(
            isLeftTransposed ? Transpose.Transpose : Transpose.DontTranspose, isRightTransposed ? Transpose.Transpose : Transpose.DontTranspose, one,
            left, isLeftTransposed ? inner : rows, isLeftTransposed ? rows : inner, right, isRightTransposed ? columns : inner, isRightTransposed ? inner : columns, default, destination);
    }
}
