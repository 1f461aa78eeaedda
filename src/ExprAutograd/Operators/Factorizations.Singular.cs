using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>A = U S Vᵀ: singular values and vectors, the pseudo-inverse.</summary>
internal static partial class Factorizations
{
    /// <summary>The singular values, descending; the square U; the square Vᵀ; then a zero whose cotangent says that the values are used beside the vectors.</summary>
    /// <exception cref="ArgumentException">The iteration does not converge.</exception>
    [return: Shape("min(rows, columns)", "rows, rows", "columns, columns", "1")]
    public static T[] SvdFactors<T>([Shape("rows, columns")] T[] a, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factors = new T[SvdFactorsLength(rows, columns)];
        SvdFactorsInto(factors, a, rows, columns);
        return factors;
    }

    public static int SvdFactorsLength(int rows, int columns) => Math.Min(rows, columns) + (rows * rows) + (columns * columns) + 1;

    public static void SvdFactorsInto<T>(T[] destination, T[] a, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (s, u, vt) = (new T[Math.Min(rows, columns)], new T[rows * rows], new T[columns * columns]);
        Provider<T>().SingularValueDecomposition(true, a.AsSpan(0, rows * columns).ToArray(), rows, columns, s, u, vt);
        s.CopyTo(destination, 0);
        u.CopyTo(destination, s.Length);
        vt.CopyTo(destination, s.Length + u.Length);
        destination[s.Length + u.Length + vt.Length] = T.Zero;
    }

    /// <summary>The singular values, descending.</summary>
    [return: Shape("min(rows, columns)")]
    public static T[] SingularValues<T>(
        [Shape("rows, columns")] T[] a, [Shape("min(rows, columns)", "rows, rows", "columns, columns", "1")] T[] svd, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[SingularValuesLength(rows, columns)];
        SingularValuesInto(values, a, svd, rows, columns);
        return values;
    }

    public static int SingularValuesLength(int rows, int columns) => Math.Min(rows, columns);

    public static void SingularValuesInto<T>(T[] destination, T[] a, T[] svd, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> => svd.AsSpan(0, Math.Min(rows, columns)).CopyTo(destination);

    /// <summary>How many singular values are not zero up to rounding, as MathNet counts them.</summary>
    public static int Rank<T>(T[] svd, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = svd.AsSpan(0, Math.Min(rows, columns));
        var largest = LargestMagnitude<T>(values);
        var tolerance = (T.BitIncrement(largest) - largest) * T.CreateChecked(Math.Max(rows, columns));
        var rank = 0;
        foreach (var value in values)
            if (T.Abs(value) > tolerance) rank++;
        return rank;
    }

    /// <summary>A⁺, of columns × rows. Singular values below max(rows, columns) u s₀ count as zero, u being the unit roundoff, as in MathNet.</summary>
    [return: Shape("columns, rows")]
    public static T[] PseudoInverse<T>([Shape("rows, columns")] T[] a, T[] svd, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var inverse = new T[PseudoInverseLength(rows, columns)];
        PseudoInverseInto(inverse, a, svd, rows, columns);
        return inverse;
    }

    public static int PseudoInverseLength(int rows, int columns) => rows * columns;

    public static void PseudoInverseInto<T>(T[] destination, T[] a, T[] svd, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var k = Math.Min(rows, columns);
        var tolerance = k == 0 ? T.Zero : T.CreateChecked(Math.Max(rows, columns)) * svd[0] * Rounding<T>() / (T.One + T.One);
        destination.AsSpan(0, rows * columns).Clear();
        for (var i = 0; i < k; i++)
        {
            if (svd[i] < tolerance) continue;
            for (var r = 0; r < rows; r++)
                for (var c = 0; c < columns; c++)
                    destination[(r * columns) + c] += svd[k + (i * rows) + r] / svd[i] * svd[k + (rows * rows) + (c * columns) + i];
        }
    }

    /// <summary>X = V S⁻¹ Uᵀ B: the least-squares solution, the shortest where there are several. No singular value counts as zero, as in MathNet.</summary>
    [return: Shape("columns, count")]
    public static T[] SvdSolve<T>([Shape("rows, columns")] T[] a, T[] svd, [Shape("rows, count")] T[] b, int rows, int columns, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = new T[SvdSolveLength(columns, count)];
        SvdSolveInto(x, a, svd, b, rows, columns, count);
        return x;
    }

    public static int SvdSolveLength(int columns, int count) => columns * count;

    public static void SvdSolveInto<T>(T[] destination, T[] a, T[] svd, T[] b, int rows, int columns, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var k = Math.Min(rows, columns);
        destination.AsSpan(0, columns * count).Clear();
        for (var c = 0; c < count; c++)
        {
            for (var i = 0; i < k; i++)
            {
                var weight = Dot<T>(svd.AsSpan(k + (i * rows), rows), b.AsSpan(c * rows, rows)) / svd[i];
                for (var j = 0; j < columns; j++) destination[(c * columns) + j] += weight * svd[k + (rows * rows) + (j * columns) + i];
            }
        }
    }
}
