using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>One layer's cells over the whole sequence, sixteen at a time: forward, and back.</summary>
/// <remarks>
/// The weights are diagonal: a cell meets its neighbours only in the output's normaliser. So a layer goes through all characters with its state in registers, before the next layer
/// starts. What limits it is the latency from one character's hidden number to the next one's, two tanh in a row; two vectors side by side, and the two gates that read the input and
/// need not wait, fill it.
/// </remarks>
internal static class LstmCells
{
    /// <summary>Cells that go through at once: two vectors.</summary>
    public const int Width = 16;

    /// <summary>What a character leaves per layer, besides its hidden numbers: forget, in and out gate, change, tanh of the new cell, the new cell; a row of <see cref="Width"/> each.</summary>
    public const int Step = 6 * Width;

    /// <summary>Where in a step the new cells are.</summary>
    public const int Cell = 5 * Width;

    private const int Lanes = 8;
    private const int In = Width;
    private const int Out = 2 * Width;
    private const int Change = 3 * Width;
    private const int TanhOfCell = 4 * Width;
    private const int Bias = 4 * Width;

    /// <summary>All characters forward.</summary>
    /// <param name="weights">Eight rows: forget, in, out, change, and their biases.</param>
    /// <param name="inputs">A row per character, after one that is not read.</param>
    /// <param name="hiddens">Receives a row per character, after that of the initial hidden numbers.</param>
    /// <param name="steps">Receives a step per character, after one that has the initial cells.</param>
    /// <param name="characters">How many.</param>
    public static void Forward(ref double weights, ref double inputs, ref double hiddens, ref double steps, int characters)
    {
        var (hidden0, hidden1) = (Vector512.LoadUnsafe(ref hiddens), Vector512.LoadUnsafe(ref hiddens, Lanes));
        var (cell0, cell1) = (Vector512.LoadUnsafe(ref steps, Cell), Vector512.LoadUnsafe(ref steps, Cell + Lanes));
        for (var t = 0; t < characters; t++)
        {
            inputs = ref Unsafe.Add(ref inputs, Width);
            hiddens = ref Unsafe.Add(ref hiddens, Width);
            steps = ref Unsafe.Add(ref steps, Step);
            Advance(ref weights, Vector512.LoadUnsafe(ref inputs), ref hidden0, ref cell0, ref steps, 0);
            Advance(ref weights, Vector512.LoadUnsafe(ref inputs, Lanes), ref hidden1, ref cell1, ref steps, Lanes);
            hidden0.StoreUnsafe(ref hiddens);
            hidden1.StoreUnsafe(ref hiddens, Lanes);
        }
    }

    /// <summary>All characters back; the cotangents of the hidden numbers become those of the inputs.</summary>
    /// <param name="weights">As forward.</param>
    /// <param name="cotangents">A row per character, after one that is not read.</param>
    /// <param name="inputs">As forward.</param>
    /// <param name="hiddens">As forward left them.</param>
    /// <param name="steps">As forward left them.</param>
    /// <param name="characters">How many.</param>
    /// <param name="dWeights">Receives eight rows of the weights' gradient.</param>
    public static void Back(ref double weights, ref double cotangents, ref double inputs, ref double hiddens, ref double steps, int characters, ref double dWeights)
    {
        for (nuint v = 0; v < Width; v += Lanes)
        {
            var (wForget, wIn, wOut, wChange) = (
                Vector512.LoadUnsafe(ref weights, v), Vector512.LoadUnsafe(ref weights, In + v), Vector512.LoadUnsafe(ref weights, Out + v), Vector512.LoadUnsafe(ref weights, Change + v));
            var (sForget, sIn, sOut, sChange) = (Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero);
            var (bForget, bIn, bOut, bChange) = (Lane.Zero, Lane.Zero, Lane.Zero, Lane.Zero);
            var (dHidden, dCell) = (Lane.Zero, Lane.Zero);
            for (var t = characters; t > 0; t--)
            {
                ref var step = ref Unsafe.Add(ref steps, t * Step);
                ref var cotangent = ref Unsafe.Add(ref cotangents, t * Width);
                var (forget, ingate, outgate) = (Vector512.LoadUnsafe(ref step, v), Vector512.LoadUnsafe(ref step, In + v), Vector512.LoadUnsafe(ref step, Out + v));
                var (change, tanh, cell) = (Vector512.LoadUnsafe(ref step, Change + v), Vector512.LoadUnsafe(ref step, TanhOfCell + v), Vector512.LoadUnsafe(ref Unsafe.Add(ref step, Cell - Step), v));

                // Everything that the recurrence multiplies its two cotangents by is computed beside it.
                var outSlope = tanh * (outgate - (outgate * outgate));
                var tanhSlope = outgate * Vector512.FusedMultiplyAdd(-tanh, tanh, Lane.One);
                var forgetSlope = cell * (forget - (forget * forget));
                var inSlope = change * (ingate - (ingate * ingate));
                var changeSlope = ingate * Vector512.FusedMultiplyAdd(-change, change, Lane.One);
                var toHidden = (inSlope * wIn) + (changeSlope * wChange);

                dHidden += Vector512.LoadUnsafe(ref cotangent, v);
                dCell = Vector512.FusedMultiplyAdd(dHidden, tanhSlope, dCell);
                var (dOut, dForget, dIn, dChange) = (dHidden * outSlope, dCell * forgetSlope, dCell * inSlope, dCell * changeSlope);
                dHidden = dCell * toHidden;
                dCell *= forget;
                Vector512.FusedMultiplyAdd(dForget, wForget, dOut * wOut).StoreUnsafe(ref cotangent, v);

                var (input, hidden) = (Vector512.LoadUnsafe(ref Unsafe.Add(ref inputs, t * Width), v), Vector512.LoadUnsafe(ref Unsafe.Add(ref hiddens, (t - 1) * Width), v));
                sForget = Vector512.FusedMultiplyAdd(dForget, input, sForget);
                sIn = Vector512.FusedMultiplyAdd(dIn, hidden, sIn);
                sOut = Vector512.FusedMultiplyAdd(dOut, input, sOut);
                sChange = Vector512.FusedMultiplyAdd(dChange, hidden, sChange);
                bForget += dForget;
                bIn += dIn;
                bOut += dOut;
                bChange += dChange;
            }
            sForget.StoreUnsafe(ref dWeights, v);
            sIn.StoreUnsafe(ref dWeights, In + v);
            sOut.StoreUnsafe(ref dWeights, Out + v);
            sChange.StoreUnsafe(ref dWeights, Change + v);
            bForget.StoreUnsafe(ref dWeights, Bias + v);
            bIn.StoreUnsafe(ref dWeights, Bias + In + v);
            bOut.StoreUnsafe(ref dWeights, Bias + Out + v);
            bChange.StoreUnsafe(ref dWeights, Bias + Change + v);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Advance(ref double weights, Lane input, ref Lane hidden, ref Lane cell, ref double step, nuint v)
    {
        var change = LaneMath.Tanh(Gate(hidden, ref weights, Change + v));
        var ingate = LaneMath.Sigmoid(Gate(hidden, ref weights, In + v));
        var forget = LaneMath.Sigmoid(Gate(input, ref weights, v));
        var outgate = LaneMath.Sigmoid(Gate(input, ref weights, Out + v));
        cell = Vector512.FusedMultiplyAdd(cell, forget, ingate * change);
        var tanh = LaneMath.Tanh(cell);
        hidden = outgate * tanh;
        forget.StoreUnsafe(ref step, v);
        ingate.StoreUnsafe(ref step, In + v);
        outgate.StoreUnsafe(ref step, Out + v);
        change.StoreUnsafe(ref step, Change + v);
        tanh.StoreUnsafe(ref step, TanhOfCell + v);
        cell.StoreUnsafe(ref step, Cell + v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane Gate(Lane x, ref double weights, nuint at) => Vector512.FusedMultiplyAdd(x, Vector512.LoadUnsafe(ref weights, at), Vector512.LoadUnsafe(ref weights, Bias + at));
}
