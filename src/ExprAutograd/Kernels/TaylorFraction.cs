namespace ExprAutograd.Kernels;

/// <summary>The partial numerators a_k and denominators b_k of 1/(b₁ + a₂/(b₂ + a₃/(b₃ + ...))), both functions of two parameters.</summary>
internal interface IPartialFractions
{
    /// <summary>Multiplies a grid of series by a_k, k ≥ 2.</summary>
    void MultiplyByNumerator(Span<double> grid, int columns, int k);

    /// <summary>b_k = value + byEpsilon ε + byDelta δ, k ≥ 1.</summary>
    (double Value, double ByEpsilon, double ByDelta) Denominator(int k);
}

/// <summary>A continued fraction as a Taylor series in its parameters.</summary>
/// <remarks>
/// Taken backward from a tail that is doubled until the whole series has settled: the derivatives of forward convergents cancel, those
/// of the backward steps do not, and a fraction whose value ends early (an integer parameter) need not end in its derivatives.
/// </remarks>
internal static class TaylorFraction
{
    private const double Settled = 1e-14;
    private const int Shortest = 24;
    private const int Longest = 1 << 16;

    /// <summary>Fills <paramref name="fraction"/> with the fraction's series.</summary>
    internal static void Fill<TPartials>(Span<double> fraction, int columns, in TPartials partials)
        where TPartials : struct, IPartialFractions
    {
        int size = fraction.Length;
        Span<double> work = size <= TaylorGrid.StackCoefficients ? stackalloc double[2 * size] : new double[2 * size];
        Span<double> tail = work[..size], previous = work[size..];
        FillBackward(fraction, tail, columns, partials, Shortest);
        for (int length = 2 * Shortest; length < Longest; length *= 2)
        {
            fraction.CopyTo(previous);
            FillBackward(fraction, tail, columns, partials, length);
            if (IsSettled(fraction, previous))
                return;
        }
    }

    private static void FillBackward<TPartials>(Span<double> fraction, Span<double> tail, int columns, in TPartials partials, int length)
        where TPartials : struct, IPartialFractions
    {
        tail.Clear();
        AddDenominator(tail, columns, partials.Denominator(length));
        for (int k = length; k >= 2; k--)
        {
            TaylorGrid.SetLinear(fraction, columns, 1, 0, 0);
            partials.MultiplyByNumerator(fraction, columns, k);
            TaylorGrid.Divide(fraction, fraction, tail, columns);
            fraction.CopyTo(tail);
            AddDenominator(tail, columns, partials.Denominator(k - 1));
        }
        TaylorGrid.SetLinear(fraction, columns, 1, 0, 0);
        TaylorGrid.Divide(fraction, fraction, tail, columns);
    }

    private static void AddDenominator(Span<double> grid, int columns, (double Value, double ByEpsilon, double ByDelta) b)
    {
        grid[0] += b.Value;
        if (columns > 1)
            grid[1] += b.ByDelta;
        if (grid.Length > columns)
            grid[columns] += b.ByEpsilon;
    }

    private static bool IsSettled(ReadOnlySpan<double> series, ReadOnlySpan<double> previous)
    {
        double largest = 0, change = 0;
        for (int place = 0; place < series.Length; place++)
        {
            largest = Math.Max(largest, Math.Abs(series[place]));
            change = Math.Max(change, Math.Abs(series[place] - previous[place]));
        }
        return !(change > Settled * largest);
    }
}
