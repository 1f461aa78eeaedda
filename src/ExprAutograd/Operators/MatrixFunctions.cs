using ExprAutograd.Operators;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd;

/// <summary>Linear algebra that MathNet.Numerics lacks, on its own vectors and matrices of double or float. Every function has derivative rules in both modes, so every order follows.</summary>
/// <remarks>Pure and thread-safe; a result is always a new dense vector or matrix. Inside a differentiated function equal factorisations are computed once.</remarks>
public static partial class MatrixFunctions
{
    /// <summary>e^A, n × n.</summary>
    /// <param name="matrix">A, n × n.</param>
    /// <exception cref="ArgumentException"><paramref name="matrix"/> is not square.</exception>
    /// <remarks>Scaling and squaring of a Padé fraction. Higham (2005), "The scaling and squaring method for the matrix exponential revisited".</remarks>
    public static Matrix<T> Exponential<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var n = OrderOf(matrix);
        return Dense(Factorizations.Exponential(Values(matrix), n), n, n);
    }

    /// <summary>The positive semidefinite Y, n × n, with Y Y = A.</summary>
    /// <param name="matrix">A, n × n, positive semidefinite; read as symmetric.</param>
    /// <exception cref="ArgumentException"><paramref name="matrix"/> is not square, or has a negative eigenvalue.</exception>
    /// <remarks>Differentiable where A is positive definite, equal eigenvalues included. The gradient is symmetric.</remarks>
    public static Matrix<T> SquareRoot<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var n = OrderOf(matrix);
        return Dense(Factorizations.SquareRoot(Values(matrix), n), n, n);
    }

    /// <summary>ln |det A|, without overflow; -∞ for a singular matrix.</summary>
    /// <param name="matrix">A, n × n.</param>
    /// <exception cref="ArgumentException"><paramref name="matrix"/> is not square.</exception>
    public static T LogDeterminant<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var n = OrderOf(matrix);
        var values = Values(matrix);
        return Factorizations.LogAbsDeterminant(values, Factorizations.LuFactors(values, n), n);
    }

    /// <summary>X, n × k, with L X = B; what is above the diagonal of L is not read.</summary>
    /// <param name="lower">L, n × n.</param>
    /// <param name="right">B, n × k.</param>
    /// <exception cref="ArgumentException">L is not square, or B has another number of rows.</exception>
    public static Matrix<T> SolveLower<T>(Matrix<T> lower, Matrix<T> right)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => SolveTriangular(lower, right, isLower: true, isTransposed: false, hasUnitDiagonal: false);

    /// <summary>x, of length n, with L x = b; what is above the diagonal of L is not read.</summary>
    /// <param name="lower">L, n × n.</param>
    /// <param name="right">b, of length n.</param>
    /// <exception cref="ArgumentException">L is not square, or b has another length.</exception>
    public static Vector<T> SolveLower<T>(Matrix<T> lower, Vector<T> right)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => SolveTriangular(lower, right.ToColumnMatrix(), isLower: true, isTransposed: false, hasUnitDiagonal: false).Column(0);

    /// <summary>X, n × k, with U X = B; what is below the diagonal of U is not read.</summary>
    /// <param name="upper">U, n × n.</param>
    /// <param name="right">B, n × k.</param>
    /// <exception cref="ArgumentException">U is not square, or B has another number of rows.</exception>
    public static Matrix<T> SolveUpper<T>(Matrix<T> upper, Matrix<T> right)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => SolveTriangular(upper, right, isLower: false, isTransposed: false, hasUnitDiagonal: false);

    /// <summary>x, of length n, with U x = b; what is below the diagonal of U is not read.</summary>
    /// <param name="upper">U, n × n.</param>
    /// <param name="right">b, of length n.</param>
    /// <exception cref="ArgumentException">U is not square, or b has another length.</exception>
    public static Vector<T> SolveUpper<T>(Matrix<T> upper, Vector<T> right)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => SolveTriangular(upper, right.ToColumnMatrix(), isLower: false, isTransposed: false, hasUnitDiagonal: false).Column(0);

    /// <summary>X, n × k, with T X = B, or Tᵀ X = B; the other triangle of T is not read, and with a unit diagonal the diagonal is not either.</summary>
    /// <param name="triangular">T, n × n.</param>
    /// <param name="right">B, n × k.</param>
    /// <param name="isLower">True for a lower T, false for an upper one.</param>
    /// <param name="isTransposed">True for Tᵀ X = B.</param>
    /// <param name="hasUnitDiagonal">True for ones on the diagonal of T, whatever stands there.</param>
    /// <exception cref="ArgumentException">T is not square, or B has another number of rows.</exception>
    public static Matrix<T> SolveTriangular<T>(Matrix<T> triangular, Matrix<T> right, bool isLower, bool isTransposed, bool hasUnitDiagonal)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var n = OrderOf(triangular);
        if (right.RowCount != n)
            throw new ArgumentException($"Matrix dimensions must agree: {n}x{n} and {right.RowCount}x{right.ColumnCount}.", nameof(right));
        return Dense(Factorizations.TriangularSolve(Values(triangular), Values(right), n, right.ColumnCount, isLower, isTransposed, hasUnitDiagonal), n, right.ColumnCount);
    }

    /// <summary>The X, columns × k, of least ‖A X - B‖.</summary>
    /// <param name="matrix">A, with at least as many rows as columns, and independent columns.</param>
    /// <param name="right">B, with as many rows as A.</param>
    /// <exception cref="ArgumentException">A has fewer rows than columns, or B another number of rows.</exception>
    public static Matrix<T> LeastSquares<T>(Matrix<T> matrix, Matrix<T> right)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var (rows, columns) = (matrix.RowCount, matrix.ColumnCount);
        if (right.RowCount != rows)
            throw new ArgumentException($"Matrix dimensions must agree: {rows}x{columns} and {right.RowCount}x{right.ColumnCount}.", nameof(right));
        var values = Values(matrix);
        var qr = Factorizations.QrFactors(values, rows, columns);
        return Dense(Factorizations.LeastSquares(values, qr, Values(right), rows, columns, right.ColumnCount), columns, right.ColumnCount);
    }

    /// <summary>The x, as long as A has columns, of least ‖A x - b‖.</summary>
    /// <param name="matrix">A, with at least as many rows as columns, and independent columns.</param>
    /// <param name="right">b, as long as A has rows.</param>
    /// <exception cref="ArgumentException">A has fewer rows than columns, or b another length.</exception>
    public static Vector<T> LeastSquares<T>(Matrix<T> matrix, Vector<T> right)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => LeastSquares(matrix, right.ToColumnMatrix()).Column(0);

    /// <summary>The n eigenvalues of a symmetric matrix, ascending.</summary>
    /// <param name="matrix">A, n × n, read as symmetric.</param>
    /// <exception cref="ArgumentException"><paramref name="matrix"/> is not square.</exception>
    /// <remarks>The gradient is symmetric. A sum over equal eigenvalues is differentiable; one of them alone is not, and gets the derivative along its computed vector. Second derivatives at equal eigenvalues are refused.</remarks>
    public static Vector<T> SymmetricEigenvalues<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var n = OrderOf(matrix);
        var values = Values(matrix);
        return Vector<T>.Build.Dense(Factorizations.SymmetricEigenvalues(values, Factorizations.SymmetricEigenFactors(values, n), n));
    }

    /// <summary>The orthogonal n × n matrix of eigenvectors of a symmetric matrix, in its columns, in the order of the ascending eigenvalues.</summary>
    /// <param name="matrix">A, n × n, read as symmetric.</param>
    /// <exception cref="ArgumentException"><paramref name="matrix"/> is not square; in a derivative also: eigenvalues are equal and the function depends on more than the space they share.</exception>
    public static Matrix<T> SymmetricEigenvectors<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var n = OrderOf(matrix);
        return Dense(Factorizations.Part(Factorizations.SymmetricEigenFactors(Values(matrix), n), n, n * n), n, n);
    }

    /// <summary>The min(rows, columns) singular values, descending.</summary>
    /// <param name="matrix">A, of any shape.</param>
    public static Vector<T> SingularValues<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var (rows, columns) = (matrix.RowCount, matrix.ColumnCount);
        var values = Values(matrix);
        return Vector<T>.Build.Dense(Factorizations.SingularValues(values, Factorizations.SvdFactors(values, rows, columns), rows, columns));
    }

    private static int OrderOf<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        matrix.RowCount == matrix.ColumnCount ? matrix.RowCount : throw new ArgumentException($"Matrix must be square; it is {matrix.RowCount}x{matrix.ColumnCount}.", nameof(matrix));

    private static T[] Values<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => matrix.AsColumnMajorArray() ?? matrix.ToColumnMajorArray();

    private static Matrix<T> Dense<T>(T[] values, int rows, int columns)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Matrix<T>.Build.Dense(rows, columns, values);
}
