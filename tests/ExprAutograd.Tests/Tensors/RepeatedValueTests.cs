namespace ExprAutograd.Tests.Tensors;

/// <summary>What several graphs read is computed once, although the first graph did not know of the others.</summary>
public sealed class RepeatedValueTests
{
    [Fact]
    public void A_value_on_the_way_is_kept_when_it_is_needed_again()
    {
        var raw = Tensor.Linspace(0, 1, 5);
        var data = raw.Sin() * 2;
        var w = Tensor.From(3.0, requiresGrad: true);
        for (var step = 0; step < 4; step++)
        {
            (data * w).Sum().Backward();
            Assert.Equal(Enumerable.Range(0, 5).Sum(k => 2 * Math.Sin(k / 4.0)), w.Grad!.Item(), 1e-14);
            w.Grad = null;
        }
        Assert.NotNull(data.Node.Value);
        Assert.True(data.Node.IsLeaf);
    }

    [Fact]
    public void What_a_hook_returns_stays_the_callers()
    {
        var mine = Tensor.From([5.0, 6.0]);
        var x = Tensor.From([1.0, 2.0], requiresGrad: true);
        for (var step = 0; step < 3; step++)
        {
            var y = x * 1;
            y.RegisterHook(_ => mine);
            y.Sum().Backward();
            x.ZeroGrad();
            (x * 3).Sum().Backward();
            x.ZeroGrad();
        }
        Assert.Equal([5, 6], mine.ToArray<double>());
    }

    [Fact]
    public void Gradients_still_flow_through_what_was_kept()
    {
        var x = Tensor.From(0.5, requiresGrad: true);
        var shared = x.Exp();
        foreach (var factor in (double[])[1, 2, 3]) (shared * factor).Backward(retainGraph: true);
        Assert.Equal(6 * Math.Exp(0.5), x.Grad!.Item(), 1e-14);
        Assert.NotNull(shared.Node.Value);
    }
}
