namespace ExprAutograd.Tests.Tensors;

/// <summary>Hooks and retained gradients: who sees a gradient, in what order, and who may change it.</summary>
internal static class TensorHooksRows
{
    public static readonly SeedRow[] Values =
    [
        new("hooks run from the result to the leaves, those of one tensor in order", () =>
        {
            var seen = new List<double>();
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * 3;
            x.RegisterHook(g => See(seen, g));
            y.RegisterHook(g => See(seen, g));
            y.RegisterHook(g => g * 2);
            y.RegisterHook(g => See(seen, g));
            (y * y).Backward();
            return [seen.ToArray(), x.Grad];
        }, new[] { 12.0, 24.0, 72.0 }, 72.0),
        new("a retained gradient is what the hooks leave", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * 3;
            y.RegisterHook(g => g * 2);
            y.RetainGrad();
            (y * y).Backward();
            return [x.Grad, y.Grad];
        }, 72.0, 24.0),
        new("the hook of a leaf sees each pass, not the sum", () =>
        {
            var seen = new List<double>();
            var x = Tensor.From(2.0, requiresGrad: true);
            x.RegisterHook(g => See(seen, g));
            (x * x).Backward();
            (x * x).Backward();
            return [seen.ToArray(), x.Grad];
        }, new[] { 4.0, 4.0 }, 8.0),
        new("the hook of a leaf changes what is collected", () =>
        {
            var x = Tensor.From([2.0, 3.0], requiresGrad: true);
            x.RegisterHook(g => g * 10);
            (x * x).Sum().Backward();
            return [x.Grad];
        }, new[] { 40.0, 60.0 }),
        new("a hook sees the whole gradient of a tensor that is used twice", () =>
        {
            var seen = new List<double>();
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * 3;
            y.RegisterHook(g => See(seen, g));
            (y * y + y.Exp() * 0 + y).Backward();
            return [seen.ToArray(), x.Grad];
        }, new[] { 13.0 }, 39.0),
        new("grad asks no hook of the tensors it is asked for", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            x.RegisterHook(g => g * 10);
            y.RegisterHook(g => g * 10);
            return [Autograd.Grad(x * x, x), Autograd.Grad(y * 3, y)];
        }, 4.0, 3.0),
        new("grad asks the hooks on the way", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            y.RegisterHook(g => g * 10);
            return [Autograd.Grad(y * 3, x)];
        }, 120.0),
        new("the hook and the retained gradient of the result itself", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            y.RegisterHook(g => g * 5);
            y.RetainGrad();
            y.Backward();
            return [x.Grad, y.Grad];
        }, 20.0, 5.0),
        new("a hook that was removed is not called", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            using (y.RegisterHook(g => g * 5)) y.Backward(retainGraph: true);
            y.Backward();
            return [x.Grad];
        }, 24.0),
        new("retained gradients are added up", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            y.RetainGrad();
            var z = y * 3;
            z.Backward(retainGraph: true);
            z.Backward();
            return [y.Grad, x.Grad];
        }, 6.0, 24.0),
        new("retaining the gradient of a leaf does nothing", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            x.RetainGrad();
            (x * x).Backward();
            return [x.Grad];
        }, 4.0),
        new("retained gradients along a chain", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var a = x * x;
            var b = a.Exp();
            var c = b.Sum();
            a.RetainGrad();
            b.RetainGrad();
            c.RetainGrad();
            c.Backward();
            return [c.Grad, b.Grad, a.Grad, x.Grad];
        }, 1.0, new[] { 1.0, 1.0 }, new[] { Math.E, Math.Exp(4) }, new[] { 2 * Math.E, 4 * Math.Exp(4) }),
        new("a hook sees a gradient that can be differentiated when a graph is created", () =>
        {
            var isTracked = false;
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            y.RegisterHook(g =>
            {
                isTracked = g.RequiresGrad;
                return null;
            });
            var gradient = Autograd.Grad(y * y, x, createGraph: true);
            return [isTracked, gradient, Autograd.Grad(gradient, x)];
        }, true, 32.0, 48.0),
        new("a hook's factor is part of the second derivative, whose pass calls the hook again", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            y.RegisterHook(g => g * 2);
            var gradient = Autograd.Grad(y * y, x, createGraph: true);
            return [gradient, Autograd.Grad(gradient, x)];
        }, 64.0, 160.0),
    ];

    public static readonly SeedError[] Errors =
    [
        new("a hook on a constant", () => Tensor.From(2.0).RegisterHook(g => g), typeof(InvalidOperationException), "requires no gradient", "Set RequiresGrad"),
        new("the retained gradient of a constant", () => Tensor.From(2.0).RetainGrad(), typeof(InvalidOperationException), "requires no gradient", "Set RequiresGrad"),
        new("a hook that changes the shape", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * x;
            y.RegisterHook(_ => Tensor.Ones(2));
            y.Backward();
        }, typeof(InvalidOperationException), "hook", "[2]", "[]"),
        new("the hook of a leaf that changes the shape", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            x.RegisterHook(_ => Tensor.Ones(2));
            (x * x).Backward();
        }, typeof(InvalidOperationException), "hook", "[2]", "[]"),
        new("an exception of a hook arrives", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            x.RegisterHook(_ => throw new InvalidOperationException("of the hook"));
            (x * x).Backward();
        }, typeof(InvalidOperationException), "of the hook"),
    ];

    private static Tensor? See(List<double> seen, Tensor gradient)
    {
        seen.Add(gradient.Item());
        return null;
    }
}
