using ExprAutograd.Benchmarks.AdBench;
using ExprAutograd.Benchmarks.AdBench.BundleAdjustment;
using ExprAutograd.Benchmarks.AdBench.HandTracking;

namespace ExprAutograd.Tests.AdBench;

/// <summary>The rulers are right: they give what ADBench's own derivatives give, and what differences give where no reference reaches.</summary>
public sealed class HandWrittenDerivativeTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "AdBench", "Data");

    [Theory]
    [InlineData("gmm", "gmm_d2_K5.txt")]
    [InlineData("ba", "ba1_n49_m7776_p31843.txt")]
    [InlineData("lstm", "lstm_l2_c1024.txt")]
    public void It_is_ADBench_s_own(string name, string file)
    {
        var problem = Problems.Readers[name](Path.Combine(Data, file));
        var byHand = problem.ByHand();
        byHand.Objective();
        byHand.Derivative();
        var reference = AdBenchData.Reference(Data, name, file);
        Assert.NotNull(reference);
        Assert.InRange(Result.LargestDifference(problem.Shown(byHand.Results()), reference), 0, 1e-9);
    }

    [Theory]
    [InlineData(0.3, -0.5, 0.8)]
    [InlineData(0, 0, 0)]
    public void An_observation_s_rows_are_its_differences(double x, double y, double z)
    {
        double[] at = [x, y, z, 0.1, 0.2, 3, 500, 10, 20, 0.1, 0.01, -0.4, 0.6, 0.2, 0.5];
        var jacobian = new BundleJacobian(1);
        new BundleByHand(new BundleInstance([CameraAt(at)], [PointAt(at)], [at[14]], [(3, 4)])).Jacobian(jacobian);
        for (var column = 0; column < at.Length; column++)
        {
            var slope = Slope(at, column, b =>
            {
                var (u, v) = BundleMethod.Residual(CameraAt(b), PointAt(b), b[14], 3, 4);
                return [u, v];
            });
            RequireClose(slope[0], jacobian.Rows[column], $"u by number {column}");
            RequireClose(slope[1], jacobian.Rows[BundleJacobian.Columns + column], $"v by number {column}");
        }
        Assert.Equal(-2 * at[14], jacobian.WeightDerivatives[0]);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(true, 0)]
    public void The_hand_s_columns_are_its_differences(bool hasPlaces, double turn)
    {
        var data = SmallHand.Make(hasPlaces);
        for (var k = 0; k < 3; k++) data.Theta[k] *= turn;
        var byHand = new HandByHand(data);
        var (residuals, columns) = (new double[data.Points.Length], new double[byHand.Columns * data.Points.Length]);
        byHand.ValueAndJacobian(data.Theta, data.Places, residuals, columns);

        // The point: a shift of all places, then the pose.
        double[] at = [.. hasPlaces ? new double[2] : [], .. data.Theta];
        for (var column = 0; column < at.Length; column++)
        {
            var slope = Slope(at, column, b =>
            {
                var moved = new double[data.Points.Length];
                byHand.Value(b[^data.Theta.Length..], data.Places?.Select((p, k) => p + b[k % 2]).ToArray(), moved);
                return moved;
            });
            for (var row = 0; row < slope.Length; row++) RequireClose(slope[row], columns[(column * slope.Length) + row], $"row {row}, column {column}");
        }
    }

    private static Camera CameraAt(double[] b) => new(new Vector(b[0], b[1], b[2]), new Vector(b[3], b[4], b[5]), b[6], b[7], b[8], b[9], b[10]);

    private static Vector PointAt(double[] b) => new(b[11], b[12], b[13]);

    /// <summary>Central differences. Below a turn of 1e-4 the hand does not turn at all, so their step stays below it.</summary>
    private static double[] Slope(double[] at, int column, Func<double[], double[]> f)
    {
        const double Step = 1e-5;
        var (above, below) = ((double[])at.Clone(), (double[])at.Clone());
        above[column] += Step;
        below[column] -= Step;
        return [.. f(above).Zip(f(below), (a, b) => (a - b) / (2 * Step))];
    }

    private static void RequireClose(double expected, double actual, string what) =>
        Assert.True(Math.Abs(actual - expected) <= 1e-6 * (1 + Math.Abs(expected)), $"{what}: {actual:R} by hand, {expected:R} by differences.");
}
