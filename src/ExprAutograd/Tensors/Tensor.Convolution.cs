using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>The inner products of filters with a window that moves along sequences: [batch, channels, length] or [channels, length] to [batch, filters, places].</summary>
    /// <param name="weight">The filters: [filters, channels, window].</param>
    /// <param name="bias">A number per filter that is added; null for none.</param>
    /// <param name="stride">How far the window moves at a time.</param>
    /// <param name="padding">How many zeros stand before and behind each sequence.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the window does not.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stride is not positive, or the padding is negative.</exception>
    public Tensor Conv1d(Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (Rank is not (2 or 3) || weight.Rank != 3) throw Unfitting(nameof(Conv1d), "[batch, channels, length] with weights [filters, channels, window]", weight);
        var flat = AsImages(Rank == 2 ? 1 : node.Shape[0], node.Shape[Rank - 2], 1);
        var result = flat.Convolve(nameof(Conv1d), weight.Reshape(weight.node.Shape[0], weight.node.Shape[1], 1, weight.node.Shape[2]), bias, [1, stride, 0, padding]);
        return Rank == 2 ? result.Reshape(result.node.Shape[1], result.node.Shape[3]) : result.Reshape(result.node.Shape[0], result.node.Shape[1], result.node.Shape[3]);
    }

    /// <summary>The inner products of filters with a window that moves over images: [batch, channels, height, width] or [channels, height, width] to [batch, filters, rows, columns].</summary>
    /// <param name="weight">The filters: [filters, channels, window height, window width]. They are not flipped (cross-correlation).</param>
    /// <param name="bias">A number per filter that is added; null for none.</param>
    /// <param name="stride">How far the window moves at a time, along both axes.</param>
    /// <param name="padding">How many zeros stand on each side of an image.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the window does not.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stride is not positive, or the padding is negative.</exception>
    public Tensor Conv2d(Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (Rank is not (3 or 4) || weight.Rank != 4) throw Unfitting(nameof(Conv2d), "[batch, channels, height, width] with weights [filters, channels, height, width]", weight);
        int[] steps = [stride, stride, padding, padding];
        if (Rank == 4) return Convolve(nameof(Conv2d), weight, bias, steps);
        var result = AsImages(1, node.Shape[0], node.Shape[1]).Convolve(nameof(Conv2d), weight, bias, steps);
        return result.Reshape([.. result.Shape.Skip(1)]);
    }

    /// <summary>The greatest element of a window that moves along sequences [..., length]; the first of those that tie has the derivative.</summary>
    /// <inheritdoc cref="MaxPool2d"/>
    public Tensor MaxPool1d(int size, int? stride = null, int padding = 0) => PoolLines(Convolutions.MaximumPool, nameof(MaxPool1d), size, stride ?? size, padding);

    /// <summary>The greatest element of a window that moves over images [..., height, width]; the first of those that tie has the derivative.</summary>
    /// <param name="size">The extent of the window.</param>
    /// <param name="stride">How far it moves at a time; its own extent unless given.</param>
    /// <param name="padding">How far it may stand over the edge, at most half of its extent; nothing is there to be the greatest.</param>
    /// <exception cref="ArgumentException">The window does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size or the stride is not positive, or the padding is negative or too large.</exception>
    public Tensor MaxPool2d(int size, int? stride = null, int padding = 0) => PoolImages(Convolutions.MaximumPool, nameof(MaxPool2d), size, stride ?? size, padding);

    /// <summary>The mean of a window that moves along sequences [..., length].</summary>
    /// <inheritdoc cref="AvgPool2d"/>
    public Tensor AvgPool1d(int size, int? stride = null, int padding = 0) => PoolLines(Convolutions.AveragePool, nameof(AvgPool1d), size, stride ?? size, padding);

    /// <summary>The mean of a window that moves over images [..., height, width].</summary>
    /// <param name="size">The extent of the window.</param>
    /// <param name="stride">How far it moves at a time; its own extent unless given.</param>
    /// <param name="padding">How many zeros stand on each side, at most half of the window's extent; they are counted.</param>
    /// <inheritdoc cref="MaxPool2d" path="/exception"/>
    public Tensor AvgPool2d(int size, int? stride = null, int padding = 0) => PoolImages(Convolutions.AveragePool, nameof(AvgPool2d), size, stride ?? size, padding);

    private Tensor AsImages(int count, int channels, int height) => Reshape(count, channels, height, node.Shape[Rank - 1]);

    private Tensor Convolve(string operation, Tensor weight, Tensor? bias, int[] steps)
    {
        RequireSteps(operation, steps);
        var (x, w) = (node.Shape, weight.node.Shape);
        if (x[1] != w[1]) throw new ArgumentException($"{operation}: weights of shape {w} are for {w[1]} channels, and the input of shape {x} has {x[1]}.", nameof(weight));
        if (bias is not null && !(bias.Rank == 1 && bias.Count == w[0]))
            throw new ArgumentException($"{operation}: a bias of shape {bias.node.Shape} does not fit {w[0]} filters; its shape must be [{w[0]}].", nameof(bias));
        var shape = TensorShape.Of([x[0], w[0], PlacesOf(operation, x, 2, w[2], steps[0], steps[2]), PlacesOf(operation, x, 3, w[3], steps[1], steps[3])]);
        var type = ElementTypes.Promote(AsFloating(this).node, AsFloating(weight).node);
        Node[] operands = bias is null ? [As(Node, type), As(weight.Node, type)] : [As(Node, type), As(weight.Node, type), As(bias.Node, type)];
        return new Tensor(Node.Of(Convolutions.Convolution, shape, type, operands, steps));
    }

    private Tensor PoolLines(Primitive primitive, string operation, int size, int stride, int padding)
    {
        if (Rank < 1) throw new ArgumentException($"{operation}: a number has no axis to move a window along.");
        var pooled = Pool(primitive, operation, AsFloating(this).AsImages(node.Shape.CountOf(0, Rank - 1), 1, 1), [1, size, 1, stride, 0, padding]);
        return pooled.Reshape([.. Shape[..^1], pooled.node.Shape[3]]);
    }

    private Tensor PoolImages(Primitive primitive, string operation, int size, int stride, int padding)
    {
        if (Rank < 2) throw new ArgumentException($"{operation}: images of shape [..., height, width] are meant; this tensor has the shape {node.Shape}.");
        int[] window = [size, size, stride, stride, padding, padding];
        if (Rank == 4) return Pool(primitive, operation, AsFloating(this), window);
        var pooled = Pool(primitive, operation, AsFloating(this).AsImages(node.Shape.CountOf(0, Rank - 2), 1, node.Shape[Rank - 2]), window);
        return pooled.Reshape([.. Shape[..^2], pooled.node.Shape[2], pooled.node.Shape[3]]);
    }

    private static Tensor Pool(Primitive primitive, string operation, Tensor images, int[] window)
    {
        if (window[1] < 1) throw new ArgumentOutOfRangeException(nameof(window), window[1], $"{operation}: the size of the window must be positive.");
        RequireSteps(operation, window[2..]);
        if (2 * window[5] > window[1]) throw new ArgumentOutOfRangeException(nameof(window), window[5], $"{operation}: a padding of {window[5]} is more than half of the window's {window[1]}.");
        var x = images.node.Shape;
        var shape = TensorShape.Of([x[0], x[1], PlacesOf(operation, x, 2, window[0], window[2], window[4]), PlacesOf(operation, x, 3, window[1], window[3], window[5])]);
        return new Tensor(Node.Of(primitive, shape, images.ElementType, images.Node, window));
    }

    private static int PlacesOf(string operation, TensorShape x, int axis, int window, int stride, int padding) =>
        Convolutions.Places(x[axis], window, stride, padding) is > 0 and var places
            ? places
            : throw new ArgumentException($"{operation}: a window of {window} does not fit into {x[axis]} elements with a padding of {padding} (the input's shape is {x}).");

    private static void RequireSteps(string operation, int[] steps)
    {
        if (steps[0] < 1 || steps[1] < 1) throw new ArgumentOutOfRangeException(nameof(steps), Math.Min(steps[0], steps[1]), $"{operation}: the stride must be positive.");
        if (steps[2] < 0 || steps[3] < 0) throw new ArgumentOutOfRangeException(nameof(steps), Math.Min(steps[2], steps[3]), $"{operation}: the padding cannot be negative.");
    }

    private ArgumentException Unfitting(string operation, string wanted, Tensor weight) =>
        new($"{operation}: input of shape {node.Shape} and weights of shape {weight.node.Shape}; {wanted} is meant.", nameof(weight));
}
