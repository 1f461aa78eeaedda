using System.Runtime.CompilerServices;

namespace ExprAutograd.Tests.Tensors;

/// <summary>Loops that run for long hold on to nothing.</summary>
public sealed class TensorMemoryTests
{
    [Fact]
    public void A_sum_of_many_steps_that_nobody_looks_at_is_one_number()
    {
        const int Steps = 100_000;
        var x = Tensor.From(1.0, requiresGrad: true);
        var sum = Tensor.From(0.0);
        using (Autograd.NoGrad())
            for (var k = 0; k < Steps; k++) sum += x;
        Assert.Equal(Steps, sum.Item());
    }

    [Fact]
    public void A_sum_that_nobody_looks_at_lets_go_of_its_terms()
    {
        var sum = Tensor.Zeros(16);
        var first = AddTerm(ref sum);
        for (var k = 0; k < 1000; k++) AddTerm(ref sum);
        GC.Collect();
        Assert.False(first.IsAlive);
        Assert.Equal(1001, sum[0].Item());
    }

    [Fact]
    public void Gradients_that_add_up_are_one_array()
    {
        var x = Tensor.Zeros([16], ElementType.Float64, requiresGrad: true);
        for (var k = 0; k < 100; k++)
        {
            x.Sum().Backward();
            Assert.InRange(x.Node.Slot!.Sum!.Delay, 0, 2);
        }
        Assert.Equal(100, x.Grad![3].Item());
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference AddTerm(ref Tensor sum)
    {
        var term = Tensor.Ones(16);
        sum += term;
        return new WeakReference(term.Node);
    }

    [Fact]
    public void Values_of_steps_are_let_go()
    {
        var sum = Tensor.Zeros(16);
        var first = Step(sum);
        for (var k = 0; k < 2000; k++) sum.AddInPlace(1);
        _ = sum.ToArray<double>();
        Assert.False(IsAlive(first));
    }

    [Fact]
    public void A_list_of_losses_holds_no_data_after_backward()
    {
        var w = Tensor.From([1.0, 2.0], requiresGrad: true);
        var losses = new List<Tensor>();
        var data = Enumerable.Range(0, 20).Select(_ => Train(w, losses)).ToList();
        Assert.DoesNotContain(data, IsAlive);
        Assert.Equal(20, losses.Count);
    }

    [Fact]
    public void Gradients_of_many_passes_are_one_sum()
    {
        const int Passes = 5000;
        var w = Tensor.From([1.0, 2.0], requiresGrad: true);
        for (var k = 0; k < Passes; k++) (w * w).Sum().Backward();
        Assert.Equal([2.0 * Passes, 4.0 * Passes], w.Grad!.ToArray<double>());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Step(Tensor sum)
    {
        var values = new double[16];
        sum.AddInPlace(Tensor.Wrap(values, 16));
        return new WeakReference(values);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Train(Tensor w, List<Tensor> losses)
    {
        var values = new[] { 0.5, losses.Count };
        var loss = (w * Tensor.Wrap(values, 2)).Square().Sum();
        loss.Backward();
        losses.Add(loss);
        return new WeakReference(values);
    }

    private static bool IsAlive(WeakReference reference)
    {
        for (var k = 0; k < 3 && reference.IsAlive; k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return reference.IsAlive;
    }
}
