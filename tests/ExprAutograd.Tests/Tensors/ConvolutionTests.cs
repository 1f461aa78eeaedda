namespace ExprAutograd.Tests.Tensors;

/// <summary>Convolutions and pooling against sums written out, and their gradients of order 1 and 2 against differences.</summary>
public sealed class ConvolutionTests
{
    public static TheoryData<int[], int[], int, int> Geometries => new()
    {
        { [1, 1, 3, 3], [1, 1, 2, 2], 1, 0 },
        { [2, 3, 5, 4], [4, 3, 3, 2], 1, 0 },
        { [2, 2, 5, 4], [3, 2, 3, 3], 1, 1 },
        { [1, 2, 6, 5], [2, 2, 3, 2], 2, 1 },
        { [2, 1, 7, 7], [1, 1, 1, 1], 3, 0 },
        { [1, 1, 2, 2], [1, 1, 5, 5], 2, 3 },
        { [1, 2, 3, 3], [2, 2, 3, 3], 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Geometries))]
    public void A_convolution_is_the_sum_over_windows(int[] images, int[] filters, int stride, int padding)
    {
        var (x, w, b) = (Tensor.Randn(images, seed: 1), Tensor.Randn(filters, seed: 2), Tensor.Randn([filters[0]], seed: 3));
        var y = x.Conv2d(w, b, stride, padding);
        var expected = Convolved(x, w, b, stride, padding, out var shape);
        Assert.Equal(shape, y.Shape.ToArray());
        AssertClose(expected, y.ToArray<double>(), 1e-12);
        AssertClose(expected, x.To(ElementType.Float32).Conv2d(w.To(ElementType.Float32), b.To(ElementType.Float32), stride, padding).To(ElementType.Float64).ToArray<double>(), 1e-4);
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Gradients_of_order_1_and_2_are_what_differences_say(int[] images, int[] filters, int stride, int padding)
    {
        if (images[0] * images[1] * images[2] * images[3] > 100) images = [1, images[1], images[2], images[3]];
        TensorDifferences.Check(t => t[0].Conv2d(t[1], t[2], stride, padding), Tensor.Randn(images, seed: 1), Tensor.Randn(filters, seed: 2), Tensor.Randn([filters[0]], seed: 3));
    }

    [Fact]
    public void Sequences_are_images_of_one_row()
    {
        // torch.nn.functional.conv1d(torch.tensor([[[1., 2, 3, 4, 5]]]), torch.tensor([[[1., 0, -1]]]), torch.tensor([10.]), stride=2, padding=1)
        var y = Tensor.From([1.0, 2, 3, 4, 5], [1, 1, 5]).Conv1d(Tensor.From([1.0, 0, -1], [1, 1, 3]), Tensor.From(new[] { 10.0 }), stride: 2, padding: 1);
        Assert.Equal([1, 1, 3], y.Shape.ToArray());
        Assert.Equal([8.0, 8.0, 14.0], y.ToArray<double>());
        Assert.Equal([2, 4], Tensor.Randn([3, 5], seed: 1).Conv1d(Tensor.Randn([2, 3, 2], seed: 2)).Shape.ToArray());
        TensorDifferences.Check(t => t[0].Conv1d(t[1], stride: 2), Tensor.Randn([3, 5], seed: 1), Tensor.Randn([2, 3, 2], seed: 2));
    }

    [Fact]
    public void Images_and_filters_may_be_views()
    {
        var (x, w) = (Tensor.Randn([3, 4, 2, 1], seed: 1), Tensor.Randn([2, 2, 2, 3], seed: 2));
        TensorDifferences.Check(t => t[0].Permute(3, 2, 1, 0).Conv2d(t[1].Transpose(0, 1)).Tanh(), x, w);
    }

    [Fact]
    public void No_images_give_no_results_and_a_gradient_of_zeros()
    {
        var w = Tensor.Randn([2, 1, 2, 2], seed: 1, requiresGrad: true);
        var y = Tensor.Zeros(0, 1, 3, 3).Conv2d(w);
        Assert.Equal([0, 2, 2, 2], y.Shape.ToArray());
        Assert.Equal(0, y.Sum().Item());
        Assert.All(Autograd.Grad(y.Sum(), w).ToArray<double>(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void NaN_reaches_the_windows_that_see_it()
    {
        var y = Tensor.From([1.0, double.NaN, 3, 4], [1, 1, 4]).Conv1d(Tensor.Ones(1, 1, 2));
        Assert.Equal([double.NaN, double.NaN, 7], y.ToArray<double>());
    }

    [Theory]
    [InlineData(2, null, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 2, 1)]
    [InlineData(1, 2, 0)]
    public void Pooling_takes_the_greatest_or_the_mean_of_windows(int size, int? stride, int padding)
    {
        var x = Tensor.Randn([2, 2, 5, 6], seed: 4);
        var (greatest, mean) = Pooled(x, size, stride ?? size, padding);
        AssertClose(greatest, x.MaxPool2d(size, stride, padding).ToArray<double>(), 0);
        AssertClose(mean, x.AvgPool2d(size, stride, padding).ToArray<double>(), 1e-14);
        var small = Tensor.Randn([1, 1, 5, 4], seed: 5);
        TensorDifferences.Check(t => t[0].MaxPool2d(size, stride, padding).Square(), small);
        TensorDifferences.Check(t => t[0].AvgPool2d(size, stride, padding).Square(), small);
        TensorDifferences.Check(t => t[0].MaxPool1d(size, stride, padding).Square(), small);
        TensorDifferences.Check(t => t[0].AvgPool1d(size, stride, padding).Square(), small);
    }

    [Fact]
    public void The_first_of_those_that_tie_has_the_derivative_of_a_pooled_maximum()
    {
        var g = TensorDifferences.Gradient(x => x.MaxPool1d(2), Tensor.From(new[] { 3.0, 3, 1, 2 }));
        Assert.Equal([1.0, 0, 0, 1], g);
        Assert.Equal([double.NaN, 2], Tensor.From(new[] { 3.0, double.NaN, 1, 2 }).MaxPool1d(2).ToArray<double>());
        Assert.Equal([3f, 2f], Tensor.From(new[] { 3f, 1, 1, 2 }).MaxPool1d(2).ToArray<float>());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        var x = Tensor.Zeros(1, 2, 3, 3);
        Assert.Equal("Conv2d: weights of shape [1, 1, 2, 2] are for 1 channels, and the input of shape [1, 2, 3, 3] has 2. (Parameter 'weight')", Message<ArgumentException>(() => x.Conv2d(Tensor.Zeros(1, 1, 2, 2))));
        Assert.Equal("Conv2d: a window of 4 does not fit into 3 elements with a padding of 0 (the input's shape is [1, 2, 3, 3]).", Message<ArgumentException>(() => x.Conv2d(Tensor.Zeros(1, 2, 4, 1))));
        Assert.Equal("Conv2d: a bias of shape [2] does not fit 1 filters; its shape must be [1]. (Parameter 'bias')", Message<ArgumentException>(() => x.Conv2d(Tensor.Zeros(1, 2, 1, 1), Tensor.Zeros(2))));
        Assert.Contains("[batch, channels, height, width]", Message<ArgumentException>(() => Tensor.Zeros(3).Conv2d(Tensor.Zeros(1, 2, 1, 1))), StringComparison.Ordinal);
        Assert.Contains("stride must be positive", Message<ArgumentOutOfRangeException>(() => x.Conv2d(Tensor.Zeros(1, 2, 1, 1), stride: 0)), StringComparison.Ordinal);
        Assert.Contains("cannot be negative", Message<ArgumentOutOfRangeException>(() => x.Conv2d(Tensor.Zeros(1, 2, 1, 1), padding: -1)), StringComparison.Ordinal);
        Assert.Contains("does not fit into 3 elements", Message<ArgumentException>(() => x.MaxPool2d(4)), StringComparison.Ordinal);
        Assert.Contains("more than half", Message<ArgumentOutOfRangeException>(() => x.AvgPool2d(2, padding: 2)), StringComparison.Ordinal);
    }

    private static string Message<T>(Func<Tensor> call)
        where T : Exception => Assert.Throws<T>(call).Message;

    private static double[] Convolved(Tensor x, Tensor w, Tensor b, int stride, int padding, out int[] shape)
    {
        var (xs, ws) = (x.Shape, w.Shape);
        var (xv, wv, bv) = (x.ToArray<double>(), w.ToArray<double>(), b.ToArray<double>());
        var (rows, columns) = (((xs[2] + (2 * padding) - ws[2]) / stride) + 1, ((xs[3] + (2 * padding) - ws[3]) / stride) + 1);
        shape = [xs[0], ws[0], rows, columns];
        var y = new List<double>();
        for (var n = 0; n < xs[0]; n++)
            for (var o = 0; o < ws[0]; o++)
                for (var i = 0; i < rows; i++)
                    for (var j = 0; j < columns; j++)
                    {
                        var sum = bv[o];
                        for (var c = 0; c < xs[1]; c++)
                            for (var p = 0; p < ws[2]; p++)
                                for (var q = 0; q < ws[3]; q++)
                                {
                                    var (r, s) = ((i * stride) + p - padding, (j * stride) + q - padding);
                                    if (r >= 0 && r < xs[2] && s >= 0 && s < xs[3]) sum += xv[(((((n * xs[1]) + c) * xs[2]) + r) * xs[3]) + s] * wv[(((((o * ws[1]) + c) * ws[2]) + p) * ws[3]) + q];
                                }
                        y.Add(sum);
                    }
        return [.. y];
    }

    private static (double[] Greatest, double[] Mean) Pooled(Tensor x, int size, int stride, int padding)
    {
        var (planes, height, width) = (x.Shape[0] * x.Shape[1], x.Shape[2], x.Shape[3]);
        var values = x.ToArray<double>();
        var (greatest, mean) = (new List<double>(), new List<double>());
        for (var plane = 0; plane < planes; plane++)
            for (var i = -padding; i + size <= height + padding; i += stride)
                for (var j = -padding; j + size <= width + padding; j += stride)
                {
                    var seen = from r in Enumerable.Range(i, size) from s in Enumerable.Range(j, size) where r >= 0 && r < height && s >= 0 && s < width select values[(((plane * height) + r) * width) + s];
                    greatest.Add(seen.Max());
                    mean.Add(seen.Sum() / (size * size));
                }
        return ([.. greatest], [.. mean]);
    }

    private static void AssertClose(double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var k = 0; k < expected.Length; k++) Assert.True(Math.Abs(expected[k] - found[k]) <= tolerance * (1 + Math.Abs(expected[k])), $"element {k}: {found[k]:R}, expected {expected[k]:R}.");
    }
}
