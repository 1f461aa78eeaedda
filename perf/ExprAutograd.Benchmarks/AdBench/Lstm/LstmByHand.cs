namespace ExprAutograd.Benchmarks.AdBench.Lstm;

/// <summary>The gradient of <see cref="LstmMethod.Loss"/> as one derives and writes it by hand, in plain loops.</summary>
/// <remarks>The forward sweep keeps the four gates, the cells and their tanh of every step; nothing is computed twice.</remarks>
internal sealed class LstmByHand(LstmInstance data)
{
    /// <summary>What a cell's step leaves for the adjoint.</summary>
    private struct Step
    {
        public double Input;
        public double Hidden;
        public double Cell;
        public double Forget;
        public double In;
        public double Out;
        public double Change;
        public double TanhOfNewCell;
    }

    private readonly int width = data.Width;
    private readonly int layers = data.Layers;
    private readonly int steps = data.Characters - 1;
    private readonly double[] sequence = data.Sequence;
    private readonly double[] state = new double[data.State.Length];
    private readonly double[] dState = new double[data.State.Length];
    private readonly double[] signal = new double[data.Width];
    private readonly Step[] tape = new Step[(data.Characters - 1) * data.Layers * data.Width];
    private readonly double[] shares = new double[(data.Characters - 1) * data.Width];

    /// <summary>Writes the two gradients, each in the shape of its parameter, and returns the loss. Allocates nothing.</summary>
    public double ValueAndGradient(double[] weights, double[] extra, double[] dWeights, double[] dExtra)
    {
        var loss = Forward(weights, extra);
        Array.Clear(dWeights);
        Array.Clear(dExtra);
        Array.Clear(dState);
        for (var t = steps - 1; t >= 0; t--) Backward(t, weights, extra, dWeights, dExtra);
        return loss;
    }

    private double Forward(double[] weights, double[] extra)
    {
        data.State.CopyTo(state, 0);
        var scale = extra.AsSpan(0, width);
        var outScale = extra.AsSpan(width, width);
        var outBias = extra.AsSpan(2 * width, width);
        var total = 0.0;
        for (var t = 0; t < steps; t++)
        {
            var character = sequence.AsSpan(t * width, width);
            var wanted = sequence.AsSpan((t + 1) * width, width);
            var share = shares.AsSpan(t * width, width);
            for (var i = 0; i < signal.Length; i++) signal[i] = character[i] * scale[i];
            for (var layer = 0; layer < layers; layer++) Advance(t, layer, weights);

            var (sum, sumWanted) = (2.0, 0.0);
            for (var i = 0; i < signal.Length; i++)
            {
                var output = (signal[i] * outScale[i]) + outBias[i];
                var e = Math.Exp(output);
                share[i] = e;
                sum += e;
                total += wanted[i] * output;
                sumWanted += wanted[i];
            }
            total -= sumWanted * Math.Log(sum);

            // The share becomes the cotangent of the output: what was predicted less what came.
            var quotient = sumWanted / sum;
            for (var i = 0; i < share.Length; i++) share[i] = (share[i] * quotient) - wanted[i];
        }
        return -total / (steps * width);
    }

    private void Advance(int t, int layer, double[] weights)
    {
        var w = weights.AsSpan(8 * layer * width, 8 * width);
        var hidden = state.AsSpan(2 * layer * width, width);
        var cells = state.AsSpan(((2 * layer) + 1) * width, width);
        var kept = tape.AsSpan(((t * layers) + layer) * width, width);
        for (var i = 0; i < signal.Length; i++)
        {
            ref var step = ref kept[i];
            var (input, h, cell) = (signal[i], hidden[i], cells[i]);
            var forget = Sigmoid((input * w[i]) + w[(4 * width) + i]);
            var ingate = Sigmoid((h * w[width + i]) + w[(5 * width) + i]);
            var outgate = Sigmoid((input * w[(2 * width) + i]) + w[(6 * width) + i]);
            var change = Math.Tanh((h * w[(3 * width) + i]) + w[(7 * width) + i]);
            var newCell = (cell * forget) + (ingate * change);
            var tanh = Math.Tanh(newCell);
            step.Input = input;
            step.Hidden = h;
            step.Cell = cell;
            step.Forget = forget;
            step.In = ingate;
            step.Out = outgate;
            step.Change = change;
            step.TanhOfNewCell = tanh;
            cells[i] = newCell;
            hidden[i] = signal[i] = outgate * tanh;
        }
    }

    private void Backward(int t, double[] weights, double[] extra, double[] dWeights, double[] dExtra)
    {
        var scale = 1.0 / (steps * width);
        var character = sequence.AsSpan(t * width, width);
        var share = shares.AsSpan(t * width, width);
        var top = tape.AsSpan(((t * layers) + layers - 1) * width, width);
        for (var i = 0; i < signal.Length; i++)
        {
            var dOutput = share[i] * scale;
            dExtra[width + i] += dOutput * top[i].Out * top[i].TanhOfNewCell;
            dExtra[(2 * width) + i] += dOutput;
            signal[i] = dOutput * extra[width + i];
        }
        for (var layer = layers - 1; layer >= 0; layer--) Retreat(t, layer, weights, dWeights);
        for (var i = 0; i < signal.Length; i++) dExtra[i] += signal[i] * character[i];
    }

    /// <summary>The adjoint of a layer's step: the signal's cotangent goes from what the layer gave to what it read.</summary>
    private void Retreat(int t, int layer, double[] weights, double[] dWeights)
    {
        var w = weights.AsSpan(8 * layer * width, 8 * width);
        var dw = dWeights.AsSpan(8 * layer * width, 8 * width);
        var dHidden = dState.AsSpan(2 * layer * width, width);
        var dCells = dState.AsSpan(((2 * layer) + 1) * width, width);
        var kept = tape.AsSpan(((t * layers) + layer) * width, width);
        for (var i = 0; i < signal.Length; i++)
        {
            ref readonly var step = ref kept[i];
            var dh = signal[i] + dHidden[i];
            var dCell = dCells[i] + (dh * step.Out * (1 - (step.TanhOfNewCell * step.TanhOfNewCell)));
            var dForget = dCell * step.Cell * step.Forget * (1 - step.Forget);
            var dIn = dCell * step.Change * step.In * (1 - step.In);
            var dOut = dh * step.TanhOfNewCell * step.Out * (1 - step.Out);
            var dChange = dCell * step.In * (1 - (step.Change * step.Change));
            dw[i] += dForget * step.Input;
            dw[width + i] += dIn * step.Hidden;
            dw[(2 * width) + i] += dOut * step.Input;
            dw[(3 * width) + i] += dChange * step.Hidden;
            dw[(4 * width) + i] += dForget;
            dw[(5 * width) + i] += dIn;
            dw[(6 * width) + i] += dOut;
            dw[(7 * width) + i] += dChange;
            dCells[i] = dCell * step.Forget;
            dHidden[i] = (dIn * w[width + i]) + (dChange * w[(3 * width) + i]);
            signal[i] = (dForget * w[i]) + (dOut * w[(2 * width) + i]);
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
