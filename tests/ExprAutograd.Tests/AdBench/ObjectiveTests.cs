using ExprAutograd.Benchmarks.AdBench.BundleAdjustment;
using ExprAutograd.Benchmarks.AdBench.Gmm;
using ExprAutograd.Benchmarks.AdBench.HandTracking;
using ExprAutograd.Benchmarks.AdBench.Lstm;

namespace ExprAutograd.Tests.AdBench;

/// <summary>Each problem is written three times: in LINQ, as a plain method, and by hand with its derivative. All give one value.</summary>
public sealed class ObjectiveTests
{
    private const double Tolerance = 1e-11;

    [Fact]
    public void The_mixture_in_LINQ_is_the_plain_method()
    {
        var random = new Random(1);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        var (d, k, n) = (4, 3, 10);
        var data = new GmmInstance(Numbers(k), Numbers(k * d), Numbers(k * d * (d + 1) / 2), Numbers(n * d), 0.7, 2);
        var expected = GmmMethod.LogPosterior(data.Alphas, data.Means, data.Factors, data.Points, data.Gamma, data.M);
        RequireClose([expected], [InlinedLambdas.Compile(GmmLinq.LogPosterior(data))(data.Alphas, data.Means, data.Factors)]);
        RequireClose([expected], [new GmmByHand(data).Value(data.Alphas, data.Means, data.Factors)]);
    }

    [Fact]
    public void The_network_in_LINQ_is_the_plain_method()
    {
        var random = new Random(2);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        var (layers, width, characters) = (3, 4, 6);
        var data = new LstmInstance(layers, width, Numbers(8 * layers * width), Numbers(3 * width), Numbers(2 * layers * width), Numbers(characters * width));
        var expected = LstmMethod.Loss(data.Weights, data.Extra, data.State, data.Sequence, data.Width);
        RequireClose([expected], [InlinedLambdas.Compile(LstmLinq.Loss(data))(data.Weights, data.Extra)]);
    }

    [Theory]
    [InlineData(0.3, -0.5, 0.8)]
    [InlineData(0, 0, 0)]
    public void The_observation_in_lambdas_is_the_plain_method(double x, double y, double z)
    {
        var camera = new Camera(new Vector(x, y, z), new Vector(0.1, 0.2, 3), 500, 10, 20, 0.1, 0.01);
        var point = new Vector(-0.4, 0.6, 0.2);
        var expected = BundleMethod.Residual(camera, point, 0.5, 3, 4);
        var actual = InlinedLambdas.Compile(BundleLinq.Residual)(camera, point, 0.5, 3, 4);
        RequireClose([expected.U, expected.V], [actual.U, actual.V]);
        Assert.Equal(BundleMethod.WeightError(0.5), BundleLinq.WeightError.Compile()(0.5));
    }

    [Fact]
    public void The_hand_in_LINQ_is_the_plain_method()
    {
        var data = SmallHand.Make(hasPlaces: false);
        var m = data.Model;
        var expected = HandMethod.Residuals(data.Theta, m.Parents, m.Bases, m.InverseBases, m.Vertices, m.First, m.Bones, m.Weights, data.Correspondences, data.Points);
        RequireClose(expected, InlinedLambdas.Compile(HandLinq.Residuals(data))(data.Theta));

        var byHand = new double[data.Points.Length];
        new HandByHand(data).Value(data.Theta, null, byHand);
        RequireClose(expected, byHand);
    }

    [Fact]
    public void The_hand_with_places_in_LINQ_is_the_plain_method()
    {
        var data = SmallHand.Make(hasPlaces: true);
        var m = data.Model;
        var expected = HandMethod.ResidualsAtPlaces(
            data.Theta, data.Places!, m.Parents, m.Bases, m.InverseBases, m.Vertices, m.First, m.Bones, m.Weights, m.Triangles, data.Correspondences, data.Points);
        RequireClose(expected, InlinedLambdas.Compile(HandLinq.ResidualsAtPlaces(data))(data.Theta, data.Places!));

        var byHand = new double[data.Points.Length];
        new HandByHand(data).Value(data.Theta, data.Places, byHand);
        RequireClose(expected, byHand);
    }

    private static void RequireClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++) Assert.InRange(Math.Abs(actual[k] - expected[k]), 0, Tolerance * (1 + Math.Abs(expected[k])));
    }
}
