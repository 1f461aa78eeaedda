namespace ExprAutograd.Benchmarks.AdBench.BundleAdjustment;

/// <summary>All residuals, and the entries of their Jacobian that are not zero by structure.</summary>
internal sealed class BundleJacobian(int observations)
{
    /// <summary>How many numbers an observation depends on: its camera, its point, its weight.</summary>
    public const int Columns = Camera.Length + 3 + 1;

    /// <summary>Two per observation.</summary>
    public double[] Residuals { get; } = new double[2 * observations];

    /// <summary>One per observation: 1 - w^2.</summary>
    public double[] WeightErrors { get; } = new double[observations];

    /// <summary>Per observation two rows of <see cref="Columns"/>: camera, point, weight.</summary>
    public double[] Rows { get; } = new double[2 * Columns * observations];

    /// <summary>One per observation: -2 w.</summary>
    public double[] WeightDerivatives { get; } = new double[observations];
}
