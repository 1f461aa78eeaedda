namespace ExprAutograd.Tests.Tensors;

/// <summary>Tensors that are changed: versions, views and their bases, memory that is shared, and what a derivative still needs.</summary>
internal static class TensorInPlaceRows
{
    public static readonly SeedRow[] Values =
    [
        new("a sum may be changed: its derivative reads nothing of it", () =>
        {
            var x = Tensor.From([1.0, 2.0, 3.0], requiresGrad: true);
            var y = x * x;
            y.AddInPlace(1);
            y.Sum().Backward();
            return [y, x.Grad, y.Version];
        }, new[] { 2.0, 5.0, 10.0 }, new[] { 2.0, 4.0, 6.0 }, 1),
        new("the result of a sine may be changed: its derivative reads the operand", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x.Sin();
            y.MultiplyInPlace(2);
            y.Sum().Backward();
            return [x.Grad];
        }, new[] { 2 * Math.Cos(1), 2 * Math.Cos(2) }),
        new("the operand of a square root may be changed: its derivative reads the result", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x * 2;
            var z = y.Sqrt();
            y.AddInPlace(1);
            z.Sum().Backward();
            return [z, x.Grad];
        }, new[] { Math.Sqrt(2), 2.0 }, new[] { 1 / Math.Sqrt(2), 0.5 }),
        new("results keep the value an operand had", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x * 2;
            var z = y + 5;
            y.MultiplyInPlace(3);
            (z + y).Sum().Backward();
            return [z, y, x.Grad];
        }, new[] { 7.0, 9.0 }, new[] { 6.0, 12.0 }, new[] { 8.0, 8.0 }),
        new("results of constants keep the value an operand had", () =>
        {
            var c = Tensor.From([3.0, 4.0]);
            var z = c * c;
            c.AddInPlace(1);
            return [z, c];
        }, new[] { 9.0, 16.0 }, new[] { 4.0, 5.0 }),
        new("a constant summand may be changed", () =>
        {
            var (x, c) = (Tensor.From([1.0, 2.0], requiresGrad: true), Tensor.From([3.0, 4.0]));
            var z = x + c;
            c.AddInPlace(1);
            z.Sum().Backward();
            return [z, x.Grad];
        }, new[] { 4.0, 6.0 }, new[] { 1.0, 1.0 }),
        new("a product in place, again and again", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * 1;
            for (var k = 0; k < 4; k++) y.MultiplyInPlace(x);
            y.Backward();
            return [y, x.Grad];
        }, 32.0, 80.0),
        new("a quotient in place by what the numerator came from", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x * 3;
            y.DivideInPlace(x);
            y.Sum().Backward();
            return [y, x.Grad];
        }, new[] { 3.0, 3.0 }, new[] { 0.0, 0.0 }),
        new("a tensor added to itself in place", () =>
        {
            var x = Tensor.From(2.0, requiresGrad: true);
            var y = x * 3;
            y.AddInPlace(y);
            y.Backward();
            return [y, x.Grad];
        }, 12.0, 6.0),
        new("differences and quotients in place", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x * 3;
            y.SubtractInPlace(Tensor.From(1.0));
            y.DivideInPlace(Tensor.From([2.0, 4.0]));
            y.Sum().Backward();
            return [y, x.Grad, y.Version];
        }, new[] { 1.0, 1.25 }, new[] { 1.5, 0.75 }, 2),
        new("a constant collects terms", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var s = Tensor.Zeros(2);
            for (var k = 0; k < 3; k++) s.AddInPlace(x * k);
            s.Sum().Backward();
            return [s, x.Grad];
        }, new[] { 3.0, 6.0 }, new[] { 3.0, 3.0 }),
        new("a constant takes a tracked value", () =>
        {
            var x = Tensor.Zeros(3);
            var v = Tensor.From([2.0, 3.0, 4.0], requiresGrad: true);
            x.CopyFrom(v);
            (x * x).Sum().Backward();
            return [v.Grad, x.RequiresGrad, x.IsLeaf];
        }, new[] { 4.0, 6.0, 8.0 }, true, false),
        new("what is overwritten has no gradient", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x * 2;
            y.CopyFrom(Tensor.From([7.0, 8.0]) * x.Detach());
            (y + x).Sum().Backward();
            return [y, x.Grad];
        }, new[] { 7.0, 16.0 }, new[] { 1.0, 1.0 }),
        new("a view's change is its base's, and its gradient", () =>
        {
            var x = Tensor.From([1.0, 2.0, 3.0], requiresGrad: true);
            var y = x * 2;
            y[1..].MultiplyInPlace(10);
            (y * Tensor.From([1.0, 2.0, 3.0])).Sum().Backward();
            return [y, x.Grad];
        }, new[] { 2.0, 40.0, 60.0 }, new[] { 2.0, 40.0, 60.0 }),
        new("a base's change is its view's, and its gradient", () =>
        {
            var x = Tensor.From([1.0, 2.0, 3.0], requiresGrad: true);
            var y = x * 2;
            var v = y[1..];
            y.MultiplyInPlace(10);
            v.Sum().Backward();
            return [v, x.Grad];
        }, new[] { 40.0, 60.0 }, new[] { 0.0, 20.0, 20.0 }),
        new("another shape of the same memory", () =>
        {
            var x = Tensor.From([1.0, 2.0, 3.0], requiresGrad: true);
            var y = x * 2;
            y.Reshape(3, 1).MultiplyInPlace(Tensor.From(new[,] { { 1.0 }, { 2.0 }, { 3.0 } }));
            y.Sum().Backward();
            return [y, x.Grad];
        }, new[] { 2.0, 8.0, 18.0 }, new[] { 2.0, 4.0, 6.0 }),
        new("a change by way of a transpose", () =>
        {
            var x = Tensor.From(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }, requiresGrad: true);
            var y = x * 1.0;
            y.T.AddInPlace(Tensor.From(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }));
            (y * y).Sum().Backward();
            return [y, x.Grad];
        }, new[] { 2.0, 5.0, 5.0, 8.0 }, new[] { 4.0, 10.0, 10.0, 16.0 }),
        new("a row of a transpose is a column", () =>
        {
            var x = Tensor.From(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }, requiresGrad: true);
            var y = x * 1.0;
            y.T[0].Fill(10);
            (y * y).Sum().Backward();
            return [y, x.Grad];
        }, new[] { 10.0, 2.0, 10.0, 4.0 }, new[] { 0.0, 4.0, 0.0, 8.0 }),
        new("a transpose follows its base", () =>
        {
            var b = Tensor.Zeros(2, 2);
            var v = b.T;
            b.AddInPlace(Tensor.From(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }));
            return [v, b.Version, v.Version];
        }, new[] { 1.0, 3.0, 2.0, 4.0 }, 1, 1),
        new("a view of a view", () =>
        {
            var b = Tensor.Zeros(2, 3);
            var v = b.Reshape(6);
            v.Reshape(3, 2).AddInPlace(Tensor.From(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 }, { 5.0, 6.0 } }));
            return [b, v, b.Version, v.Version];
        }, new[] { 1.0, 2, 3, 4, 5, 6 }, new[] { 1.0, 2, 3, 4, 5, 6 }, 1, 1),
        new("a detached tensor shares its memory", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var d = x.Detach();
            d[0] = Tensor.From(5.0);
            return [x, x.RequiresGrad, x.Version, d.Version];
        }, new[] { 5.0, 2.0 }, true, 1, 1),
        new("the detached value of a result shares its memory", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x * x;
            var d = y.Detach();
            d.AddInPlace(1);
            return [y, d, y.Version];
        }, new[] { 2.0, 5.0 }, new[] { 2.0, 5.0 }, 1),
        new("a clone does not share its memory", () =>
        {
            var x = Tensor.From([1.0, 2.0]);
            var c = x.Clone();
            c.AddInPlace(1);
            return [x, c];
        }, new[] { 1.0, 2.0 }, new[] { 2.0, 3.0 }),
        new("no_grad: a leaf may be changed where the derivative does not read it", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = (x * 2).Sum();
            using (Autograd.NoGrad()) x.AddInPlace(1);
            y.Backward();
            return [x.Grad, y];
        }, new[] { 2.0, 2.0 }, 6.0),
        new("no_grad: the operand of an exponential may be changed after it was looked at", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = x.Exp();
            y.Backward(Tensor.Ones(2), retainGraph: true);
            using (Autograd.NoGrad()) x.MultiplyInPlace(2);
            y.Sum().Backward();
            return [x.Grad];
        }, new[] { 2 * Math.E, 2 * Math.Exp(2) }),
        new("no_grad: a step keeps the leaf and its gradient", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            (x * x).Sum().Backward();
            using (Autograd.NoGrad()) x.SubtractInPlace(x.Grad! * 0.5);
            return [x, x.Grad, x.RequiresGrad, x.IsLeaf, x.Version];
        }, new[] { 0.0, 0.0 }, new[] { 2.0, 4.0 }, true, true, 1),
        new("a wider number is put into a narrower tensor", () =>
        {
            var x = Tensor.Zeros([2], ElementType.Float32);
            x.AddInPlace(Tensor.From([1.0, 2.0]));
            return [x, x.ElementType.ToString()];
        }, new[] { 1.0, 2.0 }, "Float32"),
        new("integers are added to numbers", () =>
        {
            var x = Tensor.From([1.0, 2.0]);
            x.AddInPlace(Tensor.From([1, 2]));
            return [x, x.ElementType.ToString()];
        }, new[] { 2.0, 4.0 }, "Float64"),
        new("a sum that nobody looks at is what it would have been", () =>
        {
            var s = Tensor.From(0.0);
            for (var k = 0; k < 2000; k++) s.AddInPlace(k);
            return [s, s.Version];
        }, 1999000.0, 2000),
    ];

    public static readonly SeedError[] Errors =
    [
        new("a leaf that requires a gradient is changed", () => Tensor.From([1.0, 2.0], requiresGrad: true).AddInPlace(1),
            typeof(InvalidOperationException), "leaf", "NoGrad"),
        new("a view of a leaf that requires a gradient is changed", () => Tensor.From([1.0, 2.0], requiresGrad: true)[0].AddInPlace(1),
            typeof(InvalidOperationException), "leaf", "NoGrad"),
        new("the result of an exponential is changed", () =>
        {
            var y = Tensor.From([1.0, 2.0], requiresGrad: true).Exp();
            y.AddInPlace(1);
            y.Sum().Backward();
        }, typeof(InvalidOperationException), "modified by an inplace operation", "AddInPlace", "Exp", "Clone"),
        new("the result of a rectifier is changed", () =>
        {
            var y = Tensor.From([1.0, 2.0], requiresGrad: true).Relu();
            y.MultiplyInPlace(2);
            y.Sum().Backward();
        }, typeof(InvalidOperationException), "modified by an inplace operation", "MultiplyInPlace", "Relu"),
        new("the result of tanh is changed", () =>
        {
            var y = Tensor.From([1.0, 2.0], requiresGrad: true).Tanh();
            y.MultiplyInPlace(2);
            y.Sum().Backward();
        }, typeof(InvalidOperationException), "modified by an inplace operation", "Tanh"),
        new("a factor is changed", () =>
        {
            var y = Tensor.From([1.0, 2.0], requiresGrad: true) * 2;
            var z = y * y;
            y.AddInPlace(1);
            z.Sum().Backward();
        }, typeof(InvalidOperationException), "modified by an inplace operation", "[2]", "Mul"),
        new("a constant factor is changed", () =>
        {
            var (x, c) = (Tensor.From([1.0, 2.0], requiresGrad: true), Tensor.From([3.0, 4.0]));
            var z = x * c;
            c.AddInPlace(1);
            z.Sum().Backward();
        }, typeof(InvalidOperationException), "modified by an inplace operation", "Mul"),
        new("a tensor is multiplied by itself in place", () =>
        {
            var y = Tensor.From(2.0, requiresGrad: true) * 3;
            y.MultiplyInPlace(y);
            y.Backward();
        }, typeof(InvalidOperationException), "modified by an inplace operation"),
        new("no_grad: a leaf is changed that a derivative reads", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = (x * x).Sum();
            using (Autograd.NoGrad()) x.AddInPlace(1);
            y.Backward();
        }, typeof(InvalidOperationException), "modified by an inplace operation", "AddInPlace"),
        new("the detached tensor is changed and a derivative reads it", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            var y = (x * x).Sum();
            x.Detach().MultiplyInPlace(2);
            y.Backward();
        }, typeof(InvalidOperationException), "modified by an inplace operation"),
        new("the detached result is changed and a derivative reads it", () =>
        {
            var y = Tensor.From([1.0, 2.0], requiresGrad: true).Exp();
            y.Detach().AddInPlace(1);
            y.Sum().Backward();
        }, typeof(InvalidOperationException), "modified by an inplace operation"),
        new("a quotient of integers in place", () => Tensor.From([1, 2]).DivideInPlace(2),
            typeof(InvalidOperationException), "Float64", "Int32", "To"),
        new("a larger shape does not fit", () => Tensor.Zeros(2).AddInPlace(Tensor.Ones(3, 2)),
            typeof(InvalidOperationException), "[3, 2]", "[2]"),
        new("shapes that are no shape together", () => Tensor.Zeros(2).AddInPlace(Tensor.Ones(3)),
            typeof(ArgumentException), "[2]", "[3]"),
        new("a tensor whose elements are one is changed", () => Tensor.From([1.0, 2.0]).BroadcastTo(2, 2).AddInPlace(1),
            typeof(InvalidOperationException), "Clone"),
    ];
}
