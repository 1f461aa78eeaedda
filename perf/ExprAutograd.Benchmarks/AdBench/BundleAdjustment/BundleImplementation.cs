namespace ExprAutograd.Benchmarks.AdBench.BundleAdjustment;

/// <summary>The loop over the observations around what computes one of them.</summary>
internal sealed class BundleImplementation(
    BundleInstance data, Func<Camera, Vector, double, double, double, (double U, double V)> residual, Func<double, double> weightError, Action<BundleJacobian> jacobian) : IImplementation
{
    private readonly BundleJacobian into = new(data.Observations);

    public double Objective()
    {
        for (var i = 0; i < data.Observations; i++)
        {
            var (weight, feature) = (data.Weights[i], data.Features[i]);
            (into.Residuals[2 * i], into.Residuals[(2 * i) + 1]) = residual(data.CameraOf(i), data.PointOf(i), weight, feature.X, feature.Y);
            into.WeightErrors[i] = weightError(weight);
        }
        return into.Residuals[0];
    }

    public double Derivative()
    {
        jacobian(into);
        return into.Rows[0];
    }

    public IReadOnlyList<Result> Results() => [new("reproj_err", into.Residuals), new("w_err", into.WeightErrors), new("gradient", [.. into.Rows, .. into.WeightDerivatives])];
}
