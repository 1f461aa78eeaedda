using System.Globalization;

namespace ExprAutograd.Tests.Tensors;

/// <summary>The tutorial of the README, line by line, against what PyTorch 1.13 prints.</summary>
public sealed class TutorialTests
{
    [Fact]
    public void Tensors_and_gradients()
    {
        var x = Tensor.Ones([2, 2], ElementType.Float64, requiresGrad: true);
        Prints("tensor([[1., 1.],\n        [1., 1.]], requires_grad=True)", x);
        var y = x + 2;
        Prints("tensor([[3., 3.],\n        [3., 3.]], grad_fn=<AddBackward0>)", y);
        var z = y * y * 3;
        var result = z.Mean();
        Prints("tensor([[27., 27.],\n        [27., 27.]], grad_fn=<MulBackward0>)", z);
        Prints("tensor(27., grad_fn=<MeanBackward0>)", result);
        result.Backward();
        Prints("tensor([[4.5000, 4.5000],\n        [4.5000, 4.5000]])", x.Grad!);
    }

    [Fact]
    public void A_leaf_may_require_a_gradient_later()
    {
        var a = Tensor.From(new[,] { { 1.0, 2 }, { 3, 4 } });
        a = a * 3 / (a - 1.5);
        Assert.False(a.RequiresGrad);
        a.RequiresGrad = true;
        Prints("tensor(239.0400, grad_fn=<SumBackward0>)", (a * a).Sum());
    }

    [Fact]
    public void The_smallest_example()
    {
        var (p, q, s) = (Tensor.From(3.0, true), Tensor.From(5.0, true), Tensor.From(2.0, true));
        var t = (p + q) * s;
        t.Backward();
        Assert.Equal("tensor(2.) tensor(2.) tensor(8.)", $"{p.Grad} {q.Grad} {s.Grad}");
        Assert.Contains("retainGraph", Assert.Throws<InvalidOperationException>(() => t.Backward()).Message, StringComparison.Ordinal);
        ((p + q) * s).Backward();
        Prints("tensor(4.)", p.Grad!);
    }

    [Fact]
    public void Vector_Jacobian_products()
    {
        var v = Tensor.From(new[] { 0.3, -1.2, 0.5 }, requiresGrad: true);
        var w = v * 2;
        while (w.Norm().Item() < 1000) w *= 2;
        Prints("tensor([  307.2000, -1228.8000,   512.0000], grad_fn=<MulBackward0>)", w);
        w.Backward(Tensor.From(new[] { 0.1, 1.0, 0.0001 }));
        Prints("tensor([1.0240e+02, 1.0240e+03, 1.0240e-01])", v.Grad!);
        Assert.True(v.Square().RequiresGrad);
        using (Autograd.NoGrad()) Assert.False(v.Square().RequiresGrad);
        Assert.False(v.Detach().RequiresGrad);
    }

    [Fact]
    public void Derivatives_of_derivatives()
    {
        var p = Tensor.From(3.0, true);
        var g = Autograd.Grad(p.Pow(3), p, createGraph: true);
        Prints("tensor(18.)", Autograd.Grad(g, p));
    }

    [Fact]
    public void Training_by_hand()
    {
        var (x, sine) = (Tensor.Linspace(-Math.PI, Math.PI, 2000), Tensor.Linspace(-Math.PI, Math.PI, 2000).Sin());
        Tensor[] c = [Tensor.From(0.1, true), Tensor.From(0.2, true), Tensor.From(-0.3, true), Tensor.From(0.05, true)];
        var loss = Tensor.From(0.0);
        for (var step = 0; step < 2000; step++)
        {
            loss = (c[0] + c[1] * x + c[2] * x.Pow(2) + c[3] * x.Pow(3) - sine).Pow(2).Sum();
            loss.Backward();
            using (Autograd.NoGrad())
            {
                foreach (var k in c)
                {
                    k.SubtractInPlace(1e-6 * k.Grad!);
                    k.Grad = null;
                }
            }
        }
        Assert.Equal("0.0046 0.8461 -0.0008 -0.0918", string.Join(" ", c.Select(k => k.Item().ToString("F4", CultureInfo.InvariantCulture))));
        Assert.Equal(8.955474992886147, loss.Item(), 1e-9);
    }

    private static void Prints(string expected, Tensor tensor) => Assert.Equal(expected, tensor.ToString().ReplaceLineEndings("\n"));
}
