using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench.Lstm;

/// <summary>The mean negative log likelihood of a sequence under an LSTM with diagonal weights, in LINQ.</summary>
internal static class LstmLinq
{
    /// <summary>What goes from layer to layer: the whole network's state, and what the next layer reads.</summary>
    private sealed record Signal(double[] State, double[] Input);

    /// <summary>What goes from character to character.</summary>
    private sealed record Reading(double[] State, double LogLikelihood);

    private static readonly Expression<Func<double, double>> Sigmoid = x => 1 / (1 + Math.Exp(-x));

    private static readonly Expression<Func<double[], double>> LogOfTwoPlusSumExp = x => Math.Log(2 + x.Sum(xi => Math.Exp(xi)));

    /// <summary>The loss as a function of the weights and the extra parameters.</summary>
    public static Expression<Func<double[], double[], double>> Loss(LstmInstance data)
    {
        var (initial, sequence, layers, width, steps) = (data.State, data.Sequence, data.Layers, data.Width, data.Characters - 1);

        // Gate g of cell i reads one number: its weight is row g, its bias row 4 + g, of the layer's eight rows.
        Expression<Func<double[], int, int, int, double, double>> gate = (weights, layer, g, i, x) =>
            (x * weights[(((8 * layer) + g) * width) + i]) + weights[(((8 * layer) + 4 + g) * width) + i];

        Expression<Func<double[], Signal, int, double[]>> cells = (weights, signal, layer) =>
            (from i in Enumerable.Range(0, width)
             let hidden = signal.State[(2 * layer * width) + i]
             let cell = signal.State[(((2 * layer) + 1) * width) + i]
             let forget = Sigmoid.Compile()(gate.Compile()(weights, layer, 0, i, signal.Input[i]))
             let ingate = Sigmoid.Compile()(gate.Compile()(weights, layer, 1, i, hidden))
             let change = Math.Tanh(gate.Compile()(weights, layer, 3, i, hidden))
             select (cell * forget) + (ingate * change)).ToArray();

        Expression<Func<double[], double[], int, double[], double[]>> hiddens = (weights, input, layer, newCells) =>
            Enumerable.Range(0, width).Select(i => Sigmoid.Compile()(gate.Compile()(weights, layer, 2, i, input[i])) * Math.Tanh(newCells[i])).ToArray();

        Expression<Func<double[], int, double[], double[], Signal>> leave = (state, layer, newHiddens, newCells) =>
            new Signal(
                state.Select((old, k) => k / width == 2 * layer ? newHiddens[k % width] : k / width == (2 * layer) + 1 ? newCells[k % width] : old).ToArray(),
                newHiddens);

        Expression<Func<double[], Signal, int, double[], Signal>> advanceTo = (weights, signal, layer, newCells) =>
            leave.Compile()(signal.State, layer, hiddens.Compile()(weights, signal.Input, layer, newCells), newCells);

        Expression<Func<double[], Signal, int, Signal>> advance = (weights, signal, layer) =>
            advanceTo.Compile()(weights, signal, layer, cells.Compile()(weights, signal, layer));

        Expression<Func<double[], int, double, double>> logLikelihood = (output, t, normaliser) =>
            Enumerable.Range(0, width).Sum(i => sequence[((t + 1) * width) + i] * (output[i] - normaliser));

        Expression<Func<Reading, int, double[], double[], Reading>> compare = (reading, t, state, output) =>
            new Reading(state, reading.LogLikelihood + logLikelihood.Compile()(output, t, LogOfTwoPlusSumExp.Compile()(output)));

        Expression<Func<Reading, int, double[], Signal, Reading>> predict = (reading, t, extra, signal) =>
            compare.Compile()(reading, t, signal.State, Enumerable.Range(0, width).Select(i => (signal.Input[i] * extra[width + i]) + extra[(2 * width) + i]).ToArray());

        Expression<Func<Reading, int, double[], double[], Reading>> read = (reading, t, weights, extra) =>
            predict.Compile()(reading, t, extra, Enumerable.Range(0, layers).Aggregate(
                new Signal(reading.State, Enumerable.Range(0, width).Select(i => sequence[(t * width) + i] * extra[i]).ToArray()),
                (signal, layer) => advance.Compile()(weights, signal, layer)));

        return (weights, extra) =>
            -Enumerable.Range(0, steps).Aggregate(new Reading(initial, 0), (reading, t) => read.Compile()(reading, t, weights, extra)).LogLikelihood / (steps * width);
    }
}
