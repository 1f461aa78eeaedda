using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;

namespace ExprAutograd.Operators;

/// <summary>Products with a matrix of the caller's as it is stored: a sparse or diagonal one costs what its elements cost, and is not made dense.</summary>
/// <remarks>See <see cref="Destinations"/>. Dense storage goes to <see cref="ProductOperators"/>. What is not stored is zero, also times infinity.</remarks>
internal static class StoredProducts
{
    /// <summary>op(left) op(right), the left factor as it is stored.</summary>
    public static T[] MultiplyLeft<T>(Matrix<T> left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MultiplyLeftInto(new T[MultiplyLeftLength(rows, columns)], left, isLeftTransposed, right, isRightTransposed, rows, columns, inner);

    public static int MultiplyLeftLength(int rows, int columns) => rows * columns;

    public static T[] MultiplyLeftInto<T>(T[] destination, Matrix<T> left, bool isLeftTransposed, T[] right, bool isRightTransposed, int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (left.Storage is DenseColumnMajorMatrixStorage<T> dense)
            return ProductOperators.MultiplyInto(destination, dense.Data, isLeftTransposed, right, isRightTransposed, rows, columns, inner);
        Array.Clear(destination);

        // Row r of the right factor begins at r * below and goes on in steps of beside.
        var (below, beside) = isRightTransposed ? (columns, 1) : (1, inner);
        foreach (var (i, j, value) in new Elements<T>(left, isLeftTransposed))
            for (var c = 0; c < columns; c++) destination[(c * rows) + i] += value * right[(j * below) + (c * beside)];
        return destination;
    }

    /// <summary>op(left) op(right), the right factor as it is stored.</summary>
    public static T[] MultiplyRight<T>(T[] left, bool isLeftTransposed, Matrix<T> right, bool isRightTransposed, int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        MultiplyRightInto(new T[MultiplyRightLength(rows, columns)], left, isLeftTransposed, right, isRightTransposed, rows, columns, inner);

    public static int MultiplyRightLength(int rows, int columns) => rows * columns;

    public static T[] MultiplyRightInto<T>(T[] destination, T[] left, bool isLeftTransposed, Matrix<T> right, bool isRightTransposed, int rows, int columns, int inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (right.Storage is DenseColumnMajorMatrixStorage<T> dense)
            return ProductOperators.MultiplyInto(destination, left, isLeftTransposed, dense.Data, isRightTransposed, rows, columns, inner);
        Array.Clear(destination);
        var (beside, below) = isLeftTransposed ? (1, inner) : (rows, 1);
        foreach (var (i, j, value) in new Elements<T>(right, isRightTransposed))
            for (var r = 0; r < rows; r++) destination[(j * rows) + r] += left[(i * beside) + (r * below)] * value;
        return destination;
    }

    /// <summary>The stored elements of a matrix, of its transpose if asked, one after the other.</summary>
    private ref struct Elements<T>(Matrix<T> matrix, bool isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly SparseCompressedRowMatrixStorage<T>? sparse = matrix.Storage as SparseCompressedRowMatrixStorage<T>;
        private readonly DiagonalMatrixStorage<T>? diagonal = matrix.Storage as DiagonalMatrixStorage<T>;
        private int row = 0;
        private int next = -1;

        public (int Row, int Column, T Value) Current { get; private set; }

        public readonly Elements<T> GetEnumerator() => this;

        public bool MoveNext()
        {
            next++;
            if (sparse is not null)
            {
                if (next >= sparse.ValueCount) return false;
                while (next >= sparse.RowPointers[row + 1]) row++;
                Set(row, sparse.ColumnIndices[next], sparse.Values[next]);
                return true;
            }
            if (diagonal is not null)
            {
                if (next >= diagonal.Data.Length) return false;
                Set(next, next, diagonal.Data[next]);
                return true;
            }
            if (next >= matrix.RowCount * matrix.ColumnCount) return false;
            Set(next % matrix.RowCount, next / matrix.RowCount, matrix.At(next % matrix.RowCount, next / matrix.RowCount));
            return true;
        }

        private void Set(int i, int j, T value) => Current = isTransposed ? (j, i, value) : (i, j, value);
    }
}
