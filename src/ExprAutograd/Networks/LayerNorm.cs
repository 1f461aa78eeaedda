namespace ExprAutograd;

/// <summary>Makes the last axes of its input have mean 0 and variance 1, then stretches and shifts each element by parameters.</summary>
/// <remarks>
/// (x - mean) / sqrt(variance + epsilon) * weight + bias, the variance being that of all elements, not of a sample.
/// Parameters: <c>weight</c>, ones at first, and <c>bias</c>, zeros. Ba, Kiros, Hinton (2016), "Layer normalization".
/// </remarks>
public sealed class LayerNorm : Module
{
    private readonly int[] shape;
    private readonly double epsilon;

    /// <summary>A layer.</summary>
    /// <param name="shape">The extents of the axes that are normalised together.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="type">Float64 or Float32.</param>
    /// <exception cref="ArgumentException">No axis is named.</exception>
    public LayerNorm(int[] shape, double epsilon = 1e-5, ElementType type = ElementType.Float64)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length == 0) throw new ArgumentException("Layer normalisation is of one axis or more.", nameof(shape));
        (this.shape, this.epsilon) = ([.. shape], epsilon);
        Weight = Register("weight", Tensor.Ones(shape, type));
        Bias = Register("bias", Tensor.Zeros(shape, type));
    }

    /// <summary>A layer that normalises the last axis.</summary>
    public LayerNorm(int extent, double epsilon = 1e-5, ElementType type = ElementType.Float64)
        : this([extent], epsilon, type)
    {
    }

    /// <summary>What each element is multiplied by.</summary>
    public Tensor Weight { get; }

    /// <summary>What is added to each element.</summary>
    public Tensor Bias { get; }

    /// <summary>The normalised input.</summary>
    /// <param name="input">A tensor whose shape ends as the layer's does.</param>
    /// <returns>Of the same shape.</returns>
    /// <exception cref="ArgumentException">The shape ends otherwise.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.LayerNorm(shape, Weight, Bias, epsilon);
    }

    /// <inheritdoc/>
    public override string ToString() => $"LayerNorm({string.Join(", ", shape)})";
}
