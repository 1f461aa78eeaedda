namespace ExprAutograd.Tests.Tensors;

/// <summary>Reductions of integers, truth values and empty tensors, and what they refuse.</summary>
public sealed class ReductionTests
{
    private static readonly Tensor Integers = Tensor.From(new[,] { { 3, -1, 2 }, { 0, 7, 7 } });

    private static readonly Tensor Truths = Tensor.From([true, false, true, true], [2, 2]);

    [Fact]
    public void Integers_are_reduced_to_integers()
    {
        Assert.Equal(18, Integers.Sum().Item());
        Assert.Equal([4, 14], Integers.Sum(1).ToArray<int>());
        Assert.Equal([-6, 0], Integers.Prod(1).ToArray<int>());
        Assert.Equal(0, Integers.Prod().Item());
        Assert.Equal([3, 2, 4, 0, 7, 14], Integers.CumSum(1).ToArray<int>());
        Assert.Equal([3, 7, 7], Integers.AMax(0).ToArray<int>());
        Assert.Equal(-1, Integers.Min().Item());
        Assert.Equal([1, 0], Integers.Min(1).Indices.ToArray<int>());
        Assert.Equal([3, 7], Integers.Max(1).Values.ToArray<int>());
        Assert.Equal(3, Integers.Mean().Item());
        Assert.Equal([3, -1, 2, 0, 3, 3], Integers.Clamp(max: 3).ToArray<int>());
    }

    [Fact]
    public void Truth_values_are_counted()
    {
        Assert.Equal(3, Truths.Sum().Item());
        Assert.Equal([1, 2], Truths.Sum(1).ToArray<int>());
        Assert.Equal(0.75, Truths.To(ElementType.Float64).Mean().Item());
        Assert.Equal([true, false], Truths.All(0).ToArray<bool>());
        Assert.Equal([1, 0, 2, 1], Truths.CumSum(0).ToArray<int>());
        Assert.Equal(0, Truths.Prod().Item());
    }

    [Fact]
    public void An_axis_without_elements_has_the_neutral_element()
    {
        var x = Tensor.Zeros([2, 0], ElementType.Float64, requiresGrad: true);
        Assert.Equal([0.0, 0], x.Sum(1).ToArray<double>());
        Assert.Equal([1.0, 1], x.Prod(1).ToArray<double>());
        Assert.Equal([double.NaN, double.NaN], x.Mean(1).ToArray<double>());
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], x.LogSumExp(1).ToArray<double>());
        Assert.Equal([0.0, 0], x.Norm([1]).ToArray<double>());
        Assert.Equal([false, false], x.Any(1).ToArray<bool>());
        Assert.Equal([true, true], x.All(1).ToArray<bool>());
        Assert.Empty(x.AMax(0).ToArray<double>());
        Assert.Empty(x.ArgMin(0).ToArray<int>());
        Assert.Empty(x.CumSum(1).ToArray<double>());
        Assert.Empty(x.Softmax(0).ToArray<double>());
        Assert.Empty(x.Var(0).ToArray<double>());
        foreach (var y in new[] { x.Sum(1), x.Prod(1), x.LogSumExp(1), x.AMax(0), x.Max(0).Values, x.CumSum(0), x.CumSum(1), x.Softmax(1), x.LogSoftmax(0) })
            Assert.Equal([2, 0], Autograd.Grad(y.Sum(), x).Shape.ToArray());
    }

    [Fact]
    public void There_is_no_extremum_of_nothing()
    {
        Assert.Equal(
            "AMax: there is no element to choose in a tensor of shape [0, 3]: it is empty along the axes that are reduced.",
            Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(0, 3).AMax(0)).Message);
        Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(0).Max());
        Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(0, 3).Min(0));
        Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(0).ArgMax());
    }

    [Fact]
    public void Axes_that_are_not_there_or_named_twice_are_refused()
    {
        var x = Tensor.Zeros(2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Max(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Softmax(-3));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.CumSum(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Prod(2));
        Assert.Throws<ArgumentException>(() => x.AMax([0, -2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Norm(0.0));
        Assert.Contains("Any or All", Assert.Throws<InvalidOperationException>(() => Truths.Max()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_2_of_an_extremum_is_that_of_what_reads_it()
    {
        // f = max(x)^3, x = (1, 2, 2): f' = 3 max^2 / 2 at each of the two, and f'' spreads 6 max over both once more.
        var x = Tensor.From([1.0, 2, 2], [3], requiresGrad: true);
        var g = Autograd.Grad(x.Max().Pow(3), x, createGraph: true);
        Assert.Equal([0.0, 6, 6], g.ToArray<double>());
        Assert.Equal([0.0, 3, 3], Autograd.Grad((g * Tensor.From(new[] { 0.0, 1, 0 })).Sum(), x).ToArray<double>());
    }

    [Fact]
    public void A_result_names_its_function()
    {
        var x = Tensor.Ones([2, 2], ElementType.Float64, requiresGrad: true);
        Assert.Equal("AmaxBackward0", x.AMax(0).GradientFunction);
        Assert.Equal("MaxBackward0", x.Max(0).Values.GradientFunction);
        Assert.Equal("ProdBackward0", x.Prod().GradientFunction);
        Assert.Equal("SoftmaxBackward0", x.Softmax(0).GradientFunction);
        Assert.Equal("StdBackward0", x.Std().GradientFunction);
        Assert.Null(x.ArgMax().GradientFunction);
    }

    [Fact]
    public void Many_elements_are_reduced_as_few_are()
    {
        var x = Tensor.Randn([37, 53], seed: 3);
        var values = x.ToArray<double>();
        Assert.Equal(values.Max(), x.Max().Item());
        Assert.Equal(Array.IndexOf(values, values.Max()), x.ArgMax().Item());
        Assert.Equal(Enumerable.Range(0, 37).Select(r => values[(r * 53)..((r + 1) * 53)].Min()), x.AMin(1).ToArray<double>());
        Assert.Equal(Enumerable.Range(0, 53).Select(c => Enumerable.Range(0, 37).Max(r => values[(r * 53) + c])), x.AMax(0).ToArray<double>());
    }
}
