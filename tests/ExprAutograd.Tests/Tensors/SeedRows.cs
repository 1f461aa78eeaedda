namespace ExprAutograd.Tests.Tensors;

/// <summary>What the tutorial of PyTorch's autograd shows, under the names of the cases it was collected as.</summary>
internal static class SeedRows
{
    public static readonly SeedRow[] Values =
    [
        new("seed_retain_graph_twice", () =>
        {
            var p = Tensor.From(3.0, requiresGrad: true);
            var t = p * p;
            t.Backward(retainGraph: true);
            t.Backward();
            return [p.Grad];
        }, 12.0),
        new("seed_no_grad_block", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            Tensor y;
            using (Autograd.NoGrad()) y = x * 2;
            return [y.RequiresGrad, y.GradientFunction, (x * 2).RequiresGrad];
        }, false, null, true),
        new("seed_retain_grad_nonleaf", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            y.RetainGrad();
            (y * 3).Backward();
            return [x.Grad, y.Grad];
        }, 12.0, 3.0),
        new("seed_autograd_grad_functional", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            return [Autograd.Grad(x.Pow(3), x), x.Grad];
        }, 12.0, null),
        new("seed_grad_allow_unused", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var w = Tensor.From(1.0, requiresGrad: true);
            return [.. Autograd.Grad([x * x], [x, w], allowUnused: true)];
        }, 4.0, null),
        new("seed_unused_leaf_grad_none_after_backward", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var w = Tensor.From(1.0, requiresGrad: true);
            (x * x).Backward();
            return [x.Grad, w.Grad];
        }, 4.0, null),
        new("seed_fan_out_many", () =>
        {
            var x = Tensor.From(0.5, requiresGrad: true);
            var s = Enumerable.Range(1, 5).Select(k => x.Pow(k)).Aggregate((a, b) => a + b);
            s.Backward();
            return [s, x.Grad];
        }, 0.96875, 3.5625),
        new("seed_max_reduce_tie", () =>
        {
            var x = Tensor.From([1.0, 3.0, 3.0], requiresGrad: true);
            x.Max().Backward();
            return [x.Grad];
        }, new[] { 0.0, 0.5, 0.5 }),
        new("seed_amax_tie", () =>
        {
            var x = Tensor.From(new[,] { { 1.0, 3.0, 3.0 } }, requiresGrad: true);
            x.AMax(1).Sum().Backward();
            return [x.Grad];
        }, new[] { 0.0, 0.5, 0.5 }),
        new("seed_abs_at_zero", () =>
        {
            var x = Tensor.From([-1.0, 0.0, 1.0], requiresGrad: true);
            x.Abs().Sum().Backward();
            return [x.Grad];
        }, new[] { -1.0, 0.0, 1.0 }),
        new("seed_sqrt_at_zero", () =>
        {
            var x = Tensor.From([0.0, 4.0], requiresGrad: true);
            x.Sqrt().Sum().Backward();
            return [x.Grad];
        }, new[] { double.PositiveInfinity, 0.25 }),
        new("seed_where_nan_leak", () =>
        {
            var x = Tensor.From([0.0, 1.0], requiresGrad: true);
            Tensor.Where(x > 0, x.Sqrt(), Tensor.ZerosLike(x)).Sum().Backward();
            return [x.Grad];
        }, new[] { double.NaN, 0.5 }),
        new("seed_where_safe", () =>
        {
            var x = Tensor.From([0.0, 1.0], requiresGrad: true);
            var safe = Tensor.Where(x > 0, x, Tensor.OnesLike(x));
            Tensor.Where(x > 0, safe.Sqrt(), Tensor.ZerosLike(x)).Sum().Backward();
            return [x.Grad];
        }, new[] { 0.0, 0.5 }),
        new("seed_prod_with_zero", () =>
        {
            var x = Tensor.From([2.0, 0.0, 3.0], requiresGrad: true);
            x.Prod().Backward();
            return [x.Grad];
        }, new[] { 0.0, 6.0, 0.0 }),
        new("seed_softmax_logsumexp_extreme", () =>
        {
            var x = Tensor.From([1000.0, 0.0, -1000.0], requiresGrad: true);
            var l = x.LogSumExp(0);
            l.Backward();
            return [l, x.Grad];
        }, 1000.0, new[] { 1.0, 0.0, 0.0 }),
        new("seed_backward_gradient_scalar_arg", () =>
        {
            var x = Tensor.From(3.0, requiresGrad: true);
            (x * x).Backward(Tensor.From(0.5));
            return [x.Grad];
        }, 3.0),
        new("seed_sgd_three_steps", () => Descend(isCleared: true), 1.6, 2.08, 2.464),
        new("seed_sgd_without_zeroing", () => Descend(isCleared: false), 1.6, 2.68, 4.024000000000001),
        new("seed_mlp_polynomial_fit_step", () =>
        {
            var x = Tensor.Linspace(-Math.PI, Math.PI, 9);
            var y = x.Sin();
            var (a, b) = (Tensor.From(0.1, requiresGrad: true), Tensor.From(0.2, requiresGrad: true));
            var (c, d) = (Tensor.From(-0.3, requiresGrad: true), Tensor.From(0.05, requiresGrad: true));
            var loss = (a + b * x + c * x.Pow(2) + d * x.Pow(3) - y).Pow(2).Sum();
            loss.Backward();
            return [loss, a.Grad, b.Grad, c.Grad, d.Grad];
        }, 32.99485011293294, -20.40660990245106, 26.575157157229015, -154.2360071337308, 283.4378058400301),
        new("seed_while_branch_switch", () =>
        {
            var a = Tensor.From(1.3, requiresGrad: true);
            var (x, n) = (a, 0);
            for (; x.Item() < 10; n++) x = n % 2 == 0 ? x * x : x + 1.5;
            x.Backward();
            return [x, n, a.Grad];
        }, 10.176100000000002, 3, 16.588),
        new("seed_grad_of_grad_accumulate", () =>
        {
            var x = Tensor.From(1.5, requiresGrad: true);
            x.Pow(4).Backward(createGraph: true);
            x.Grad!.Sum().Backward();
            return [x.Grad];
        }, 40.5),
        new("seed_hessian_vector_product", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var f = 100 * (x[1] - x[0].Pow(2)).Pow(2) + (1 - x[0]).Pow(2);
            var g = Autograd.Grad(f, x, createGraph: true);
            return [g, Autograd.Grad(g, x, Tensor.From([1.0, -1.0]))];
        }, new[] { -400.0, 200.0 }, new[] { 802.0, -600.0 }),
        new("seed_jvp_double_vjp", () =>
        {
            var x = Tensor.From([0.5, 1.5], requiresGrad: true);
            var y = Tensor.Stack([x[0] * x[1], x[0].Sin(), x[1].Pow(2)]);
            var v = Tensor.Zeros([3], ElementType.Float64, requiresGrad: true);
            var g = Autograd.Grad(y, x, v, createGraph: true);
            return [Autograd.Grad(g, v, Tensor.From([1.0, 2.0]))];
        }, new[] { 2.5, 0.8775825618903728, 6.0 }),
    ];

    public static readonly SeedError[] Errors =
    [
        new("seed_backward_twice_same_graph_error", () =>
        {
            var p = Tensor.From(3.0, requiresGrad: true);
            var t = p * p;
            t.Backward();
            t.Backward();
        }, typeof(InvalidOperationException), "Trying to backward through the graph a second time", "retainGraph: true"),
        new("seed_nonscalar_backward_error", () => (Tensor.From([1.0, 2.0, 3.0], requiresGrad: true) * 2).Backward(),
            typeof(InvalidOperationException), "grad can be implicitly created only for scalar outputs", "[3]", "Sum()"),
        new("seed_vjp_shape_mismatch_error", () =>
        {
            var x = Tensor.From([1.0, 2.0, 3.0], requiresGrad: true);
            (x * x).Backward(Tensor.From([1.0, 1.0]));
        }, typeof(ArgumentException), "Mismatch in shape", "[2]", "[3]"),
        new("seed_detach_backward_error", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            (x * x).Detach().Backward();
        }, typeof(InvalidOperationException), "element 0 of tensors does not require grad and does not have a grad_fn", "Detach()"),
        new("seed_constant_backward_error", () =>
        {
            var x = Tensor.From(2.0);
            (x * x).Backward();
        }, typeof(InvalidOperationException), "element 0 of tensors does not require grad and does not have a grad_fn", "Set RequiresGrad"),
    ];

    /// <summary>Three steps on (w - 4)^2 from 1.</summary>
    private static object?[] Descend(bool isCleared)
    {
        var w = Tensor.From(1.0, requiresGrad: true);
        var history = new List<object?>();
        for (var k = 0; k < 3; k++)
        {
            (w - 4.0).Pow(2).Backward();
            using (Autograd.NoGrad()) w.SubtractInPlace(0.1 * w.Grad!);
            if (isCleared) w.Grad = null;
            history.Add(w.Item());
        }
        return [.. history];
    }
}
