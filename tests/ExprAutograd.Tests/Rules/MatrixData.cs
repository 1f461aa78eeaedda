using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.Rules;

/// <summary>Matrices of the tables: the same at every run.</summary>
internal static class MatrixData
{
    public static double[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    public static double[] Identity(int n, double scale = 1) => Matrix<double>.Build.DenseIdentity(n).Multiply(scale).ToColumnMajorArray();

    /// <summary>Far from singular, not symmetric.</summary>
    public static double[] WellConditioned(int seed, int n) => Plus(Random(seed, n * n), Identity(n, 2));

    public static double[] Symmetric(int seed, int n) => SymmetricPart(Random(seed, n * n), n);

    public static double[] PositiveDefinite(int seed, int n)
    {
        var b = AsMatrix(Random(seed, n * n), n, n);
        return ((b * b.Transpose()) + Matrix<double>.Build.DenseIdentity(n)).ToColumnMajorArray();
    }

    /// <summary>V diag(values) Vᵀ with a random orthogonal V.</summary>
    public static double[] WithEigenvalues(int seed, params double[] values)
    {
        var v = Orthogonal(seed, values.Length);
        return SymmetricPart((v * Matrix<double>.Build.DenseOfDiagonalArray(values) * v.Transpose()).ToColumnMajorArray(), values.Length);
    }

    /// <summary>U diag(values) Vᵀ with random orthogonal U and V.</summary>
    public static double[] WithSingularValues(int seed, int rows, int columns, params double[] values) =>
        (Orthogonal(seed, rows) * Matrix<double>.Build.Dense(rows, columns, (i, j) => i == j ? values[i] : 0) * Orthogonal(seed + 1, columns)).ToColumnMajorArray();

    public static Matrix<double> Orthogonal(int seed, int n) => AsMatrix(Random(seed, n * n), n, n).QR().Q;

    public static Matrix<double> AsMatrix(double[] values, int rows, int columns) => Matrix<double>.Build.Dense(rows, columns, [.. values]);

    public static double[] SymmetricPart(double[] a, int n)
    {
        var dense = AsMatrix(a, n, n);
        return ((dense + dense.Transpose()) / 2).ToColumnMajorArray();
    }

    public static double[] Plus(double[] x, double[] y, double factor = 1) => [.. x.Zip(y, (a, b) => a + (factor * b))];

    public static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
