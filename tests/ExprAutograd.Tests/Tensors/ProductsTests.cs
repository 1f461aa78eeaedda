namespace ExprAutograd.Tests.Tensors;

/// <summary>Products of vectors, matrices and batches of them.</summary>
public sealed class ProductsTests
{
    public static TheoryData<string> Rows => [.. ProductsRows.All.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Value_and_both_derivatives_are_what_PyTorch_computes(string what) => ProductsRows.All.Single(r => r.What == what).Check();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Floats_stay_floats(string what) => ProductsRows.All.Single(r => r.What == what).CheckFloat();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Every_matrix_of_a_batch_is_multiplied_as_if_alone_however_it_is_stored(bool isLeftTransposed, bool isRightTransposed)
    {
        var (a, b) = (Tensor.Randn([3, 4, 5], seed: 1, requiresGrad: true), Tensor.Randn([3, 5, 2], seed: 2, requiresGrad: true));
        var left = isLeftTransposed ? a.Transpose(1, 2).Clone().Transpose(1, 2) : a;
        var right = isRightTransposed ? b.Permute(0, 2, 1).Clone().Permute(0, 2, 1) : b;
        var weights = Tensor.Randn([3, 4, 2], seed: 3);
        var batched = left.MatMul(right);
        var single = Tensor.Stack([.. Enumerable.Range(0, 3).Select(k => a[k].MatMul(b[k]))]);
        Check(single.ToArray<double>(), batched.ToArray<double>());
        var expected = Autograd.Grad([(single * weights).Sum()], [a, b]);
        var actual = Autograd.Grad([(batched * weights).Sum()], [a, b]);
        for (var k = 0; k < expected.Length; k++) Check(expected[k]!.ToArray<double>(), actual[k]!.ToArray<double>());
    }

    [Fact]
    public void Batches_are_stretched_to_one_another()
    {
        var (a, b) = (Tensor.Randn([2, 1, 3, 4], seed: 1), Tensor.Randn([5, 4, 2], seed: 2));
        var product = a.MatMul(b);
        Assert.Equal<int>([2, 5, 3, 2], product.Shape);
        Check(a[1, 0].MatMul(b[3]).ToArray<double>(), product[1, 3].ToArray<double>());
        Assert.Equal<int>([2, 5, 2], Tensor.Ones(4).MatMul(Tensor.Ones(2, 5, 4, 2)).Shape);
    }

    [Fact]
    public void Exchanging_an_axis_with_itself_transposes_nothing()
    {
        var x = Tensor.From(new[,] { { 1.0, 2 }, { 3, 4 } });
        Assert.Equal([7.0, 10, 15, 22], x.Transpose(0, 0).MatMul(x.Permute(0, 1)).ToArray<double>());
        Assert.Equal([10.0, 14, 14, 20], x.Permute(1, 0).MatMul(x).ToArray<double>());
    }

    [Fact]
    public void Products_over_nothing_are_zero()
    {
        Assert.Equal(new double[6], Tensor.Zeros(2, 0).MatMul(Tensor.Zeros(0, 3)).ToArray<double>());
        Assert.Equal([0.0, 0], Tensor.Zeros(2, 0).MatMul(Tensor.Zeros(0)).ToArray<double>());
        Assert.Equal(0, Tensor.Zeros(0).Dot(Tensor.Zeros(0)).Item());
        Assert.Equal<int>([0, 2, 2], Tensor.Zeros(0, 2, 3).MatMul(Tensor.Zeros(0, 3, 2)).Shape);
        var x = Tensor.Zeros(2, 2, 0).SetRequiresGrad();
        var product = x.MatMul(Tensor.Zeros(2, 0, 2));
        Assert.Equal(new double[8], product.ToArray<double>());
        product.Sum().Backward();
        Assert.Equal<int>([2, 2, 0], x.Grad!.Shape);
    }

    [Fact]
    public void Nothing_is_skipped_for_being_zero() =>
        Assert.True(double.IsNaN(Tensor.From(new[,] { { double.NaN, 0 } }).MatMul(Tensor.From(new[,] { { 0.0 }, { 1 } })).Item()));

    [Fact]
    public void Integers_stay_integers() => Assert.Equal([11, 25], Tensor.From(new[,] { { 1, 2 }, { 3, 4 } }).MatMul(Tensor.From(new[] { 3, 4 })).ToArray<int>());

    [Fact]
    public void What_does_not_fit_is_refused_with_both_shapes()
    {
        var x = Tensor.Zeros(2, 3);
        Assert.Contains("[2, 3] and [2, 3]", Assert.Throws<ArgumentException>(() => x.MatMul(x)).Message);
        Assert.Contains("[2, 3] and []", Assert.Throws<ArgumentException>(() => x.MatMul(Tensor.From(1.0))).Message);
        Assert.Contains("[2, 2, 3] by [3, 3, 1]", Assert.Throws<ArgumentException>(() => Tensor.Zeros(2, 2, 3).MatMul(Tensor.Zeros(3, 3, 1))).Message);
        Assert.Throws<ArgumentException>(() => x.Dot(x));
        Assert.Throws<ArgumentException>(() => x.Outer(Tensor.Zeros(2)));
    }

    private static void Check(double[] expected, double[] actual)
    {
        const double Accuracy = 1e-13;
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], Accuracy);
    }
}
