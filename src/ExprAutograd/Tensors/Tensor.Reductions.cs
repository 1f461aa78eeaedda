using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>The sum of all elements, a number; of booleans, how many are true.</summary>
    public Tensor Sum() => Sum([]);

    /// <summary>The sums along an axis.</summary>
    /// <param name="axis">The axis; negative ones count from the last.</param>
    /// <param name="keepDimension">Whether the axis stays, with an extent of 1.</param>
    public Tensor Sum(int axis, bool keepDimension = false) => Sum([axis], keepDimension);

    /// <summary>The sums over several axes; over all when none is named.</summary>
    public Tensor Sum(int[] axes, bool keepDimension = false) => Reduce(Reductions.Sum, AsSummable(), axes, keepDimension);

    /// <summary>The mean of all elements; NaN of none.</summary>
    public Tensor Mean() => Mean([]);

    /// <summary>The means along an axis.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor Mean(int axis, bool keepDimension = false) => Mean([axis], keepDimension);

    /// <summary>The means over several axes; over all when none is named.</summary>
    public Tensor Mean(int[] axes, bool keepDimension = false) => Reduce(Reductions.Mean, AsFloating(this), axes, keepDimension);

    /// <summary>The product of all elements; the derivative is right where elements are zero.</summary>
    public Tensor Prod() => Reduce(Reductions.Product, AsSummable(), [], keepDimension: false);

    /// <summary>The products along an axis; the derivative is right where elements are zero.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor Prod(int axis, bool keepDimension = false) => Reduce(Reductions.Product, AsSummable(), [axis], keepDimension);

    /// <summary>The logarithm of the sum of exponentials along an axis, without overflow.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor LogSumExp(int axis, bool keepDimension = false) => LogSumExp([axis], keepDimension);

    /// <summary>The logarithm of the sum of exponentials over several axes, over all when none is named; -infinity of none.</summary>
    public Tensor LogSumExp(int[] axes, bool keepDimension = false) => Reduce(Reductions.LogSumExp, AsFloating(this), axes, keepDimension);

    /// <summary>The sums of each element along an axis and those before it: a tensor of this shape.</summary>
    /// <param name="axis">The axis; negative ones count from the last.</param>
    public Tensor CumSum(int axis)
    {
        var x = AsSummable();
        return new Tensor(Node.Of(Reductions.CumulativeSum, x.node.Shape, x.node.Type, x.Node, [x.node.Shape.Axis(axis, nameof(CumSum))]));
    }

    /// <summary>Whether any element is not zero: a Boolean; false of none.</summary>
    public Tensor Any() => AsMask().Sum() > 0;

    /// <summary>Whether any element along an axis is not zero.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor Any(int axis, bool keepDimension = false) => AsMask().Sum(axis, keepDimension) > 0;

    /// <summary>Whether no element is zero: a Boolean; true of none.</summary>
    public Tensor All() => (!AsMask()).Sum().EqualTo(0);

    /// <summary>Whether no element along an axis is zero.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor All(int axis, bool keepDimension = false) => (!AsMask()).Sum(axis, keepDimension).EqualTo(0);

    /// <summary>The variance of all elements.</summary>
    /// <inheritdoc cref="Var(int[], double, bool)"/>
    public Tensor Var() => Var([]);

    /// <summary>The variances along an axis.</summary>
    /// <inheritdoc cref="Var(int[], double, bool)"/>
    public Tensor Var(int axis, double correction = 1, bool keepDimension = false) => Var([axis], correction, keepDimension);

    /// <summary>The variances over several axes: squares of the distances to the mean, summed and divided by their number less the correction.</summary>
    /// <param name="axes">The axes that go; all when none is named.</param>
    /// <param name="correction">1 (Bessel's) for an estimate from a sample, 0 for a whole population.</param>
    /// <param name="keepDimension">Whether the axes stay, with an extent of 1.</param>
    /// <returns>Floating numbers; NaN where there are no more elements than the correction.</returns>
    public Tensor Var(int[] axes, double correction = 1, bool keepDimension = false)
    {
        var x = AsFloating(this);
        var squares = (x - x.Mean(axes, keepDimension: true)).Square().Sum(axes, keepDimension);
        return squares / Math.Max(0, ((double)Count / squares.Count) - correction);
    }

    /// <summary>The standard deviation of all elements.</summary>
    /// <inheritdoc cref="Std(int[], double, bool)"/>
    public Tensor Std() => Std([]);

    /// <summary>The standard deviations along an axis.</summary>
    /// <inheritdoc cref="Std(int[], double, bool)"/>
    public Tensor Std(int axis, double correction = 1, bool keepDimension = false) => Std([axis], correction, keepDimension);

    /// <summary>The standard deviations over several axes: roots of <see cref="Var(int[], double, bool)"/>, whose derivative at 0 is 0.</summary>
    /// <inheritdoc cref="Var(int[], double, bool)"/>
    public Tensor Std(int[] axes, double correction = 1, bool keepDimension = false) => Map(Norms.Deviation, Var(axes, correction, keepDimension));

    /// <summary>The p-norm of all elements.</summary>
    /// <inheritdoc cref="Norm(int[], double, bool)"/>
    public Tensor Norm(double p = 2) => Norm([], p);

    /// <summary>The p-norms over several axes: (sum |x|^p)^(1/p); the derivative at 0 is 0.</summary>
    /// <param name="axes">The axes that go; all when none is named.</param>
    /// <param name="p">2 for the length, 1 for the sum of magnitudes, infinity for the greatest magnitude, any other number above 0.</param>
    /// <param name="keepDimension">Whether the axes stay, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not positive.</exception>
    public Tensor Norm(int[] axes, double p = 2, bool keepDimension = false)
    {
        if (!(p > 0)) throw new ArgumentOutOfRangeException(nameof(p), p, "Norm: p must be positive.");
        var x = AsFloating(this);
        if (p == 2) return Map(Norms.Length, x.Square().Sum(axes, keepDimension));
        var magnitudes = x.Abs();
        if (p == 1) return magnitudes.Sum(axes, keepDimension);
        if (double.IsPositiveInfinity(p)) return magnitudes.AMax(axes, keepDimension);
        var powers = Map(Norms.Powers, magnitudes, p);
        return Map(Norms.Root, powers.Sum(axes, keepDimension), p);
    }

    private Tensor AsMask() => ElementType == ElementType.Boolean ? this : NotEqualTo(0);

    private Tensor AsSummable() => ElementType == ElementType.Boolean ? To(ElementType.Int32) : this;

    private static Tensor Map(Primitive primitive, Tensor x, double parameter) => new(Node.Of(primitive, x.node.Shape, x.node.Type, x.Node, Node.OfNumber(parameter, x.node.Type)));

    /// <summary>An operation over axes: those named, or all.</summary>
    internal static Tensor Reduce(Primitive primitive, Tensor x, int[] axes, bool keepDimension)
    {
        var shape = x.node.Shape;
        int[] gone = axes.Length == 0 ? [.. Enumerable.Range(0, shape.Rank)] : [.. axes.Select(a => shape.Axis(a, primitive.Name)).Order()];
        if (gone.Distinct().Count() != gone.Length) throw new ArgumentException($"{primitive.Name}: an axis is named twice in [{string.Join(", ", axes)}].", nameof(axes));
        if (shape.Rank == 0) return new Tensor(Node.Of(primitive, shape, x.node.Type, x.Node, []));
        var rest = TensorShape.Of(Enumerable.Range(0, shape.Rank).Where(a => keepDimension || !gone.Contains(a)).Select(a => gone.Contains(a) ? 1 : shape[a]));
        return new Tensor(Node.Of(primitive, rest, x.node.Type, x.Node, gone));
    }
}
