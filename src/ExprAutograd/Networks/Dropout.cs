namespace ExprAutograd;

/// <summary>While the module is trained, sets each element to zero with a probability and enlarges the others so that the mean stays; else passes everything on.</summary>
/// <remarks>Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), "Dropout: a simple way to prevent neural networks from overfitting".</remarks>
public sealed class Dropout : Module
{
    private readonly double probability;
    private readonly Random? random;

    /// <summary>A layer.</summary>
    /// <param name="probability">How probable it is that an element becomes zero, in [0, 1].</param>
    /// <param name="seed">The same seed gives the same choices in the same order; null for the thread's generator (<see cref="Tensor.ManualSeed"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is none.</exception>
    public Dropout(double probability = 0.5, int? seed = null)
    {
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is at least 0 and at most 1.");
        this.probability = probability;
        if (seed is { } start) random = new Random(start);
    }

    /// <summary>The input with elements dropped, others at each call.</summary>
    /// <param name="input">Of any shape.</param>
    /// <returns>Of the same shape; the input itself unless the module is trained.</returns>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return IsTraining && probability > 0 ? input.Dropout(probability, random?.Next()) : input;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"Dropout({probability})");
}
