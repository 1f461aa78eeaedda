using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>exp(x) over the sum of exp(x) along an axis: positive, with sum 1; without overflow, whatever x is.</summary>
    /// <param name="axis">The axis; negative ones count from the last.</param>
    /// <returns>A tensor of this shape; NaN along a line of which all is -infinity, or anything +infinity.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Softmax(int axis) => Along(Softmaxes.Softmax, nameof(Softmax), axis);

    /// <summary>The logarithm of <see cref="Softmax"/>: x - log(sum(exp(x))) along an axis, without overflow or loss of digits.</summary>
    /// <inheritdoc cref="Softmax"/>
    public Tensor LogSoftmax(int axis) => Along(Softmaxes.LogSoftmax, nameof(LogSoftmax), axis);

    private Tensor Along(Primitive primitive, string operation, int axis)
    {
        var x = AsFloating(this);
        return new Tensor(Node.Of(primitive, x.node.Shape, x.node.Type, x.Node, [x.node.Shape.Axis(axis, operation)]));
    }
}
