using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ExprAutograd.Benchmarks.AdBench;
using ExprAutograd.Benchmarks.AdBench.Lstm;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>The network's loss and its gradient as an expert writes them for vectors of eight doubles.</summary>
/// <remarks>
/// Cells are padded to whole vectors, in groups of sixteen (<see cref="LstmCells"/>); what pads them has zero weights, and a mask keeps it out of the normaliser. The logarithms of
/// eight characters' normalisers are taken at once, after the sums of their lanes. Gates, cells and their tanh are kept for the adjoint: nothing is computed twice.
/// </remarks>
internal sealed class LstmExpert
{
    private const int Lanes = 8;
    private const int Width = LstmCells.Width;
    private const int Rows = 8;

    private readonly LstmInstance data;
    private readonly int width;
    private readonly int layers;
    private readonly int steps;
    private readonly Group[] groups;
    private readonly AlignedLanes normalisers;
    private readonly AlignedLanes wanted;
    private readonly AlignedLanes quotients;

    public LstmExpert(LstmInstance data)
    {
        this.data = data;
        (width, layers, steps) = (data.Width, data.Layers, data.Characters - 1);
        groups = [.. Enumerable.Range(0, (width + Width - 1) / Width).Select(g => new Group(data, g * Width))];
        var whole = (steps + Lanes - 1) & -Lanes;
        (normalisers, wanted, quotients) = (new AlignedLanes(whole * Lanes), new AlignedLanes(whole * Lanes), new AlignedLanes(whole));
    }

    /// <summary>Measured like any other side.</summary>
    public static IImplementation Implementation(LstmInstance data)
    {
        var expert = new LstmExpert(data);
        var (dWeights, dExtra) = (new double[data.Weights.Length], new double[data.Extra.Length]);
        return new ExpertImplementation(
            () => expert.ValueAndGradient(data.Weights, data.Extra, dWeights, dExtra),
            value => [new Result("objective", [value]), new Result("gradient", [.. dWeights, .. dExtra])]);
    }

    /// <summary>Writes the two gradients, each in the shape of its parameter, and returns the loss. Allocates nothing.</summary>
    public double ValueAndGradient(double[] weights, double[] extra, double[] dWeights, double[] dExtra)
    {
        normalisers.Span.Clear();
        wanted.Span.Clear();
        var total = Lane.Zero;
        foreach (var group in groups)
        {
            group.Take(weights, extra);
            group.Forward();
            total += group.Predict(normalisers, wanted);
        }

        for (var t = 0; t < quotients.Length; t += Lanes)
        {
            var (sum, weight) = (Vector512.Create(2.0) + Square.SumsOf(ref normalisers[t * Lanes]), Square.SumsOf(ref wanted[t * Lanes]));
            total -= weight * Vector512.Log(sum);
            (weight / sum).StoreUnsafe(ref quotients[t]);
        }

        foreach (var group in groups)
        {
            group.Compare(quotients);
            group.Back();
            group.Give(dWeights, dExtra);
        }
        return -Vector512.Sum(total) / (steps * width);
    }

    /// <summary>Sixteen cells of every layer, or what is left of the width.</summary>
    private sealed class Group
    {
        private readonly LstmInstance data;
        private readonly int first;
        private readonly int count;
        private readonly int steps;
        private readonly (Lane First, Lane Second) isCell;
        private readonly AlignedLanes parameters;
        private readonly AlignedLanes dParameters;
        private readonly AlignedLanes extra = new(3 * Width);
        private readonly AlignedLanes dExtra = new(3 * Width);
        private readonly AlignedLanes[] signals;
        private readonly AlignedLanes[] tape;
        private readonly AlignedLanes shares;
        private readonly AlignedLanes cotangents;

        public Group(LstmInstance data, int first)
        {
            (this.data, this.first, count, steps) = (data, first, Math.Min(Width, data.Width - first), data.Characters - 1);
            isCell = (Partial.Mask(count), Partial.Mask(count - Lanes));
            (parameters, dParameters) = (new AlignedLanes(Rows * Width * data.Layers), new AlignedLanes(Rows * Width * data.Layers));
            signals = [.. Enumerable.Range(0, data.Layers + 1).Select(_ => new AlignedLanes((steps + 1) * Width))];
            tape = [.. Enumerable.Range(0, data.Layers).Select(_ => new AlignedLanes((steps + 1) * LstmCells.Step))];
            (shares, cotangents) = (new AlignedLanes((steps + 1) * Width), new AlignedLanes((steps + 1) * Width));
        }

        /// <summary>Copies the group's part of the parameters and the initial state to whole vectors.</summary>
        public void Take(double[] weights, double[] extras)
        {
            for (var row = 0; row < Rows * data.Layers; row++) Part(weights, row).CopyTo(parameters.Span[(row * Width)..]);
            for (var row = 0; row < 3; row++) Part(extras, row).CopyTo(extra.Span[(row * Width)..]);
            for (var layer = 0; layer < data.Layers; layer++)
            {
                Part(data.State, 2 * layer).CopyTo(signals[layer + 1].Span);
                Part(data.State, (2 * layer) + 1).CopyTo(tape[layer].Span[LstmCells.Cell..]);
            }
        }

        public void Forward()
        {
            for (var t = 0; t < steps; t++)
            {
                ref var signal = ref signals[0][(t + 1) * Width];
                (Character(t, 0) * Vector512.LoadUnsafe(ref extra[0])).StoreUnsafe(ref signal);
                (Character(t, Lanes) * Vector512.LoadUnsafe(ref extra[Lanes])).StoreUnsafe(ref signal, Lanes);
            }
            for (var layer = 0; layer < tape.Length; layer++)
                LstmCells.Forward(ref parameters[layer * Rows * Width], ref signals[layer][0], ref signals[layer + 1][0], ref tape[layer][0], steps);
        }

        /// <summary>Adds the group's exponentials to each character's normaliser and its successor's numbers to what they weigh; returns the sum of their products with the outputs.</summary>
        public Lane Predict(AlignedLanes normalisers, AlignedLanes wanted)
        {
            var total = Lane.Zero;
            for (var t = 0; t < steps; t++)
            {
                ref var hidden = ref signals[^1][(t + 1) * Width];
                ref var share = ref shares[(t + 1) * Width];
                var (sum, weight) = (Vector512.LoadUnsafe(ref normalisers[t * Lanes]), Vector512.LoadUnsafe(ref wanted[t * Lanes]));
                for (var v = 0; v < Width; v += Lanes)
                {
                    var output = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref hidden, (nuint)v), Vector512.LoadUnsafe(ref extra[Width + v]), Vector512.LoadUnsafe(ref extra[(2 * Width) + v]));
                    var e = LaneMath.Exp(output) & (v == 0 ? isCell.First : isCell.Second);
                    e.StoreUnsafe(ref share, (nuint)v);
                    sum += e;
                    var successor = Character(t + 1, v);
                    weight += successor;
                    total = Vector512.FusedMultiplyAdd(successor, output, total);
                }
                sum.StoreUnsafe(ref normalisers[t * Lanes]);
                weight.StoreUnsafe(ref wanted[t * Lanes]);
            }
            return total;
        }

        /// <summary>The adjoint of <see cref="Predict"/>: an output's cotangent is what was predicted less what came.</summary>
        public void Compare(AlignedLanes quotients)
        {
            var scale = Vector512.Create(1.0 / (steps * data.Width));
            for (var v = 0; v < Width; v += Lanes)
            {
                var (dScale, dBias) = (Lane.Zero, Lane.Zero);
                var outScale = Vector512.LoadUnsafe(ref extra[Width + v]);
                for (var t = 0; t < steps; t++)
                {
                    var share = Vector512.LoadUnsafe(ref shares[((t + 1) * Width) + v]);
                    var dOutput = scale * Vector512.FusedMultiplyAdd(share, Vector512.Create(quotients[t]), -Character(t + 1, v));
                    dScale = Vector512.FusedMultiplyAdd(dOutput, Vector512.LoadUnsafe(ref signals[^1][((t + 1) * Width) + v]), dScale);
                    dBias += dOutput;
                    (dOutput * outScale).StoreUnsafe(ref cotangents[((t + 1) * Width) + v]);
                }
                dScale.StoreUnsafe(ref dExtra[Width + v]);
                dBias.StoreUnsafe(ref dExtra[(2 * Width) + v]);
            }
        }

        public void Back()
        {
            for (var layer = tape.Length - 1; layer >= 0; layer--)
                LstmCells.Back(
                    ref parameters[layer * Rows * Width], ref cotangents[0], ref signals[layer][0], ref signals[layer + 1][0], ref tape[layer][0], steps,
                    ref dParameters[layer * Rows * Width]);
            for (var v = 0; v < Width; v += Lanes)
            {
                var sum = Lane.Zero;
                for (var t = 0; t < steps; t++) sum = Vector512.FusedMultiplyAdd(Character(t, v), Vector512.LoadUnsafe(ref cotangents[((t + 1) * Width) + v]), sum);
                sum.StoreUnsafe(ref dExtra[v]);
            }
        }

        /// <summary>Copies the group's part of the gradients to the caller's.</summary>
        public void Give(double[] dWeights, double[] dExtras)
        {
            for (var row = 0; row < Rows * data.Layers; row++) dParameters.Span.Slice(row * Width, count).CopyTo(Part(dWeights, row));
            for (var row = 0; row < 3; row++) dExtra.Span.Slice(row * Width, count).CopyTo(Part(dExtras, row));
        }

        private Span<double> Part(double[] rows, int row) => rows.AsSpan((row * data.Width) + first, count);

        /// <summary>Eight numbers of a character, zeros where the width ends.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Lane Character(int t, int v) => Partial.Load(data.Sequence, (t * data.Width) + first + v) & (v == 0 ? isCell.First : isCell.Second);
    }
}
