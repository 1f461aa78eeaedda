using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>Fixed data of any shape: the same numbers for the same shape and seed.</summary>
internal static class DenseData
{
    /// <summary>Numbers between 0.25 and 1.75 in size, of both signs, none twice.</summary>
    public static double[] Numbers(int count, int seed = 1)
    {
        var random = new Random((seed * 1000) + count);
        return [.. Enumerable.Range(0, count).Select(_ => (0.25 + (1.5 * random.NextDouble())) * (random.Next(2) == 0 ? -1 : 1))];
    }

    public static Vector<double> V(int count, int seed = 1) => Vector<double>.Build.Dense(Numbers(count, seed));

    /// <summary>Positive numbers.</summary>
    public static Vector<double> Positive(int count, int seed = 1) => V(count, seed).PointwiseAbs();

    /// <summary>Numbers between -0.9 and 0.9, where arcs are.</summary>
    public static Vector<double> Small(int count, int seed = 1) => V(count, seed) * 0.5;

    public static Matrix<double> M(int rows, int columns, int seed = 1) => Matrix<double>.Build.Dense(rows, columns, Numbers(rows * columns, seed + 50));

    public static Matrix<double> PositiveM(int rows, int columns, int seed = 1) => M(rows, columns, seed).PointwiseAbs();

    public static Matrix<double> SmallM(int rows, int columns, int seed = 1) => M(rows, columns, seed) * 0.5;

    public static Vector<double> V(params double[] values) => Vector<double>.Build.Dense(values);

    public static Matrix<double> M(double[,] values) => Matrix<double>.Build.DenseOfArray(values);
}
