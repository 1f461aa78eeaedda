namespace ExprAutograd.Tests.Tensors;

/// <summary>Gradients of tensors, of order 1 and 2, against central differences.</summary>
internal static class TensorDifferences
{
    private const double Step = 1e-5;

    /// <summary>Checks a function of leaves at their values: its gradient, and the gradient of a combination of that.</summary>
    public static void Check(Func<Tensor[], Tensor> f, params Tensor[] at)
    {
        var values = at.Select(t => t.ToArray<double>()).ToArray();
        var weights = Random(1, f(Leaves(at, values)).Count);
        var directions = values.Select((v, k) => Random(2 + k, v.Length)).ToArray();

        var x = Leaves(at, values);
        var first = Autograd.Grad([Weighted(x)], x, createGraph: true, allowUnused: true);
        for (var k = 0; k < x.Length; k++)
            AssertClose(Differences(values, k, v => Weighted(Leaves(at, v)).Item()), first[k]?.ToArray<double>() ?? new double[values[k].Length], $"gradient {k}");

        var slope = Slope(first);
        var second = slope is { RequiresGrad: true } ? Autograd.Grad([slope], x, allowUnused: true) : new Tensor?[x.Length];
        for (var k = 0; k < x.Length; k++)
            AssertClose(Differences(values, k, SlopeAt), second[k]?.ToArray<double>() ?? new double[values[k].Length], $"second gradient {k}");

        Tensor Weighted(Tensor[] leaves)
        {
            var y = f(leaves);
            return (y * Tensor.From(weights, [.. y.Shape])).Sum();
        }

        Tensor? Slope(Tensor?[] gradients) =>
            gradients.Select((g, k) => g is null ? null : (g * Tensor.From(directions[k], [.. g.Shape])).Sum()).Aggregate((Tensor?)null, (sum, t) => sum is null ? t : t is null ? sum : sum + t);

        double SlopeAt(double[][] v)
        {
            var leaves = Leaves(at, v);
            return Slope(Autograd.Grad([Weighted(leaves)], leaves, allowUnused: true))?.Item() ?? 0;
        }
    }

    /// <summary>The gradient of the sum of a function's results.</summary>
    public static double[] Gradient(Func<Tensor, Tensor> f, Tensor x)
    {
        var leaf = x.Detach().Clone().SetRequiresGrad();
        return Autograd.Grad(f(leaf).Sum(), leaf).ToArray<double>();
    }

    private static Tensor[] Leaves(Tensor[] like, double[][] values) => [.. like.Select((t, k) => Tensor.From(values[k], [.. t.Shape], requiresGrad: true))];

    private static double[] Differences(double[][] values, int which, Func<double[][], double> f)
    {
        var slopes = new double[values[which].Length];
        for (var i = 0; i < slopes.Length; i++) slopes[i] = (At(i, Step) - At(i, -Step)) / (2 * Step);
        return slopes;

        double At(int i, double by)
        {
            var moved = (double[])values[which].Clone();
            moved[i] += by;
            return f([.. values.Select((v, k) => k == which ? moved : v)]);
        }
    }

    private static void AssertClose(double[] expected, double[] found, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= 2e-6 * (1 + Math.Abs(expected[i])), $"{what}, element {i}: differences give {expected[i]:R}, the gradient is {found[i]:R}.");
    }

    private static double[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}
