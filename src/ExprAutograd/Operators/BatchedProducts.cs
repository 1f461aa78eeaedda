using System.Numerics;
using ExprAutograd.Dense;

namespace ExprAutograd.Operators;

/// <summary>Many products of dense matrices of one shape, column after column, as one value: the matrices stand one after another.</summary>
/// <remarks>See <see cref="Destinations"/>.</remarks>
internal static class BatchedProducts
{
    /// <summary>op(left) op(right) of each of <paramref name="count"/> pairs.</summary>
    public static T[] MultiplyEach<T>(T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner, int count)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MultiplyEachInto(new T[MultiplyEachLength(rows, columns, count)], left, isLeftTransposed, right, isRightTransposed, rows, columns, inner, count);

    public static int MultiplyEachLength(int rows, int columns, int count) => rows * columns * count;

    public static T[] MultiplyEachInto<T>(T[] destination, T[] left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (a, b, c) = (rows * inner, inner * columns, rows * columns);
        for (var k = 0; k < count; k++)
        {
            Product.Multiply(
                left.AsSpan(k * a, a), isLeftTransposed, right.AsSpan(k * b, b), isRightTransposed, destination.AsSpan(k * c, c), rows, columns, inner, T.One, isAccumulated: false);
        }
        return destination;
    }
}
