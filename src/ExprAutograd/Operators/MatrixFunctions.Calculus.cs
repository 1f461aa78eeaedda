using ExprAutograd.Operators;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd;

/// <summary>What the rules of factorisations are written in beside MathNet's own vocabulary.</summary>
public static partial class MatrixFunctions
{
    /// <summary>1 / (v[j] - v[i]), zero where the two are equal; the values are followed by zeros up to n.</summary>
    internal static Matrix<T> GapReciprocals<T>(Vector<T> values, int n)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.GapReciprocals(values.ToArray(), values.Count, n), n, n);

    /// <summary>1 / (v[i] + v[j]), zero on the diagonal and where both are zero; the values are followed by zeros up to n.</summary>
    internal static Matrix<T> SumReciprocals<T>(Vector<T> values, int n)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.SumReciprocals(values.ToArray(), values.Count, n), n, n);

    /// <inheritdoc cref="Factorizations.InvariantCotangent"/>
    internal static Matrix<T> InvariantCotangent<T>(Matrix<T> k, Vector<T> values, Vector<T> valuesCotangent, Vector<T> use, bool isSum)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        Dense(Factorizations.InvariantCotangent(Values(k), values.ToArray(), valuesCotangent.ToArray(), use.ToArray(), values.Count, k.RowCount, isSum), k.RowCount, k.RowCount);

    /// <inheritdoc cref="Factorizations.InvariantTangent"/>
    internal static Matrix<T> InvariantTangent<T>(Matrix<T> m, Vector<T> values, bool isSum)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        Dense(Factorizations.InvariantTangent(Values(m), values.ToArray(), values.Count, m.RowCount, isSum), m.RowCount, m.RowCount);

    /// <inheritdoc cref="Factorizations.ComplexGapsReal"/>
    internal static Matrix<T> ComplexGapsReal<T>(Vector<T> re, Vector<T> im)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.ComplexGapsReal(re.ToArray(), im.ToArray(), re.Count), re.Count, re.Count);

    /// <inheritdoc cref="Factorizations.ComplexGapsImaginary"/>
    internal static Matrix<T> ComplexGapsImaginary<T>(Vector<T> re, Vector<T> im)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.ComplexGapsImaginary(re.ToArray(), im.ToArray(), re.Count), re.Count, re.Count);

    /// <inheritdoc cref="Factorizations.SimpleSpectrum"/>
    internal static Matrix<T> SimpleSpectrum<T>(Matrix<T> m, Vector<T> re, Vector<T> im)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.SimpleSpectrum(Values(m), re.ToArray(), im.ToArray(), re.Count), re.Count, re.Count);

    /// <inheritdoc cref="Factorizations.NoEigenvectorDerivative"/>
    internal static Matrix<T> NoEigenvectorDerivative<T>(Matrix<T> direction)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.NoEigenvectorDerivative(Values(direction), direction.RowCount), direction.RowCount, direction.RowCount);

    /// <summary>½(A + Aᵀ).</summary>
    internal static Matrix<T> SymmetricPart<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => (matrix + matrix.Transpose()) / (T.One + T.One);

    /// <summary>[A E; 0 A].</summary>
    internal static Matrix<T> Block<T>(Matrix<T> matrix, Matrix<T> corner)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.Block(Values(matrix), Values(corner), matrix.RowCount), 2 * matrix.RowCount, 2 * matrix.RowCount);

    /// <summary>The triangle of a square matrix, zeros elsewhere; without its diagonal when it is strict.</summary>
    internal static Matrix<T> Triangle<T>(Matrix<T> matrix, bool isLower, bool isStrict)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.Triangle(Values(matrix), matrix.RowCount, isLower, isStrict), matrix.RowCount, matrix.RowCount);

    /// <summary>The upper left corner, with zeros where it is larger than the matrix.</summary>
    internal static Matrix<T> Resized<T>(Matrix<T> matrix, int rows, int columns)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.Resized(Values(matrix), matrix.RowCount, matrix.ColumnCount, rows, columns), rows, columns);

    /// <summary>A⁻¹ B from the eigenvectors of A, read as symmetric. (MathNet's own Evd.Solve takes a square B only.)</summary>
    internal static Matrix<T> SymmetricEigenSolve<T>(Matrix<T> matrix, Matrix<T> right)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var n = OrderOf(matrix);
        return Dense(Factorizations.SymmetricEigenSolve(Values(matrix), Factorizations.SymmetricEigenFactors(Values(matrix), n), Values(right), n, right.ColumnCount), n, right.ColumnCount);
    }

    /// <summary>The derivative of e^A along E.</summary>
    internal static Matrix<T> ExponentialDerivative<T>(Matrix<T> matrix, Matrix<T> direction)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.ExponentialDerivative(Values(matrix), Values(direction), matrix.RowCount), matrix.RowCount, matrix.RowCount);

    /// <summary>The derivative of A^exponent along E.</summary>
    internal static Matrix<T> PowerDerivative<T>(Matrix<T> matrix, Matrix<T> direction, int exponent)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        Dense(Factorizations.PowerDerivative(Values(matrix), Values(direction), matrix.RowCount, exponent), matrix.RowCount, matrix.RowCount);

    /// <summary>The derivative of det A: its cofactors.</summary>
    internal static Matrix<T> Cofactors<T>(Matrix<T> matrix)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var n = OrderOf(matrix);
        return Dense(Factorizations.Cofactors(Values(matrix), Factorizations.LuFactors(Values(matrix), n), n), n, n);
    }

    /// <summary>The derivative of the cofactors along D.</summary>
    internal static Matrix<T> CofactorsDerivative<T>(Matrix<T> matrix, Matrix<T> direction)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var n = OrderOf(matrix);
        return Dense(Factorizations.CofactorsDerivative(Values(matrix), Factorizations.LuFactors(Values(matrix), n), Values(direction), n), n, n);
    }

    /// <summary>X with Y X + X Y = C, Y symmetric and positive definite.</summary>
    internal static Matrix<T> SymmetricSylvester<T>(Matrix<T> y, Matrix<T> c)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Dense(Factorizations.SymmetricSylvester(Values(y), Values(c), y.RowCount), y.RowCount, y.RowCount);
}
