namespace ExprAutograd.Compilation;

/// <summary>The derivative of a function of one number at 0, from its values alone, with what each estimate is worth.</summary>
/// <param name="Value">From both sides; NaN where the function has no values there.</param>
/// <param name="Error">How far <paramref name="Value"/> may be off; infinite where no differences could be taken.</param>
/// <param name="Left">From the left alone.</param>
/// <param name="Right">From the right alone.</param>
/// <param name="IsKink">True when the two sides settle on different slopes.</param>
/// <param name="StandsStill">True when the smallest steps change nothing: a staircase has slope zero there, and another from afar.</param>
/// <remarks>
/// Ridders (1982), "Accurate computation of F'(x) and F'(x) F''(x)": differences over shrinking steps, extrapolated to step zero, the
/// entry of the tableau that its neighbours confirm best is taken. Rounding is part of each entry's error, so that small steps that
/// agree by accident do not win; and what smaller steps contradict is not taken, so that wide ones do not either.
/// </remarks>
internal readonly record struct NumericalDerivative(double Value, double Error, double Left, double Right, bool IsKink, bool StandsStill)
{
    /// <summary>The step over the scale at the start; no round fraction, so that no periodic function is met at multiples of its period.</summary>
    private const double FirstStep = 0.4142135623730951;

    /// <summary>How surely an error bound holds: errors of a tableau are estimates, not bounds.</summary>
    public const double Safety = 8;

    private const double LeastKink = 1e-6;

    /// <summary>Differentiates <paramref name="function"/> at 0.</summary>
    /// <param name="function">The function.</param>
    /// <param name="widest">The widest step to look at.</param>
    /// <param name="scale">A step at which the function's arguments change by their own size; steps go far below it.</param>
    /// <param name="precision">The rounding unit of the function's arithmetic.</param>
    public static NumericalDerivative Of(Func<double, double> function, double widest, double scale, double precision)
    {
        var centre = function(0);
        var samples = new List<(double Step, double Before, double After)>();
        for (var h = FirstStep * Math.Max(widest, scale); double.IsFinite(h) && h > scale * Math.Pow(precision, 0.7); h /= 2) samples.Add((h, function(-h), function(h)));
        var noise = Math.Max(Noise(function, scale, precision), Stair());
        var both = new Extrapolation(ratio: 4, amplification: 2);
        var left = new Extrapolation(ratio: 2, amplification: 8);
        var right = new Extrapolation(ratio: 2, amplification: 8);
        foreach (var (h, before, after) in samples)
        {
            var (toLeft, toRight) = (Rounding(before, h), Rounding(after, h));
            both.Add((after - before) / (2 * h), Math.Max(toLeft, toRight));
            left.Add((centre - before) / h, 2 * toLeft);
            right.Add((after - centre) / h, 2 * toRight);
        }
        var gap = Math.Abs(right.Value - left.Value);
        var isOneSlope = !(gap > (Safety * (left.Error + right.Error)) + (LeastKink * Math.Max(Math.Abs(left.Value), Math.Abs(right.Value))));

        // At a kink the slope from both sides is the mean of the two; where it is not, what looks like slopes is noise.
        var isKink = !isOneSlope && Math.Abs(((left.Value + right.Value) / 2) - both.Value) < gap / 100;
        return new NumericalDerivative(both.Value, isOneSlope || isKink ? both.Error : Math.Max(both.Error, gap), left.Value, right.Value, isKink, samples.Count > 0 && samples[^1].Before == centre && samples[^1].After == centre);

        // Where values stand still at first, the height of the first stair: a slope below it does not show.
        double Stair() => samples.SelectMany(s => (double[])[Math.Abs(s.Before - centre), Math.Abs(s.After - centre)]).Where(d => d > 0).DefaultIfEmpty(0).Min();

        // What was measured at the centre; the value's own rounding; the argument's, times the slope on the way.
        double Rounding(double there, double h) =>
            Math.Max(noise, precision * (Math.Max(Math.Abs(centre), Math.Abs(there)) + (scale * Math.Abs(there - centre) / h))) / h;
    }

    /// <summary>The size of the rounding errors in a function's values near 0; 0 where it cannot be told.</summary>
    /// <remarks>
    /// Moré and Wild (2011), "Estimating computational noise": over a tiny spacing a smooth function's higher differences vanish, and what
    /// is left of them, over the root of (2k)! / k!^2, is noise. Spaced around 0, not on it, where a convention may hold; and twice, since
    /// noise that comes in stairs does not show within one.
    /// </remarks>
    public static double Noise(Func<double, double> function, double scale, double precision)
    {
        return Math.Max(At(FirstStep * scale * Math.Pow(precision, 0.75)), At(FirstStep * scale * Math.Pow(precision, 0.4)));

        double At(double spacing)
        {
            const int Samples = 10;
            const int LowestOrder = 3;
            const int HighestOrder = 6;
            var differences = Enumerable.Range(0, Samples).Select(k => function((k - ((Samples - 1) / 2.0)) * spacing)).ToArray();
            var least = double.PositiveInfinity;
            var binomial = 1.0;
            for (var order = 1; order <= HighestOrder; order++)
            {
                differences = [.. differences.Zip(differences.Skip(1), (a, b) => b - a)];
                binomial *= ((2 * order) - 1) * 2.0 / order; // (2k)! / k!^2
                if (order >= LowestOrder) least = Math.Min(least, Math.Sqrt(differences.Average(d => d * d) / binomial));
            }
            return double.IsFinite(least) ? least : 0;
        }
    }

    /// <summary>A Richardson tableau, a row per step, and its best entry.</summary>
    private sealed class Extrapolation(double ratio, double amplification)
    {
        private const int MostColumns = 7;

        private readonly List<(double[] Entries, double Rounding)> rows = [];
        private readonly List<(double Error, int Row, int Column)> candidates = [];
        private (double Value, double Error)? best;

        public double Value => Best.Value;

        public double Error => Best.Error;

        /// <summary>The entry that its neighbours confirm best, of those that no smaller step contradicts.</summary>
        /// <remarks>A wide step may see past a narrow feature and agree with its neighbours: only smaller steps tell.</remarks>
        private (double Value, double Error) Best => best ??= candidates.OrderBy(c => c.Error).Where(IsUncontradicted)
            .Select(c => (rows[c.Row].Entries[c.Column], c.Error)).FirstOrDefault((double.NaN, double.PositiveInfinity));

        public void Add(double estimate, double rounding)
        {
            var last = rows.Count == 0 ? [] : rows[^1].Entries;
            if (!double.IsFinite(estimate))
            {
                rows.Add(([], 0));
                return;
            }
            var row = new double[Math.Min(last.Length + 1, MostColumns)];
            row[0] = estimate;
            var factor = ratio;
            for (var column = 1; column < row.Length; column++, factor *= ratio)
            {
                row[column] = row[column - 1] + ((row[column - 1] - last[column - 1]) / (factor - 1));
                var error = Math.Max(Math.Abs(row[column] - row[column - 1]), Math.Abs(row[column] - last[column - 1])) + (amplification * rounding);
                if (double.IsFinite(error)) candidates.Add((error, rows.Count, column));
            }
            rows.Add((row, amplification * rounding));
        }

        private bool IsUncontradicted((double Error, int Row, int Column) candidate)
        {
            var value = rows[candidate.Row].Entries[candidate.Column];
            for (var k = candidate.Row + 1; k < rows.Count; k++)
                if (rows[k].Entries.Length > candidate.Column && Math.Abs(rows[k].Entries[candidate.Column] - value) > Safety * (candidate.Error + rows[k].Rounding)) return false;
            return true;
        }
    }
}
