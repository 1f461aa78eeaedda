namespace ExprAutograd.Benchmarks.AdBench.Lstm;

/// <summary>The mean negative log likelihood of a sequence under an LSTM with diagonal weights, as plain C# loops.</summary>
internal static class LstmMethod
{
    /// <summary>The loss: how badly each character's successor is predicted.</summary>
    public static double Loss(double[] weights, double[] extra, double[] initialState, double[] sequence, int width)
    {
        var state = new double[initialState.Length];
        for (var k = 0; k < state.Length; k++) state[k] = initialState[k];
        var layers = state.Length / (2 * width);
        var characters = sequence.Length / width;

        var input = new double[width];
        var output = new double[width];
        var total = 0.0;
        for (var t = 0; t < characters - 1; t++)
        {
            for (var i = 0; i < width; i++) input[i] = sequence[(t * width) + i] * extra[i];
            for (var layer = 0; layer < layers; layer++) Advance(weights, 8 * layer * width, state, 2 * layer * width, input);
            for (var i = 0; i < width; i++) output[i] = (input[i] * extra[width + i]) + extra[(2 * width) + i];

            var normaliser = LogOfTwoPlusSumExp(output);
            for (var i = 0; i < width; i++) total += sequence[((t + 1) * width) + i] * (output[i] - normaliser);
        }
        return -total / ((characters - 1) * width);
    }

    /// <summary>One layer's step: reads <paramref name="input"/>, and leaves there what the next layer reads.</summary>
    private static void Advance(double[] weights, int gates, double[] state, int hiddenAt, double[] input)
    {
        var width = input.Length;
        var biases = gates + (4 * width);
        var cellAt = hiddenAt + width;
        for (var i = 0; i < width; i++)
        {
            var hidden = state[hiddenAt + i];
            var forget = Sigmoid((input[i] * weights[gates + i]) + weights[biases + i]);
            var ingate = Sigmoid((hidden * weights[gates + width + i]) + weights[biases + width + i]);
            var outgate = Sigmoid((input[i] * weights[gates + (2 * width) + i]) + weights[biases + (2 * width) + i]);
            var change = Math.Tanh((hidden * weights[gates + (3 * width) + i]) + weights[biases + (3 * width) + i]);
            var cell = (state[cellAt + i] * forget) + (ingate * change);
            state[cellAt + i] = cell;
            state[hiddenAt + i] = outgate * Math.Tanh(cell);
            input[i] = state[hiddenAt + i];
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double LogOfTwoPlusSumExp(double[] x)
    {
        var sum = 2.0;
        for (var i = 0; i < x.Length; i++) sum += Math.Exp(x[i]);
        return Math.Log(sum);
    }
}
