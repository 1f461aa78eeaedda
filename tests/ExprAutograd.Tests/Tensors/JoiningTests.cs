namespace ExprAutograd.Tests.Tensors;

/// <summary>Tensors put together and taken apart.</summary>
public sealed class JoiningTests
{
    public static TheoryData<string> Rows => [.. JoiningRows.All.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Value_and_both_derivatives_are_what_PyTorch_computes(string what) => JoiningRows.All.Single(r => r.What == what).Check();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Floats_stay_floats(string what) => JoiningRows.All.Single(r => r.What == what).CheckFloat();

    [Fact]
    public void Views_are_joined_as_they_show()
    {
        var x = Tensor.Arange(0, 6).Reshape(2, 3);
        Assert.Equal([0.0, 3, 1, 4, 2, 5, 1, 2, 4, 5], Tensor.Concat([x.T, x[.., 1..]]).ToArray<double>());
        Assert.Equal([0.0, 3, 1, 4, 2, 5, 0, 3, 1, 4, 2, 5], Tensor.Stack([x.T, x.T]).ToArray<double>());
    }

    [Fact]
    public void Types_are_brought_to_one_that_has_room_for_all()
    {
        var (i, b, f) = (Tensor.From(new[] { 2 }), Tensor.From(new[] { true }), Tensor.From(new[] { 0.5f }));
        Assert.Equal([2, 1], Tensor.Concat([i, b]).ToArray<int>());
        Assert.Equal([1, 2, 0.5f], Tensor.Concat([b, i, f]).ToArray<float>());
        Assert.Equal(ElementType.Float64, Tensor.Stack([f, Tensor.Ones(1), i]).ElementType);
        Assert.Equal([true, true], Tensor.Concat([b, b]).ToArray<bool>());
    }

    [Fact]
    public void What_is_empty_adds_nothing()
    {
        var none = Tensor.Zeros(0, 3).SetRequiresGrad();
        var joined = Tensor.Concat([none, Tensor.Ones(2, 3), none]);
        Assert.Equal<int>([2, 3], joined.Shape);
        joined.Sum().Backward();
        Assert.Equal<int>([0, 3], none.Grad!.Shape);
        Assert.Equal<int>([0, 2, 3], Tensor.Stack([none, none], 1).Shape);
        Assert.Equal<int>([0, 3], Assert.Single(none.Split(2)).Shape);
    }

    [Fact]
    public void Parts_are_views_and_the_last_one_is_what_is_left()
    {
        var x = Tensor.Arange(0, 5).Clone();
        var parts = x.Split(2);
        Assert.Equal([2, 2, 1], parts.Select(p => p.Count));
        parts[1].Fill(9);
        Assert.Equal([0.0, 1, 9, 9, 4], x.ToArray<double>());
        Assert.Equal([1, 4], x.Split([1, 4]).Select(p => p.Count));
        Assert.Equal([2, 2, 1], x.Chunk(3).Select(p => p.Count));
        Assert.All(Tensor.Zeros(2, 3).Chunk(4, -1), p => Assert.Equal<int>([2, 1], p.Shape));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_both_shapes()
    {
        var (a, b) = (Tensor.Zeros(2, 3), Tensor.Zeros(2, 4));
        Assert.Contains("[2, 3] and [2, 4]", Assert.Throws<ArgumentException>(() => Tensor.Concat([a, b])).Message);
        Assert.Contains("[2, 3] and [2, 4]", Assert.Throws<ArgumentException>(() => Tensor.Stack([a, b])).Message);
        Assert.Contains("Stack them", Assert.Throws<ArgumentException>(() => Tensor.Concat([Tensor.From(1.0)])).Message);
        Assert.Throws<ArgumentException>(() => Tensor.Concat([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Concat([a, a], 2));
        Assert.Contains("add up to 3", Assert.Throws<ArgumentException>(() => a.Split([1, 1], 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => a.Split(0));
    }
}
