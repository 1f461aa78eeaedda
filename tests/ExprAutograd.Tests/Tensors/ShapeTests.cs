namespace ExprAutograd.Tests.Tensors;

/// <summary>The same elements in other shapes.</summary>
public sealed class ShapeTests
{
    [Fact]
    public void Shapes_are_those_of_PyTorch()
    {
        var x = Tensor.Zeros(2, 1, 3);
        Assert.Equal<int>([2, 3], x.Squeeze().Shape);
        Assert.Equal<int>([2, 3], x.Squeeze(-2).Shape);
        Assert.Equal<int>([2, 1, 3], x.Squeeze(0).Shape);
        Assert.Equal<int>([2, 1, 3, 1], x.Unsqueeze(-1).Shape);
        Assert.Equal<int>([1, 2, 1, 3], x.Unsqueeze(0).Shape);
        Assert.Equal<int>([6], x.Flatten().Shape);
        Assert.Equal<int>([2, 3], x.Flatten(1).Shape);
        Assert.Equal<int>([2, 3], x.Flatten(0, 1).Shape);
        Assert.Equal<int>([4, 2, 5, 3], x.Expand(4, -1, 5, -1).Shape);
        Assert.Equal<int>([1], Tensor.From(1.0).Flatten().Shape);
        Assert.Equal<int>([], Tensor.Ones(1, 1).Squeeze().Shape);
        Assert.Equal<int>([1], Tensor.From(1.0).Squeeze().Unsqueeze(0).Shape);
    }

    [Fact]
    public void A_flipped_tensor_is_a_copy()
    {
        var x = Tensor.Arange(0, 6).Reshape(2, 3).Clone();
        var flipped = x.Flip(0, -1);
        x.Fill(0);
        Assert.Equal([5.0, 4, 3, 2, 1, 0], flipped.ToArray<double>());
        Assert.Equal([2.0, 1, 0, 5, 4, 3], Tensor.Arange(0, 6).Reshape(2, 3).Flip(1).ToArray<double>());
    }

    [Fact]
    public void Views_take_changes_to_their_base()
    {
        var x = Tensor.Zeros(1, 3);
        x.Squeeze().Unsqueeze(1).Flatten().AddInPlace(Tensor.From(new[] { 1.0, 2, 3 }));
        Assert.Equal([1.0, 2, 3], x.ToArray<double>());
    }

    [Fact]
    public void The_gradient_of_what_was_stretched_is_a_sum()
    {
        var x = Tensor.From(new[,] { { 1.0 }, { 2 } }, requiresGrad: true);
        (x.Expand(-1, 3) * Tensor.Arange(1, 7).Reshape(2, 3)).Sum().Backward();
        Assert.Equal([6.0, 15], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void What_is_stretched_is_not_changed_in_place() =>
        Assert.Contains("Clone it", Assert.Throws<InvalidOperationException>(() => Tensor.Zeros(1, 3).Expand(2, 3).AddInPlace(1)).Message);

    [Fact]
    public void Axes_that_are_not_there_are_refused()
    {
        var x = Tensor.Zeros(2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Squeeze(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Unsqueeze(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Flip(-3));
        Assert.Throws<ArgumentException>(() => x.Flip(0, -2));
        Assert.Throws<ArgumentException>(() => x.Flatten(1, 0));
        Assert.Throws<ArgumentException>(() => x.Expand(3));
        Assert.Throws<ArgumentException>(() => x.Expand(-1, 2, 3));
        Assert.Throws<ArgumentException>(() => x.Expand(2, 4));
    }
}
