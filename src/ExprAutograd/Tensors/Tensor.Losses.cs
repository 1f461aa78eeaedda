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

    /// <summary>The negative log-likelihood of labels under these log-probabilities, which <see cref="LogSoftmax"/> gives.</summary>
    /// <param name="labels">The classes: an Int32 tensor of this shape without the axis of classes.</param>
    /// <param name="reduction">What becomes of the losses of the examples.</param>
    /// <inheritdoc cref="CrossEntropy" path="/returns|/exception"/>
    public Tensor NllLoss(Tensor labels, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var x = AsFloating(this);
        var axis = ClassAxis(nameof(NllLoss));
        var perExample = RequireLabels(labels, x.node.Shape.Without(axis), nameof(NllLoss));
        return new Tensor(Node.Of(Losses.NegativeLogLikelihood, reduction == Reduction.None ? perExample : TensorShape.Scalar, x.node.Type, x.Node, labels.Node, [axis, (int)reduction]));
    }

    /// <summary>The squares of the distances to <paramref name="target"/>.</summary>
    /// <param name="target">A tensor of this shape.</param>
    /// <param name="reduction">What becomes of the losses of the elements.</param>
    /// <returns>A number; with <see cref="Reduction.None"/> a tensor of this shape.</returns>
    /// <exception cref="ArgumentException">The shapes differ: they are not stretched to one another, which would hide mistakes.</exception>
    public Tensor MseLoss(Tensor target, Reduction reduction = Reduction.Mean) => Loss(Losses.MeanSquared, nameof(MseLoss), target, reduction);

    /// <summary>The distances to <paramref name="target"/>; the derivative at 0 is 0.</summary>
    /// <inheritdoc cref="MseLoss"/>
    public Tensor L1Loss(Tensor target, Reduction reduction = Reduction.Mean) => Loss(Losses.Absolute, nameof(L1Loss), target, reduction);

    /// <summary>Half of the square of a distance below <paramref name="delta"/>; from there on linear with the slope <paramref name="delta"/>.</summary>
    /// <param name="target">A tensor of this shape.</param>
    /// <param name="delta">The distance, above 0.</param>
    /// <param name="reduction">What becomes of the losses of the elements.</param>
    /// <inheritdoc cref="MseLoss"/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not positive.</exception>
    public Tensor HuberLoss(Tensor target, double delta = 1, Reduction reduction = Reduction.Mean)
    {
        if (!(delta > 0)) throw new ArgumentOutOfRangeException(nameof(delta), delta, "HuberLoss: delta must be positive.");
        return Loss(Losses.Huber, nameof(HuberLoss), target, reduction, delta);
    }

    /// <summary>The Huber loss over <paramref name="beta"/>: from there on the slope is 1. With 0 it is <see cref="L1Loss"/>.</summary>
    /// <param name="target">A tensor of this shape.</param>
    /// <param name="beta">The distance, at least 0.</param>
    /// <param name="reduction">What becomes of the losses of the elements.</param>
    /// <inheritdoc cref="MseLoss"/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is negative.</exception>
    public Tensor SmoothL1Loss(Tensor target, double beta = 1, Reduction reduction = Reduction.Mean)
    {
        if (!(beta >= 0)) throw new ArgumentOutOfRangeException(nameof(beta), beta, "SmoothL1Loss: beta cannot be negative.");
        return beta == 0 ? L1Loss(target, reduction) : Loss(Losses.SmoothAbsolute, nameof(SmoothL1Loss), target, reduction, beta);
    }

    /// <summary>The cross entropy of two classes of which the second has the probability Sigmoid(this), in nats.</summary>
    /// <param name="target">The probability of the second class, or 0 and 1: a tensor of this shape.</param>
    /// <param name="reduction">What becomes of the losses of the elements.</param>
    /// <inheritdoc cref="MseLoss"/>
    public Tensor BinaryCrossEntropyWithLogits(Tensor target, Reduction reduction = Reduction.Mean) =>
        Loss(Losses.BinaryCrossEntropyWithLogits, nameof(BinaryCrossEntropyWithLogits), target, reduction);

    /// <summary>The Kullback-Leibler divergence of these log-probabilities from the probabilities <paramref name="target"/>: target (log target - this), 0 where the target is 0.</summary>
    /// <param name="target">Probabilities: a tensor of this shape.</param>
    /// <param name="reduction">What becomes of the terms: for the divergence itself, their <see cref="Reduction.Sum"/> over the number of distributions.</param>
    /// <inheritdoc cref="MseLoss"/>
    public Tensor KlDiv(Tensor target, Reduction reduction = Reduction.Mean) => Loss(Losses.KlDivergence, nameof(KlDiv), target, reduction);

    private Tensor Loss(Primitive primitive, string operation, Tensor target, Reduction reduction, double? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        var x = AsFloating(this);
        if (!x.node.Shape.Equals(target.node.Shape))
            throw new ArgumentException($"{operation}: a target of shape {target.node.Shape} does not fit a tensor of shape {node.Shape}. Reshape, or BroadcastTo, one of them.", nameof(target));
        var type = ElementTypes.Promote(x.node, target.node);
        var (a, b) = (As(x.Node, type), As(target.Node, type));
        Node[] operands = parameter is { } number ? [a, b, Node.OfNumber(number, type)] : [a, b];
        return new Tensor(Node.Of(primitive, reduction == Reduction.None ? x.node.Shape : TensorShape.Scalar, type, operands, [(int)reduction]));
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
