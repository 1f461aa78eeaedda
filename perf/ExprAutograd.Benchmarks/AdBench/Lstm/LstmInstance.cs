namespace ExprAutograd.Benchmarks.AdBench.Lstm;

/// <summary>A network of l layers of b cells that reads a sequence of c characters, b numbers each.</summary>
/// <param name="Layers">l.</param>
/// <param name="Width">b.</param>
/// <param name="Weights">Per layer the four gates' weights (forget, in, out, change), b each, and their four biases.</param>
/// <param name="Extra">The scale of the input, the scale and the bias of the output: b each.</param>
/// <param name="State">Per layer its hidden numbers and its cells, b each, before the first character.</param>
/// <param name="Sequence">c rows of b.</param>
internal sealed record LstmInstance(int Layers, int Width, double[] Weights, double[] Extra, double[] State, double[] Sequence)
{
    /// <summary>c.</summary>
    public int Characters => Sequence.Length / Width;

    /// <exception cref="InvalidDataException">The file is none of a network.</exception>
    public static LstmInstance Read(string path)
    {
        var file = new NumberFile(path);
        var (l, c, b) = (file.Integer(), file.Integer(), file.Integer());
        return new LstmInstance(l, b, file.Numbers(8 * l * b), file.Numbers(3 * b), file.Numbers(2 * l * b), file.Numbers(c * b));
    }
}
