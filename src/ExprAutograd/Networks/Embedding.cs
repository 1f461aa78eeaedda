namespace ExprAutograd;

/// <summary>A vector of parameters for each number of a word, a user, or whatever is counted.</summary>
/// <remarks>Parameter: <c>weight</c> of shape [count, extent], of the standard normal distribution at first, as in PyTorch.</remarks>
public sealed class Embedding : Module
{
    /// <summary>A table of vectors.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="extent">How long each is.</param>
    /// <param name="seed">The same seed gives the same parameters; null for the thread's generator (<see cref="Tensor.ManualSeed"/>).</param>
    /// <param name="type">Float64 or Float32.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    public Embedding(int count, int extent, int? seed = null, ElementType type = ElementType.Float64)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(extent);
        var start = seed is { } first ? Tensor.Randn([count, extent], first) : Tensor.Randn(count, extent);
        Weight = Register("weight", start.To(type));
    }

    /// <summary>Of shape [count, extent].</summary>
    public Tensor Weight { get; }

    /// <summary>The vectors of some numbers.</summary>
    /// <param name="input">Integers of any shape.</param>
    /// <returns>Of the input's shape with the extent behind it.</returns>
    /// <exception cref="ArgumentException">The input holds no integers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">When it is computed: a number is not in the table.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.ElementType != ElementType.Int32) throw new ArgumentException($"An embedding is of integers; this tensor holds {input.ElementType}. Convert it: To(ElementType.Int32).", nameof(input));
        return Weight.IndexSelect(0, input.Reshape(input.Count)).Reshape([.. input.Shape, Weight.Shape[1]]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Embedding({Weight.Shape[0]}, {Weight.Shape[1]})";
}
