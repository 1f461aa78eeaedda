using ExprAutograd.Cli.Demo;

namespace ExprAutograd.Tests.Networks;

/// <summary>Shapes, names and starting values of parameters; what is saved is loaded; what does not fit is named.</summary>
public sealed class ModuleTests
{
    private static Sequential Network(int seed) => new(new Linear(3, 4, seed: seed), Activation.Tanh, new Sequential(new Linear(4, 2, bias: false, seed: seed + 1)));

    [Fact]
    public void Parameters_have_names_and_shapes() => Assert.Equal(
        ["0.weight [4, 3]", "0.bias [4]", "2.0.weight [2, 4]"],
        Network(1).NamedParameters().Select(p => $"{p.Name} [{string.Join(", ", p.Parameter.Shape)}]"));

    [Fact]
    public void A_linear_layer_multiplies_rows()
    {
        var layer = new Linear(3, 2, seed: 5);
        var (w, b) = (layer.Weight.ToArray<double>(), layer.Bias!.ToArray<double>());
        Assert.All(w.Concat(b), v => Assert.InRange(v, -1 / Math.Sqrt(3), 1 / Math.Sqrt(3)));
        double[] x = [1, -2, 0.5];
        double[] expected = [.. Enumerable.Range(0, 2).Select(i => b[i] + Enumerable.Range(0, 3).Sum(j => w[(3 * i) + j] * x[j]))];
        foreach (int[] lead in (int[][])[[], [1], [1, 1], [2, 2]])
        {
            var copies = lead.Aggregate(1, (p, q) => p * q);
            var result = layer.Forward(Tensor.From([.. Enumerable.Repeat(x, copies).SelectMany(r => r)], [.. lead, 3]));
            Assert.Equal<int>([.. lead, 2], result.Shape.AsEnumerable());
            Assert.All(result.ToArray<double>().Select((v, k) => Math.Abs(v - expected[k % 2])), d => Assert.InRange(d, 0, 1e-15));
        }
        Assert.Equal<int>([0, 2], layer.Forward(Tensor.Zeros(0, 3)).Shape.AsEnumerable());
        Assert.Contains("[2, 4]", Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros(2, 4))).Message);
    }

    [Fact]
    public void Seeds_make_parameters()
    {
        Assert.Equal(new Linear(3, 2, seed: 5).Weight.ToArray<double>(), new Linear(3, 2, seed: 5).Weight.ToArray<double>());
        Assert.NotEqual(new Linear(3, 2, seed: 5).Weight.ToArray<double>(), new Linear(3, 2, seed: 6).Weight.ToArray<double>());
        Assert.Equal(ElementType.Float32, new Linear(3, 2, type: ElementType.Float32).Weight.ElementType);
    }

    [Fact]
    public void Images_become_filters()
    {
        var layer = new Conv2d(2, 5, 3, padding: 1, seed: 1);
        Assert.Equal<int>([5, 2, 3, 3], layer.Weight.Shape.AsEnumerable());
        Assert.Equal<int>([4, 5, 8, 6], layer.Forward(Tensor.Ones(4, 2, 8, 6)).Shape.AsEnumerable());
        Assert.Equal<int>([4, 5, 4, 3], new Sequential(layer, new MaxPool2d(2)).Forward(Tensor.Ones(4, 2, 8, 6)).Shape.AsEnumerable());
    }

    [Fact]
    public void Normalised_rows_have_mean_0_and_variance_1()
    {
        var rows = new LayerNorm(4).Forward(Tensor.From([1.0, 2, 3, 4, -8, 0, 0, 8], [2, 4])).ToArray<double>();
        foreach (var row in rows.Chunk(4))
        {
            Assert.InRange(row.Sum(), -1e-12, 1e-12);
            Assert.InRange(row.Sum(v => v * v) / 4, 1 - 1e-4, 1);
        }
        Assert.Throws<ArgumentException>(() => new LayerNorm(4).Forward(Tensor.Zeros(4, 3)));
    }

    [Fact]
    public void An_embedding_looks_up_rows_and_gives_them_their_gradients()
    {
        var table = new Embedding(5, 2, seed: 1);
        var rows = table.Weight.ToArray<double>();
        var found = table.Forward(Tensor.From(new[] { 4, 0, 4, 1 }, [2, 2]));
        Assert.Equal<int>([2, 2, 2], found.Shape.AsEnumerable());
        Assert.Equal([rows[8], rows[9], rows[0], rows[1], rows[8], rows[9], rows[2], rows[3]], found.ToArray<double>());
        found.Sum().Backward();
        Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0, 2, 2], table.Weight.Grad!.ToArray<double>());
    }

    [Fact]
    public void Dropout_drops_while_it_is_trained_alone()
    {
        var network = new Sequential(new Dropout(0.25, seed: 3));
        var values = network.Forward(Tensor.Ones(4000)).ToArray<double>();
        Assert.All(values, v => Assert.True(v is 0 or 1 / 0.75));
        Assert.InRange(values.Count(v => v == 0), 850, 1150);
        Assert.NotEqual(values, network.Forward(Tensor.Ones(4000)).ToArray<double>());
        Assert.All(network.Eval().Forward(Tensor.Ones(4000)).ToArray<double>(), v => Assert.Equal(1, v));
        Assert.All(new Dropout(1).Forward(Tensor.Ones(9)).ToArray<double>(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void What_is_saved_is_loaded()
    {
        var (first, second) = (Network(1), Network(7));
        var x = Tensor.From([1.0, 2, 3], [1, 3]);
        using var file = new MemoryStream();
        first.Save(file);
        file.Position = 0;
        second.Load(file);
        Assert.Equal(first.Forward(x).ToArray<double>(), second.Forward(x).ToArray<double>());
        Assert.All(second.Parameters(), p => Assert.True(p.RequiresGrad && p.IsLeaf));
    }

    [Fact]
    public void All_that_does_not_fit_is_named_and_nothing_is_loaded()
    {
        using var file = new MemoryStream();
        new Sequential(new Linear(3, 5), new Linear(5, 1)).Save(file);
        file.Position = 0;
        var network = Network(1);
        var before = network.Parameters().First().ToArray<double>();
        var message = Assert.Throws<InvalidDataException>(() => network.Load(file)).Message;
        Assert.Contains("'0.weight' has the shape [5, 3], not [4, 3]", message);
        Assert.Contains("'2.0.weight' is missing", message);
        Assert.Contains("'1.bias' is unexpected", message);
        Assert.Equal(before, network.Parameters().First().ToArray<double>());
    }

    [Fact]
    public void A_network_learns_to_read_digits()
    {
        var last = default(Epoch);
        new DigitsTraining(DigitsDataSet.Load(), epochs: 15, seed: 1).Run(epoch => last = epoch, CancellationToken.None);
        Assert.InRange(last.TestAccuracy, 0.97, 1);
    }
}
