namespace ExprAutograd;

/// <summary>The greatest element of a window that moves over images: <see cref="Tensor.MaxPool2d"/>.</summary>
/// <param name="size">The height and width of the window.</param>
/// <param name="stride">How far it moves at a time; its own extent unless given.</param>
/// <param name="padding">How far it may stand over the edge.</param>
public sealed class MaxPool2d(int size, int? stride = null, int padding = 0) : Module
{
    /// <summary>The greatest element at each place of the window.</summary>
    /// <param name="input">Of shape [..., height, width].</param>
    /// <exception cref="ArgumentException">The window does not fit.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.MaxPool2d(size, stride, padding);
    }

    /// <inheritdoc/>
    public override string ToString() => $"MaxPool2d({size})";
}
