using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>The cross entropy of classes with these logits, of shape [classes], [batch, classes] or [batch, classes, ...]: -log softmax at the target, in nats.</summary>
    /// <param name="target">
    /// The classes: an Int32 tensor of this shape without the axis of classes; or the probability of each class, a floating tensor of this shape.
    /// </param>
    /// <param name="reduction">What becomes of the losses of the examples.</param>
    /// <returns>A number; with <see cref="Reduction.None"/> a loss per example.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">When it is computed: a label is not the number of a class.</exception>
    /// <remarks>The softmax is not to be taken before: it is part of this, where it cannot overflow.</remarks>
    public Tensor CrossEntropy(Tensor target, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(target);
        var x = AsFloating(this);
        var shape = x.node.Shape;
        var axis = ClassAxis(nameof(CrossEntropy));
        if (ElementTypes.IsFloating(target.ElementType))
        {
            if (!target.node.Shape.Equals(shape))
                throw new ArgumentException($"CrossEntropy: probabilities of shape {target.node.Shape} do not fit logits of shape {shape}; there must be one per logit.", nameof(target));
            var losses = -(target * x.LogSoftmax(axis)).Sum(axis);
            return Reduced(losses, reduction);
        }
        var perExample = RequireLabels(target, shape.Without(axis), nameof(CrossEntropy));
        return new Tensor(Node.Of(Softmaxes.CrossEntropy, reduction == Reduction.None ? perExample : TensorShape.Scalar, x.node.Type, x.Node, target.Node, [axis, (int)reduction]));
    }

    private static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.Mean => losses.Mean(),
        Reduction.Sum => losses.Sum(),
        _ => losses,
    };

    private int ClassAxis(string operation) => Rank switch
    {
        0 => throw new ArgumentException($"{operation}: a number is no tensor of classes; the shape must be [classes], [batch, classes] or [batch, classes, ...]."),
        1 => 0,
        _ => 1,
    };

    private TensorShape RequireLabels(Tensor labels, TensorShape wanted, string operation)
    {
        if (labels.ElementType != ElementType.Int32)
            throw new ArgumentException($"{operation}: labels are Int32, and these hold {labels.ElementType}. Convert them: To(ElementType.Int32).", nameof(labels));
        return labels.node.Shape.Equals(wanted)
            ? wanted
            : throw new ArgumentException($"{operation}: labels of shape {labels.node.Shape} do not fit a tensor of shape {node.Shape}, which needs {wanted}: one label per example.", nameof(labels));
    }
}
