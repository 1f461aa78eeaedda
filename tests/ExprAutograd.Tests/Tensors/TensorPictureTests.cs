namespace ExprAutograd.Tests.Tensors;

public sealed class TensorPictureTests
{
    [Fact]
    public void Operations_leaves_values_and_edges_are_drawn()
    {
        var (p, q) = (Tensor.From(3.0, true), Tensor.From(5.0));
        var t = ((p + q) * 2).Sin();
        var dot = t.ToDot();
        Assert.StartsWith("digraph", dot, StringComparison.Ordinal);
        Assert.Equal(3, dot.Split("palegreen").Length - 1);
        Assert.Equal(1, dot.Split("lightblue").Length - 1);
        Assert.Equal(5, dot.Split("->").Length - 1);
        Assert.Contains("Sin", dot, StringComparison.Ordinal);
        t.Backward(retainGraph: true);
        Assert.Contains("grad -1.9153", t.ToDot(), StringComparison.Ordinal);
    }
}
