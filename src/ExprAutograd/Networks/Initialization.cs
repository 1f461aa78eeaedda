namespace ExprAutograd.Networks;

/// <summary>What parameters are before they are trained.</summary>
internal sealed class Initialization
{
    private readonly double[] numbers;
    private readonly double bound;
    private readonly ElementType type;
    private int used;

    /// <summary>Numbers uniform in [-1/sqrt(inputs), 1/sqrt(inputs)), as PyTorch's layers start with.</summary>
    /// <param name="inputs">How many inputs each output depends on.</param>
    /// <param name="count">How many numbers will be needed.</param>
    /// <param name="seed">The same seed gives the same numbers; null for the thread's generator.</param>
    /// <param name="type">Float64 or Float32.</param>
    public Initialization(int inputs, int count, int? seed, ElementType type)
    {
        numbers = (seed is { } start ? Tensor.Rand([count], start) : Tensor.Rand(count)).ToArray<double>();
        bound = inputs == 0 ? 0 : 1 / Math.Sqrt(inputs);
        this.type = type;
    }

    /// <summary>The next numbers, in a shape.</summary>
    public Tensor Next(params int[] shape)
    {
        var values = new double[shape.Aggregate(1, (a, b) => a * b)];
        for (var k = 0; k < values.Length; k++) values[k] = ((2 * numbers[used++]) - 1) * bound;
        return type == ElementType.Float32 ? Tensor.Wrap(Array.ConvertAll(values, v => (float)v), shape) : Tensor.Wrap(values, shape);
    }
}
