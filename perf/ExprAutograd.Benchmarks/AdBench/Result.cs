namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>Numbers that an objective or a derivative gave, under the name the reference files give them.</summary>
internal sealed record Result(string Name, double[] Numbers)
{
    /// <summary>What lies this far below the largest number of a result is rounding of the larger ones, and is not asked to agree digit by digit.</summary>
    private const double Floor = 1e-6;

    /// <summary>The largest difference between two results, number by number, relative to the numbers of <paramref name="expected"/>.</summary>
    /// <exception cref="ArgumentException">The results have other names or lengths.</exception>
    public static double LargestDifference(IReadOnlyList<Result> actual, IReadOnlyList<Result> expected)
    {
        if (!actual.Select(r => (r.Name, r.Numbers.Length)).SequenceEqual(expected.Select(r => (r.Name, r.Numbers.Length))))
            throw new ArgumentException($"The results are {Names(actual)}, where {Names(expected)} are expected.", nameof(actual));
        return actual.Zip(expected, (a, e) => a.DifferenceFrom(e)).Max();
    }

    private double DifferenceFrom(Result expected)
    {
        var floor = Floor * expected.Numbers.Max(Math.Abs);
        var largest = 0.0;
        for (var k = 0; k < Numbers.Length; k++)
        {
            var (a, e) = (Numbers[k], expected.Numbers[k]);
            if (a == e) continue;
            var difference = Math.Abs(a - e) / Math.Max(Math.Abs(e), floor);

            // Not a number never agrees.
            if (!(difference <= largest)) largest = difference;
            if (double.IsNaN(largest)) return largest;
        }
        return largest;
    }

    private static string Names(IEnumerable<Result> results) => string.Join(", ", results.Select(r => $"{r.Name} ({r.Numbers.Length})"));
}
