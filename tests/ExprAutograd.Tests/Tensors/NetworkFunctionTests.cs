namespace ExprAutograd.Tests.Tensors;

/// <summary>Losses, dropout, normalisation and labels: gradients of order 1 and 2, seeds, and what is refused.</summary>
public sealed class NetworkFunctionTests
{
    private static readonly Tensor Labels = Tensor.From(new[] { 2, 0 });

    private static readonly (string Name, Func<Tensor, Tensor, Tensor> Loss)[] Losses =
    [
        ("CrossEntropy", (x, _) => x.CrossEntropy(Labels)), ("CrossEntropy, none", (x, _) => x.CrossEntropy(Labels, Reduction.None)),
        ("CrossEntropy of probabilities", (x, y) => x.CrossEntropy(y.Softmax(1))), ("NllLoss", (x, _) => x.LogSoftmax(1).NllLoss(Labels)),
        ("MseLoss", (x, y) => x.MseLoss(y)), ("MseLoss, none", (x, y) => x.MseLoss(y, Reduction.None)), ("L1Loss", (x, y) => x.Square().L1Loss(y)),
        ("HuberLoss", (x, y) => x.HuberLoss(y, 0.7)), ("SmoothL1Loss", (x, y) => x.SmoothL1Loss(y, 0.7)),
        ("BinaryCrossEntropyWithLogits", (x, y) => x.BinaryCrossEntropyWithLogits(y.Sigmoid())), ("KlDiv", (x, y) => x.LogSoftmax(1).KlDiv(y.Softmax(1), Reduction.Sum)),
        ("LayerNorm", (x, y) => x.LayerNorm([3], y.Mean(0), y.Sum(0))), ("Clamp", (x, _) => x.Square().Clamp(0.2, 0.9)), ("Dropout", (x, _) => x.Square().Dropout(0.5, seed: 5)),
    ];

    public static TheoryData<string> Rows => [.. Losses.Select(l => l.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradients_of_order_1_and_2_are_what_differences_say(string name)
    {
        var loss = Losses.Single(l => l.Name == name).Loss;
        double[] a = [0.3, -0.7, 1.3, 0.9, 0.2, -0.45], b = [0.1, 0.4, -0.2, -0.35, 0.8, 0.15];
        TensorDifferences.Check(t => loss(t[0], t[1]), Tensor.From(a, [2, 3]), Tensor.From(b, [2, 3]));
        TensorDifferences.Check(t => loss(t[0].T, t[1].T), Tensor.From(a, [3, 2]), Tensor.From(b, [3, 2]));
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_depends_on_the_seed_alone()
    {
        var x = Tensor.Ones([10_000], ElementType.Float64, requiresGrad: true);
        var y = x.Dropout(0.3, seed: 1);
        Assert.All(y.ToArray<double>(), v => Assert.True(v == 0 || v == 1 / 0.7));
        Assert.InRange(y.Mean().Item(), 0.97, 1.03);
        Assert.Equal(y.ToArray<double>(), x.Dropout(0.3, seed: 1).ToArray<double>());
        Assert.NotEqual(y.ToArray<double>(), x.Dropout(0.3, seed: 2).ToArray<double>());
        Assert.Equal(y.ToArray<double>(), Autograd.Grad(y.Sum(), x).ToArray<double>());
        Assert.All(x.Dropout(1, seed: 1).ToArray<double>(), v => Assert.Equal(0, v));
        Assert.Equal(x.ToArray<double>(), x.Dropout(0, seed: 1).ToArray<double>());
        Tensor.ManualSeed(7);
        var first = x.Dropout().ToArray<double>();
        Tensor.ManualSeed(7);
        Assert.Equal(first, x.Dropout().ToArray<double>());
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Dropout(1.5));
    }

    [Fact]
    public void One_hot_is_one_at_the_label()
    {
        Assert.Equal([0, 0, 1, 1, 0, 0], Labels.OneHot(3).ToArray<int>());
        Assert.Equal([2, 3], Labels.OneHot(3).Shape.ToArray());
        Assert.Equal([0.0, 1], Tensor.From(1).OneHot(2, ElementType.Float64).ToArray<double>());
        Assert.Equal([true, false], Tensor.From(0).OneHot(2, ElementType.Boolean).ToArray<bool>());
        Assert.Equal([0, 3], Tensor.From(Array.Empty<int>()).OneHot(3).Shape.ToArray());
        Assert.Equal(2, Assert.Throws<ArgumentOutOfRangeException>(() => Labels.OneHot(2).Sum().Item()).ActualValue);
        Assert.Throws<InvalidOperationException>(() => Tensor.Ones(2).OneHot(2));
    }

    [Fact]
    public void A_label_that_names_no_class_is_an_error_when_the_loss_is_computed()
    {
        var x = Tensor.Zeros([2, 3], ElementType.Float64, requiresGrad: true);
        foreach (var label in new[] { 3, -1, int.MinValue })
        {
            var labels = Tensor.From(new[] { 0, label });
            Assert.Equal(label, Assert.Throws<ArgumentOutOfRangeException>(() => x.CrossEntropy(labels).Item()).ActualValue);
            Assert.Equal(label, Assert.Throws<ArgumentOutOfRangeException>(() => x.NllLoss(labels).Item()).ActualValue);
            Assert.Throws<ArgumentOutOfRangeException>(() => x.CrossEntropy(labels).Backward());
        }
    }

    [Fact]
    public void Shapes_and_types_that_do_not_fit_are_named()
    {
        var x = Tensor.Zeros(2, 3);
        Assert.Equal(
            "CrossEntropy: labels of shape [3] do not fit a tensor of shape [2, 3], which needs [2]: one label per example. (Parameter 'labels')",
            Assert.Throws<ArgumentException>(() => x.CrossEntropy(Tensor.From(new[] { 0, 1, 2 }))).Message);
        Assert.Throws<ArgumentException>(() => x.CrossEntropy(Tensor.Zeros(2)));
        Assert.Throws<ArgumentException>(() => x.CrossEntropy(Tensor.From(new[] { true, false })));
        Assert.Throws<ArgumentException>(() => Tensor.From(1.0).CrossEntropy(Tensor.From(0)));
        Assert.Equal(
            "MseLoss: a target of shape [2, 1] does not fit a tensor of shape [2, 3]. Reshape, or BroadcastTo, one of them. (Parameter 'target')",
            Assert.Throws<ArgumentException>(() => x.MseLoss(Tensor.Zeros(2, 1))).Message);
        Assert.Throws<ArgumentException>(() => x.LayerNorm([2]));
        Assert.Throws<ArgumentException>(() => x.LayerNorm([3], Tensor.Ones(2)));
        Assert.Throws<ArgumentException>(() => x.Clamp());
        Assert.Throws<ArgumentOutOfRangeException>(() => x.HuberLoss(x, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.SmoothL1Loss(x, -1));
    }

    [Fact]
    public void No_examples_have_no_mean_loss()
    {
        var x = Tensor.Zeros([0, 3], ElementType.Float64, requiresGrad: true);
        Assert.Equal(double.NaN, x.CrossEntropy(Tensor.From(Array.Empty<int>())).Item());
        Assert.Equal(0, x.CrossEntropy(Tensor.From(Array.Empty<int>()), Reduction.Sum).Item());
        Assert.Equal(double.NaN, x.MseLoss(Tensor.Zeros(0, 3)).Item());
        Assert.Empty(Autograd.Grad(x.CrossEntropy(Tensor.From(Array.Empty<int>())), x).ToArray<double>());
        Assert.Empty(x.LayerNorm([3]).ToArray<double>());
    }
}
