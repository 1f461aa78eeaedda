namespace ExprAutograd.Tests.Tensors;

/// <summary>Graphs, backward passes, and modes: what is tracked, what is released, what is accumulated.</summary>
internal static class SeedRowsOfGraphs
{
    public static readonly SeedRow[] Values =
    [
        new("no_grad and enable_grad nest", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            bool outer, inner, after, isEnabled;
            using (Autograd.NoGrad())
            {
                outer = (x * x).RequiresGrad;
                using (Autograd.EnableGrad()) (inner, isEnabled) = ((x * x).RequiresGrad, Autograd.IsGradEnabled);
                after = (x * x).RequiresGrad;
            }
            return [outer, inner, isEnabled, after, Autograd.IsGradEnabled];
        }, false, true, true, false, true),
        new("no_grad: clones are cut off, new leaves are not", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            using (Autograd.NoGrad()) return [x.Clone().RequiresGrad, x.Detach().RequiresGrad, Tensor.From(1.0, requiresGrad: true).RequiresGrad];
        }, false, false, true),
        new("a scope that is left by an exception is over", () =>
        {
            try
            {
                using (Autograd.NoGrad()) throw new InvalidOperationException("left");
            }
            catch (InvalidOperationException)
            {
                return [Autograd.IsGradEnabled];
            }
        }, true),
        new("a result without gradient is a leaf, one with gradient is not", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            return [x.IsLeaf, (x * x).IsLeaf, (x * x).Detach().IsLeaf, (Tensor.From(1.0) * 2).IsLeaf, (x * x).GradientFunction, x.GradientFunction];
        }, true, false, true, true, "MulBackward0", null),
        new("adding alone can be gone through twice", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x + 2;
            y.Backward();
            y.Backward();
            return [x.Grad];
        }, 2.0),
        new("the gradient of a leaf with respect to itself is one", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            x.Backward();
            return [x.Grad, Autograd.Grad(x, x)];
        }, 1.0, 1.0),
        new("one element of any shape needs no gradient argument", () =>
        {
            var x = Tensor.From(new[,] { { 1.0 } }, requiresGrad: true);
            (x * 3).Backward();
            return [x.Grad, x.Grad!.Rank];
        }, 3.0, 2),
        new("a tensor used twice collects both", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            (x * x + x).Sum().Backward();
            return [x.Grad];
        }, new[] { 3.0, 5.0 }),
        new("gradients of several passes are added", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            (x * x).Sum().Backward();
            (x * x * x).Sum().Backward();
            return [x.Grad];
        }, new[] { 5.0, 16.0 }),
        new("zero_grad clears to null, or to zeros", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            (x * x).Sum().Backward();
            x.ZeroGrad(setToNull: false);
            var zeros = x.Grad;
            x.ZeroGrad();
            return [zeros, x.Grad];
        }, new[] { 0.0, 0.0 }, null),
        new("clearing does not change a gradient that is held", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            (x * x).Sum().Backward();
            var held = x.Grad;
            x.ZeroGrad();
            (x * x * x).Sum().Backward();
            return [held, x.Grad];
        }, new[] { 2.0, 4.0 }, new[] { 3.0, 12.0 }),
        new("a retained graph and its parts", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            (y * 2).Backward(retainGraph: true);
            (y * 3).Backward();
            return [x.Grad];
        }, 20.0),
        new("several outputs, each with its gradient", () =>
        {
            var (x, y) = (Tensor.From(2.0, requiresGrad: true), Tensor.From(3.0, requiresGrad: true));
            return [.. Autograd.Grad([x * y, x + y], [x, y], [Tensor.From(2.0), Tensor.From(5.0)])];
        }, 11.0, 9.0),
        new("the same output twice counts twice", () =>
        {
            var x = Tensor.From(3.0, requiresGrad: true);
            var y = x * x;
            return [.. Autograd.Grad([y, y], [x])];
        }, 12.0),
        new("the same input twice has its gradient twice", () =>
        {
            var x = Tensor.From(3.0, requiresGrad: true);
            return [.. Autograd.Grad([x * x], [x, x])];
        }, 6.0, 6.0),
        new("the gradient of a result on the way", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            var z = y * y * 3;
            return [Autograd.Grad(z, y, retainGraph: true), .. Autograd.Grad([z], [x, y]), x.Grad];
        }, 24.0, 96.0, 24.0, null),
        new("the result itself among the inputs", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            var z = y * y * 3;
            return [.. Autograd.Grad([z], [z, y, x])];
        }, 1.0, 24.0, 96.0),
        new("a gradient is not tracked unless a graph is created", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            return [Autograd.Grad(x * x, x).RequiresGrad, Autograd.Grad(x * x, x, createGraph: true).RequiresGrad];
        }, false, true),
        new("the gradient flows through the gradient argument", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var g = Tensor.From([1.0, 2.0], requiresGrad: true);
            var r = Autograd.Grad(x.Pow(3), x, g, createGraph: true);
            return [.. Autograd.Grad([r.Sum()], [x, g])];
        }, new[] { 6.0, 24.0 }, new[] { 3.0, 12.0 }),
        new("derivatives of every order", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x.Pow(5);
            var orders = new object?[5];
            for (var k = 0; k < orders.Length; k++) orders[k] = y = Autograd.Grad(y, x, createGraph: true);
            return orders;
        }, 80.0, 160.0, 240.0, 240.0, 120.0),
        new("orders of sine", () =>
        {
            var x = Tensor.From(0.5, requiresGrad: true);
            var y = x.Sin();
            var orders = new object?[4];
            for (var k = 0; k < orders.Length; k++) orders[k] = y = Autograd.Grad(y, x, createGraph: true);
            return orders;
        }, Math.Cos(0.5), -Math.Sin(0.5), -Math.Cos(0.5), Math.Sin(0.5)),
        new("a penalty on the gradient", () =>
        {
            var w = Tensor.From([1.0, -2.0], requiresGrad: true);
            var x = Tensor.From([0.5, 3.0], requiresGrad: true);
            var g = Autograd.Grad((w * x).Tanh().Sum(), x, createGraph: true);
            (g * g).Sum().Backward();
            return [w.Grad, x.Grad];
        }, new[] { 0.6653611159362489, 2.6575937756302923e-08 }, new[] { -1.1432779148764887, -1.9327976323842227e-08 }),
        new("mixed second derivatives", () =>
        {
            var (x, y) = (Tensor.From(2.0, requiresGrad: true), Tensor.From(3.0, requiresGrad: true));
            var g = Autograd.Grad(x * x * y * y * y, x, createGraph: true);
            return [Autograd.Grad(g, y)];
        }, 108.0),
        new("backward with a graph makes the gradient differentiable", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            (x * x * x).Backward(createGraph: true);
            var g = x.Grad!;
            return [g, g.RequiresGrad, Autograd.Grad(g, x)];
        }, 12.0, true, 12.0),
        new("detach makes a constant of a factor", () =>
        {
            var x = Tensor.From(3.0, requiresGrad: true);
            (x.Detach() * x).Backward();
            return [x.Grad];
        }, 3.0),
        new("a detached tensor is a new leaf", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x.Detach().SetRequiresGrad();
            (y * y).Sum().Backward();
            return [x.Grad, y.Grad];
        }, null, new[] { 2.0, 4.0 }),
        new("clone passes gradients", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x.Clone();
            (y * y).Sum().Backward();
            return [x.Grad, y.IsLeaf];
        }, new[] { 2.0, 4.0 }, false),
        new("the flag can be set on a leaf, and taken away", () =>
        {
            var x = Tensor.From(2.0);
            x.RequiresGrad = true;
            var y = x * x;
            x.RequiresGrad = false;
            return [y.RequiresGrad, (x * x).RequiresGrad];
        }, true, false),
        new("a computed value without gradient may be given the flag", () =>
        {
            var x = (Tensor.From(2.0) * 3).SetRequiresGrad();
            (x * x).Backward();
            return [x.IsLeaf, x.Grad];
        }, true, 12.0),
        new("a frozen operand has no gradient and costs none", () =>
        {
            var (x, w) = (Tensor.From([1.0, 2.0]), Tensor.From([3.0, 4.0], requiresGrad: true));
            (x * w).Sum().Backward();
            return [x.Grad, w.Grad];
        }, null, new[] { 1.0, 2.0 }),
        new("looking at values on the way changes nothing", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x.Exp();
            _ = y.ToArray<double>();
            var z = y * x;
            _ = z.ToString();
            z.Sum().Backward();
            return [x.Grad];
        }, new[] { 2 * Math.E, 3 * Math.Exp(2) }),
        new("a loop whose length depends on the value", () =>
        {
            var x = Tensor.From(0.7, requiresGrad: true);
            var y = x;
            var steps = 0;
            for (; y.Item() < 100; steps++) y = y * 2;
            y.Backward();
            return [steps, x.Grad];
        }, 8, 256.0),
        new("a branch on the sign", () =>
        {
            var results = new List<object?>();
            foreach (var at in new[] { 2.0, -2.0, 3.0, -3.0 })
            {
                var x = Tensor.From(at, requiresGrad: true);
                (x.Item() > 0 ? x * x : x * -3).Backward();
                results.Add(x.Grad!.Item());
            }
            return [.. results];
        }, 4.0, -3.0, 6.0, -3.0),
        new("an empty sum", () =>
        {
            var x = Tensor.Zeros([0, 3], ElementType.Float64, requiresGrad: true);
            var y = (x * x).Sum();
            y.Backward();
            return [y, x.Grad, x.Grad!.Shape[1]];
        }, 0.0, Array.Empty<double>(), 3),
    ];

    public static readonly SeedError[] Errors =
    [
        new("a part of the graph is gone", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            var (a, b) = (y * 2, y * 3);
            a.Backward();
            b.Backward();
        }, typeof(InvalidOperationException), "a second time", "retainGraph: true"),
        new("grad releases the graph too", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x.Exp();
            Autograd.Grad(y, x);
            Autograd.Grad(y, x);
        }, typeof(InvalidOperationException), "a second time", "retainGraph: true"),
        new("the second order without a graph", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            Autograd.Grad(x * x, x).Backward();
        }, typeof(InvalidOperationException), "does not require grad"),
        new("an input that is not used", () =>
        {
            var (x, w) = (Tensor.From(2.0, requiresGrad: true), Tensor.From(3.0, requiresGrad: true));
            Autograd.Grad([x * x], [x, w]);
        }, typeof(InvalidOperationException), "appears to not have been used in the graph", "allowUnused: true"),
        new("an input that requires no gradient", () =>
        {
            var (x, y) = (Tensor.From(2.0, requiresGrad: true), Tensor.From(3.0));
            Autograd.Grad([x * y], [x, y]);
        }, typeof(InvalidOperationException), "does not require grad", "Set RequiresGrad"),
        new("gradients for other outputs", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            Autograd.Grad([x * x], [x], [Tensor.From(1.0), Tensor.From(1.0)]);
        }, typeof(ArgumentException), "1 outputs and 2 gradients"),
        new("a gradient of another rank", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            (x * x).Backward(Tensor.From(1.0));
        }, typeof(ArgumentException), "Mismatch in shape", "[]", "[2]"),
        new("the flag of a result cannot be taken away", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            (x * x).RequiresGrad = false;
        }, typeof(InvalidOperationException), "leaf", "Detach"),
        new("an assigned gradient of another shape", () => Tensor.From(2.0, requiresGrad: true).Grad = Tensor.From([1.0]),
            typeof(ArgumentException), "[1]", "shape []"),
        new("an assigned gradient of another type", () => Tensor.From(2.0, requiresGrad: true).Grad = Tensor.From(1f),
            typeof(ArgumentException), "Float32", "Float64"),
        new("one number of many", () => Tensor.From([1.0, 2.0]).Item(), typeof(InvalidOperationException), "[2]", "Index it"),
    ];
}
