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
    public Tensor Sum(int[] axes, bool keepDimension = false) => Reduce(Reductions.Sum, ElementType == ElementType.Boolean ? To(ElementType.Int32) : this, axes, keepDimension);

    /// <summary>The mean of all elements; NaN of none.</summary>
    public Tensor Mean() => Mean([]);

    /// <summary>The means along an axis.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor Mean(int axis, bool keepDimension = false) => Mean([axis], keepDimension);

    /// <summary>The means over several axes; over all when none is named.</summary>
    public Tensor Mean(int[] axes, bool keepDimension = false)
    {
        var sum = Reduce(Reductions.Sum, AsFloating(this), axes, keepDimension);
        return sum / ((double)Count / sum.Count);
    }

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
