namespace ExprAutograd.Tests.Tensors;

/// <summary>Element types and shapes of results, and the gradients of operands that were widened or stretched.</summary>
internal static class SeedRowsOfTypes
{
    private static readonly Tensor Integers = Tensor.From([1, 2]);
    private static readonly Tensor Truths = Tensor.From([true, false]);
    private static readonly Tensor Single = Tensor.From(1.5f);
    private static readonly Tensor Singles = Tensor.From([1.5f, 2.5f]);

    public static readonly SeedRow[] Values =
    [
        new("integers and truth values are integers", () => Shown(Integers + Truths), "Int32", new[] { 2.0, 2.0 }),
        new("integers and a fraction are of the default type", () => Shown(Integers * 1.5), "Float64", new[] { 1.5, 3.0 }),
        new("integers and a whole number are integers", () => Shown(Integers * 3.0), "Int32", new[] { 3.0, 6.0 }),
        new("integers and a single number are single", () => Shown(Integers + Single), "Float32", new[] { 2.5, 3.5 }),
        new("a quotient of integers is of the default type", () => Shown(Integers / Tensor.From([2, 4])), "Float64", new[] { 0.5, 0.5 }),
        new("singles and a double number are single", () => Shown(Singles + Tensor.From(1.0)), "Float32", new[] { 2.5, 3.5 }),
        new("singles and a number of the program are single", () => Shown(Singles * 2), "Float32", new[] { 3.0, 5.0 }),
        new("singles and doubles are double", () => Shown(Singles + Tensor.From([1.0, 2.0])), "Float64", new[] { 2.5, 4.5 }),
        new("two numbers of rank 0 are double", () => Shown(Single + Tensor.From(1.0)), "Float64", 2.5),
        new("a number of rank 0 does not widen truth values beyond its kind", () => Shown(Tensor.From(1) + Tensor.From([true])), "Int32", 2.0),
        new("integers and a double number of rank 0 are double", () => Shown(Integers + Tensor.From(2.0)), "Float64", new[] { 3.0, 4.0 }),
        new("a sum of truth values counts", () => Shown(Tensor.From([true, false, true]).Sum()), "Int32", 2.0),
        new("a mean of integers is a fraction", () => Shown(Integers.Mean()), "Float64", 1.5),
        new("functions of integers are of the default type", () => Shown(Tensor.From([0, 1]).Exp()), "Float64", new[] { 1.0, Math.E }),
        new("comparisons are truth values", () => [(Integers > 1).ElementType.ToString(), Integers > 1, Integers.EqualTo(Tensor.From([1.0, 5.0]))],
            "Boolean", new[] { 0.0, 1.0 }, new[] { 1.0, 0.0 }),
        new("comparisons carry no gradient", () =>
        {
            var x = Tensor.From([1.0, -1.0], requiresGrad: true);
            return [(x > 0).RequiresGrad, (!(x > 0)).RequiresGrad, x.To(ElementType.Int32).RequiresGrad];
        }, false, false, false),
        new("a gradient has its leaf's type", () =>
        {
            var x = Tensor.From([1f, 2f], requiresGrad: true);
            var y = x * Tensor.From([1.0, 2.0]);
            y.Sum().Backward();
            return [y.ElementType.ToString(), x.Grad!.ElementType.ToString(), x.Grad];
        }, "Float64", "Float32", new[] { 1.0, 2.0 }),
        new("a gradient through types and back", () =>
        {
            var x = Tensor.From([1.0, 2.0], requiresGrad: true);
            x.To(ElementType.Float32).Square().To(ElementType.Float64).Sum().Backward();
            return [x.Grad!.ElementType.ToString(), x.Grad];
        }, "Float64", new[] { 2.0, 4.0 }),
        new("a mask is a factor", () =>
        {
            var x = Tensor.From([1.0, -2.0, 3.0], requiresGrad: true);
            (x * (x > 0)).Sum().Backward();
            return [x.Grad];
        }, new[] { 1.0, 0.0, 1.0 }),
        new("a stretched row collects from all rows", () =>
        {
            var a = Tensor.From(new[,] { { 1.0, 2.0, 3.0 }, { 4.0, 5.0, 6.0 } }, requiresGrad: true);
            var b = Tensor.From([10.0, 20.0, 30.0], requiresGrad: true);
            (a * b).Sum().Backward();
            return [a.Grad, b.Grad];
        }, new[] { 10.0, 20, 30, 10, 20, 30 }, new[] { 5.0, 7, 9 }),
        new("a stretched column collects from all columns", () =>
        {
            var a = Tensor.From(new[,] { { 1.0, 2.0, 3.0 }, { 4.0, 5.0, 6.0 } }, requiresGrad: true);
            var b = Tensor.From(new[,] { { 10.0 }, { 20.0 } }, requiresGrad: true);
            (a * b).Sum().Backward();
            return [a.Grad, b.Grad, b.Grad!.Rank];
        }, new[] { 10.0, 10, 10, 20, 20, 20 }, new[] { 6.0, 15 }, 2),
        new("a row and a column make a matrix, each has its gradient", () =>
        {
            var r = Tensor.From([1.0, 2.0, 3.0], requiresGrad: true);
            var c = Tensor.From(new[,] { { 10.0 }, { 20.0 } }, requiresGrad: true);
            var y = r * c;
            y.Sum().Backward();
            return [y, r.Grad, c.Grad];
        }, new[] { 10.0, 20, 30, 20, 40, 60 }, new[] { 30.0, 30, 30 }, new[] { 6.0, 6.0 }),
        new("a number is stretched", () =>
        {
            var (x, s) = (Tensor.From([1.0, 2.0, 3.0], requiresGrad: true), Tensor.From(2.0, requiresGrad: true));
            (x.Pow(2) * s).Sum().Backward();
            return [x.Grad, s.Grad, s.Grad!.Rank];
        }, new[] { 4.0, 8.0, 12.0 }, 14.0, 0),
        new("an array of one is stretched and stays an array", () =>
        {
            var (x, s) = (Tensor.From([1.0, 2.0, 3.0], requiresGrad: true), Tensor.From([2.0], requiresGrad: true));
            (x * s).Sum().Backward();
            return [x.Grad, s.Grad, s.Grad!.Rank];
        }, new[] { 2.0, 2.0, 2.0 }, 6.0, 1),
        new("a broadcast tensor collects", () =>
        {
            var x = Tensor.From(3.0, requiresGrad: true);
            x.BroadcastTo(4).Sum().Backward();
            return [x.Grad];
        }, 4.0),
        new("an empty operand stretches a one to nothing", () =>
        {
            var (x, e) = (Tensor.From([1.0], requiresGrad: true), Tensor.Zeros([0], ElementType.Float64, requiresGrad: true));
            var y = x + e;
            y.Sum().Backward();
            return [y.Count, x.Grad, e.Grad];
        }, 0, 0.0, Array.Empty<double>()),
        new("the mean of nothing is not a number", () => [Tensor.Zeros(0).Mean(), Tensor.Zeros(0).Sum()], double.NaN, 0.0),
    ];

    public static readonly SeedError[] Errors =
    [
        new("integers have no gradient", () => Tensor.From(2).RequiresGrad = true, typeof(InvalidOperationException), "floating point", "Int32"),
        new("shapes that do not fit", () => _ = Tensor.Ones(2, 3) * Tensor.Ones(2), typeof(ArgumentException), "[2, 3]", "[2]", "Reshape"),
        new("values of another type", () => Tensor.From([1.0]).ToArray<float>(), typeof(InvalidOperationException), "Float64", "To("),
        new("a mask of numbers", () => _ = !Tensor.From([1.0]), typeof(ArgumentException), "Boolean", "Float64"),
        new("a product of shapes that do not fit", () => Tensor.Ones(2, 3).MatMul(Tensor.Ones(2, 3)), typeof(ArgumentException), "[2, 3]"),
        new("an axis that is not there", () => Tensor.Ones(2, 3).Sum(2), typeof(ArgumentOutOfRangeException), "[2, 3]", "-2 to 1"),
        new("a reshape to another count", () => Tensor.Ones(2, 3).Reshape(4), typeof(ArgumentException), "[2, 3]", "6", "[4]"),
    ];

    private static object?[] Shown(Tensor tensor) => [tensor.ElementType.ToString(), tensor];
}
