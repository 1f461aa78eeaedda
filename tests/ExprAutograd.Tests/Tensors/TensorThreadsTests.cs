namespace ExprAutograd.Tests.Tensors;

/// <summary>Several threads share parameters and compiled structures.</summary>
public sealed class TensorThreadsTests
{
    [Fact]
    public void Gradients_of_shared_parameters_are_right_in_every_thread()
    {
        var w = Tensor.From([0.5, -1.5, 2.0], requiresGrad: true);
        Parallel.For(0, 200, k =>
        {
            var x = Tensor.From([k, 1.0, 2.0]);
            var y = (w * x).Square().Sum();
            for (var more = 0; more < k % 7; more++) y = y * 2;
            var gradient = Autograd.Grad(y, w).ToArray<double>();
            var factor = Math.Pow(2, (k % 7) + 1);
            Assert.Equal([factor * 0.5 * k * k, factor * -1.5, factor * 8], gradient);
        });
    }

    [Fact]
    public void A_mode_is_of_its_thread()
    {
        using var mode = Autograd.NoGrad();
        var isEnabled = false;
        var thread = new Thread(() => isEnabled = Autograd.IsGradEnabled);
        thread.Start();
        thread.Join();
        Assert.True(isEnabled);
        Assert.False(Autograd.IsGradEnabled);
    }
}
