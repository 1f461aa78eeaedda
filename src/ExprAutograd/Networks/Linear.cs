using ExprAutograd.Networks;

namespace ExprAutograd;

/// <summary>x W^T + b: of a vector of inputs, or of each row, a vector of outputs.</summary>
/// <remarks>Parameters: <c>weight</c> of shape [outputs, inputs] and <c>bias</c> of shape [outputs], both uniform in ±1/sqrt(inputs) at first, as in PyTorch.</remarks>
public sealed class Linear : Module
{
    /// <summary>A layer.</summary>
    /// <param name="inputs">The extent of the input's last axis.</param>
    /// <param name="outputs">The extent of the result's last axis.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="seed">The same seed gives the same parameters; null for the thread's generator (<see cref="Tensor.ManualSeed"/>).</param>
    /// <param name="type">Float64 or Float32.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    public Linear(int inputs, int outputs, bool bias = true, int? seed = null, ElementType type = ElementType.Float64)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        var start = new Initialization(inputs, (outputs * inputs) + (bias ? outputs : 0), seed, type);
        Weight = Register("weight", start.Next(outputs, inputs));
        if (bias) Bias = Register("bias", start.Next(outputs));
    }

    /// <summary>Of shape [outputs, inputs].</summary>
    public Tensor Weight { get; }

    /// <summary>Of shape [outputs]; null when there is none.</summary>
    public Tensor? Bias { get; }

    /// <summary>The outputs.</summary>
    /// <param name="input">Of shape [inputs], [rows, inputs], or with more axes before.</param>
    /// <returns>Of the input's shape, outputs in place of inputs.</returns>
    /// <exception cref="ArgumentException">The last axis of <paramref name="input"/> has another extent.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (inputs, outputs) = (Weight.Shape[1], Weight.Shape[0]);
        if (input.Rank == 0 || input.Shape[^1] != inputs)
            throw new ArgumentException($"A linear layer of {inputs} inputs cannot take a tensor of shape [{string.Join(", ", input.Shape)}]: its last axis must have the extent {inputs}.", nameof(input));
        var rows = input.Rank == 2 ? input : input.Reshape(inputs == 0 ? input.Shape[..^1].Aggregate(1, (a, b) => a * b) : input.Count / inputs, inputs);
        var product = rows.MatMul(Weight.T);
        if (Bias is not null) product += Bias;
        return input.Rank == 2 ? product : product.Reshape([.. input.Shape[..^1], outputs]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Linear({Weight.Shape[1]}, {Weight.Shape[0]}{(Bias is null ? ", bias: false" : "")})";
}
