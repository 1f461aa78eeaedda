using ExprAutograd.Networks;

namespace ExprAutograd;

/// <summary>A convolution of images with filters: <see cref="Tensor.Conv2d"/> with weights of its own.</summary>
/// <remarks>
/// Parameters: <c>weight</c> of shape [filters, channels, size, size] and <c>bias</c> of shape [filters], both uniform in ±1/sqrt(channels size^2) at first, as in
/// PyTorch.
/// </remarks>
public sealed class Conv2d : Module
{
    private readonly int stride;
    private readonly int padding;

    /// <summary>A layer.</summary>
    /// <param name="channels">How many channels an image has.</param>
    /// <param name="filters">How many channels the result has.</param>
    /// <param name="size">The height and width of the window.</param>
    /// <param name="stride">How far the window moves at a time.</param>
    /// <param name="padding">How many zeros stand on each side of an image.</param>
    /// <param name="bias">Whether a number per filter is added.</param>
    /// <param name="seed">The same seed gives the same parameters; null for the thread's generator (<see cref="Tensor.ManualSeed"/>).</param>
    /// <param name="type">Float64 or Float32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is not positive, or the padding is negative.</exception>
    public Conv2d(int channels, int filters, int size, int stride = 1, int padding = 0, bool bias = true, int? seed = null, ElementType type = ElementType.Float64)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(filters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        (this.stride, this.padding) = (stride, padding);
        var inputs = channels * size * size;
        var start = new Initialization(inputs, (filters * inputs) + (bias ? filters : 0), seed, type);
        Weight = Register("weight", start.Next(filters, channels, size, size));
        if (bias) Bias = Register("bias", start.Next(filters));
    }

    /// <summary>Of shape [filters, channels, size, size].</summary>
    public Tensor Weight { get; }

    /// <summary>Of shape [filters]; null when there is none.</summary>
    public Tensor? Bias { get; }

    /// <summary>Each filter's answer at each place of the window.</summary>
    /// <param name="input">Of shape [batch, channels, height, width] or [channels, height, width].</param>
    /// <returns>Of shape [batch, filters, rows, columns] or [filters, rows, columns].</returns>
    /// <exception cref="ArgumentException">The input has another number of channels, or is smaller than the window.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Conv2d(Weight, Bias, stride, padding);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Conv2d({Weight.Shape[1]}, {Weight.Shape[0]}, {Weight.Shape[2]}, stride: {stride}, padding: {padding})";
}
