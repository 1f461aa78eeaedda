namespace ExprAutograd.Benchmarks.AdBench.HandTracking;

/// <summary>Residuals and Jacobian, each with where it is found after a call.</summary>
internal sealed class HandImplementation(Action objective, Action derivative, Func<double[]> residuals, Func<double[]> columns) : IImplementation
{
    public double Objective()
    {
        objective();
        return residuals()[0];
    }

    public double Derivative()
    {
        derivative();
        return residuals()[0];
    }

    public IReadOnlyList<Result> Results() => [new("objective", residuals()), new("gradient", columns())];

    /// <summary>The matrix, column after column.</summary>
    public static double[] Columns(double[,] matrix)
    {
        var rows = matrix.GetLength(0);
        return [.. Enumerable.Range(0, matrix.Length).Select(k => matrix[k % rows, k / rows])];
    }
}
