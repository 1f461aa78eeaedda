using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Operators;

/// <summary>Shapes of vectors and matrices, checked before anything is computed.</summary>
/// <remarks>
/// <code>
/// In 'A * x': A is 3x4 and x has 3 elements; x needs as many elements as A has columns, 4.
/// </code>
/// </remarks>
internal static class DenseShapes
{
    /// <summary>Where the element at (row, column) stands in column-major storage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row; a column that is not there is found by the array.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOf(int row, int column, int rows)
    {
        if ((uint)row >= (uint)rows) ThrowRow(row, rows);
        return (column * rows) + row;
    }

    /// <summary>The length of two vectors that must have the same.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static int Same(int left, int right, string expression)
    {
        if (left != right) Throw(expression, Vector(left), Vector(right), "they must have the same length");
        return left;
    }

    /// <summary>The number of elements of two matrices that must have the same shape.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static int Same(int leftRows, int leftColumns, int rightRows, int rightColumns, string expression)
    {
        if (leftRows != rightRows || leftColumns != rightColumns) Throw(expression, Matrix(leftRows, leftColumns), Matrix(rightRows, rightColumns), "they must have the same shape");
        return leftRows * leftColumns;
    }

    /// <summary>The inner dimension of a product.</summary>
    /// <exception cref="ArgumentException">The factors, as they enter the product, do not fit.</exception>
    public static int Inner(int leftRows, int leftColumns, int rightRows, int rightColumns, string expression)
    {
        if (leftColumns != rightRows)
            Throw(expression, Matrix(leftRows, leftColumns), Matrix(rightRows, rightColumns), $"the left needs as many columns ({leftColumns}) as the right has rows ({rightRows})");
        return leftColumns;
    }

    /// <summary>The order of a matrix that must be square.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static int Order(int rows, int columns, string expression)
    {
        if (rows != columns) throw new ArgumentException($"In '{expression}': the matrix is {Matrix(rows, columns)}; it must be square.");
        return rows;
    }

    /// <summary>The dimension that two matrices side by side, or one on the other, must share.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static int Shared(int left, int right, string dimension, string expression)
    {
        if (left != right) throw new ArgumentException($"In '{expression}': one has {left} {dimension} and the other {right}; they must have the same number.");
        return left;
    }

    /// <summary>The length of what is written to a vector or diagonal that must have the same.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static int Target(int length, int target, string expression)
    {
        if (length != target) ThrowTarget(expression, Vector(length), Vector(target));
        return length;
    }

    /// <summary>The number of elements of what is written to a matrix that must have the same shape.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static int Target(int rows, int columns, int targetRows, int targetColumns, string expression)
    {
        if (rows != targetRows || columns != targetColumns) ThrowTarget(expression, Matrix(rows, columns), Matrix(targetRows, targetColumns));
        return rows * columns;
    }

    /// <summary>The length of a stretch that must lie within <paramref name="length"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not.</exception>
    public static int Stretch(int start, int count, int length, string expression)
    {
        if (start < 0 || count < 0 || start > length - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"In '{expression}': {count} from {start} on do not lie within {length}.");
        return count;
    }

    /// <summary>A row or column that must be one of <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int Index(int index, int count, string expression)
    {
        if ((uint)index >= (uint)count) throw new ArgumentOutOfRangeException(nameof(index), $"In '{expression}': there is no number {index} among {count}, counted from 0.");
        return index;
    }

    private static string Vector(int length) => $"{length} element{(length == 1 ? "" : "s")}";

    private static string Matrix(int rows, int columns) => $"{rows}x{columns}";

    [DoesNotReturn]
    private static void Throw(string expression, string left, string right, string rule) =>
        throw new ArgumentException($"In '{expression}': the left is {left}, the right is {right}; {rule}.");

    [DoesNotReturn]
    private static void ThrowTarget(string expression, string written, string target) =>
        throw new ArgumentException($"In '{expression}': what is written is {written}, where it is written to is {target}; they must have the same shape.");

    [DoesNotReturn]
    private static void ThrowRow(int row, int rows) => throw new ArgumentOutOfRangeException(nameof(row), row, $"The matrix has {rows} rows, numbered from 0.");
}
