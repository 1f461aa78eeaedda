using ExprAutograd.Benchmarks.AdBench;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>How far numbers are from those that are expected: relative to each, or to a share of the largest where a number is the small rest of a cancellation.</summary>
internal static class Deviation
{
    /// <summary>What is faster but further off than this is not measured.</summary>
    public const double Tolerance = 1e-11;

    /// <summary>A number this far below the largest of its result is held to that one's rounding.</summary>
    private const double Floor = 1e-4;

    /// <summary>The largest deviation; not a number where one side alone is not.</summary>
    /// <exception cref="InvalidOperationException">The results have other names or lengths.</exception>
    public static double Largest(IReadOnlyList<Result> actual, IReadOnlyList<Result> expected)
    {
        if (!actual.Select(r => (r.Name, r.Numbers.Length)).SequenceEqual(expected.Select(r => (r.Name, r.Numbers.Length))))
            throw new InvalidOperationException("The two sides give results of other names or lengths.");
        var largest = 0.0;
        foreach (var (a, e) in actual.Zip(expected)) largest = Math.Max(largest, Largest(a.Numbers, e.Numbers));
        return largest;
    }

    /// <summary>Throws unless the two agree.</summary>
    /// <exception cref="InvalidOperationException">They differ by more than <see cref="Tolerance"/>.</exception>
    public static void Require(string what, IReadOnlyList<Result> actual, IReadOnlyList<Result> expected)
    {
        var largest = Largest(actual, expected);
        if (!(largest <= Tolerance)) throw new InvalidOperationException($"{what} deviates by {largest:0.0e+00}, more than {Tolerance:0e+00}.");
    }

    private static double Largest(double[] actual, double[] expected)
    {
        var floor = Floor * expected.Max(Math.Abs);
        var largest = 0.0;
        for (var k = 0; k < expected.Length; k++)
            if (actual[k] != expected[k]) largest = Math.Max(largest, Math.Abs(actual[k] - expected[k]) / Math.Max(Math.Abs(expected[k]), floor));
        return largest;
    }
}
