using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;

namespace ExprAutograd.Expressions;

/// <summary>MathNet's vectors and matrices at the border of a program: the array behind one, and one around an array.</summary>
/// <remarks>Dense storage goes in and out without a copy: what is read is the caller's array, and what is returned wraps the result's.</remarks>
internal static class DenseStorage
{
    /// <summary>The elements: the vector's own array where it is dense, else a copy with the zeros.</summary>
    public static T[] Values<T>(Vector<T> vector)
        where T : struct, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(vector);
        return vector.Storage is DenseVectorStorage<T> dense ? dense.Data : vector.ToArray();
    }

    /// <summary>The elements, column after column: the matrix's own array where it is dense, else a copy with the zeros.</summary>
    public static T[] Values<T>(Matrix<T> matrix)
        where T : struct, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.Storage is DenseColumnMajorMatrixStorage<T> dense ? dense.Data : matrix.ToColumnMajorArray();
    }

    /// <summary>The number of rows.</summary>
    public static int Rows<T>(Matrix<T> matrix)
        where T : struct, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.RowCount;
    }

    /// <summary>The number of columns.</summary>
    public static int Columns<T>(Matrix<T> matrix)
        where T : struct, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.ColumnCount;
    }

    /// <summary>A vector over <paramref name="values"/> itself.</summary>
    public static Vector<T> Vector<T>(T[] values)
        where T : struct, IEquatable<T>, IFormattable =>
        MathNet.Numerics.LinearAlgebra.Vector<T>.Build.Dense(values);

    /// <summary>A matrix over <paramref name="values"/> itself, column after column.</summary>
    public static Matrix<T> Matrix<T>(T[] values, int rows, int columns)
        where T : struct, IEquatable<T>, IFormattable =>
        MathNet.Numerics.LinearAlgebra.Matrix<T>.Build.Dense(rows, columns, values);
}
