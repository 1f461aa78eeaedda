using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>The greatest of all elements; those that tie share the derivative evenly. NaN when there is one.</summary>
    /// <exception cref="InvalidOperationException">The tensor has no elements.</exception>
    public Tensor Max() => AMax([]);

    /// <summary>The least of all elements; those that tie share the derivative evenly. NaN when there is one.</summary>
    /// <exception cref="InvalidOperationException">The tensor has no elements.</exception>
    public Tensor Min() => AMin([]);

    /// <summary>The greatest along an axis, and where it is; the first of those that tie, which alone has the derivative.</summary>
    /// <param name="axis">The axis; negative ones count from the last.</param>
    /// <param name="keepDimension">Whether the axis stays, with an extent of 1.</param>
    /// <returns>The values, and their places along the axis in an Int32 tensor of the same shape.</returns>
    /// <exception cref="InvalidOperationException">The axis has no elements.</exception>
    public (Tensor Values, Tensor Indices) Max(int axis, bool keepDimension = false) => Choose(Extrema.ChosenMaximum, ArgMax(axis, keepDimension), axis);

    /// <summary>The least along an axis, and where it is; the first of those that tie, which alone has the derivative.</summary>
    /// <inheritdoc cref="Max(int, bool)"/>
    public (Tensor Values, Tensor Indices) Min(int axis, bool keepDimension = false) => Choose(Extrema.ChosenMinimum, ArgMin(axis, keepDimension), axis);

    /// <summary>The greatest along an axis; those that tie share the derivative evenly.</summary>
    /// <inheritdoc cref="Max(int, bool)" path="/param|/exception"/>
    public Tensor AMax(int axis, bool keepDimension = false) => AMax([axis], keepDimension);

    /// <summary>The greatest over several axes; over all when none is named.</summary>
    /// <inheritdoc cref="AMax(int, bool)" path="/exception"/>
    public Tensor AMax(int[] axes, bool keepDimension = false) => Reduce(Extrema.Maximum, RequireElements(RequireNumbers(nameof(AMax)), axes, nameof(AMax)), axes, keepDimension);

    /// <summary>The least along an axis; those that tie share the derivative evenly.</summary>
    /// <inheritdoc cref="Max(int, bool)" path="/param|/exception"/>
    public Tensor AMin(int axis, bool keepDimension = false) => AMin([axis], keepDimension);

    /// <summary>The least over several axes; over all when none is named.</summary>
    /// <inheritdoc cref="AMin(int, bool)" path="/exception"/>
    public Tensor AMin(int[] axes, bool keepDimension = false) => Reduce(Extrema.Minimum, RequireElements(RequireNumbers(nameof(AMin)), axes, nameof(AMin)), axes, keepDimension);

    /// <summary>Where the first of the greatest of all elements is, row after row: an Int32 number.</summary>
    /// <exception cref="InvalidOperationException">The tensor has no elements.</exception>
    public Tensor ArgMax() => Flattened().ArgMax(0);

    /// <summary>Where along an axis the first of the greatest is: an Int32 tensor. NaN counts as the greatest.</summary>
    /// <inheritdoc cref="Max(int, bool)" path="/param|/exception"/>
    public Tensor ArgMax(int axis, bool keepDimension = false) => Place(Extrema.ArgMaximum, nameof(ArgMax), axis, keepDimension);

    /// <summary>Where the first of the least of all elements is, row after row: an Int32 number.</summary>
    /// <exception cref="InvalidOperationException">The tensor has no elements.</exception>
    public Tensor ArgMin() => Flattened().ArgMin(0);

    /// <summary>Where along an axis the first of the least is: an Int32 tensor. NaN counts as the least.</summary>
    /// <inheritdoc cref="Max(int, bool)" path="/param|/exception"/>
    public Tensor ArgMin(int axis, bool keepDimension = false) => Place(Extrema.ArgMinimum, nameof(ArgMin), axis, keepDimension);

    private Tensor Flattened() => Rank == 1 ? this : Reshape(Count);

    private Tensor Place(Primitive primitive, string operation, int axis, bool keepDimension)
    {
        var x = RequireElements(RequireNumbers(operation), [axis], operation);
        var shape = x.node.Shape;
        var counted = shape.Axis(axis, operation);
        var rest = shape.Rank == 0 ? shape : keepDimension ? shape.With(counted, 1) : shape.Without(counted);
        return new Tensor(Node.Of(primitive, rest, ElementType.Int32, x.Node, [counted]));
    }

    private (Tensor Values, Tensor Indices) Choose(Primitive primitive, Tensor indices, int axis)
    {
        var x = RequireNumbers("Max");
        var values = Node.Of(primitive, indices.node.Shape, x.ElementType, x.Node, indices.Node, [x.node.Shape.Axis(axis, primitive.Name)]);
        return (new Tensor(values), indices);
    }

    private Tensor RequireNumbers(string operation) =>
        ElementType != ElementType.Boolean ? this : throw new InvalidOperationException($"{operation}: a Boolean tensor has no order. Use Any or All, or convert it: To(ElementType.Int32).");

    private static Tensor RequireElements(Tensor x, int[] axes, string operation)
    {
        var shape = x.node.Shape;
        var lines = axes.Length == 0 ? shape.Count : axes.Select(a => shape.Rank == 0 ? 1 : shape[shape.Axis(a, operation)]).Min();
        return lines > 0 ? x : throw new InvalidOperationException($"{operation}: there is no element to choose in a tensor of shape {shape}: it is empty along the axes that are reduced.");
    }
}
