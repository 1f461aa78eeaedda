namespace ExprAutograd.Benchmarks.Measurement;

/// <summary>One line of the report: a time, what it is held against, and the goal for their quotient.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Nanoseconds">The library's time.</param>
/// <param name="Baseline">What it is held against.</param>
/// <param name="BaselineNanoseconds">The time of that.</param>
/// <param name="Goal">The greatest quotient that is good enough; null where the line is for information.</param>
internal sealed record Comparison(string Name, double Nanoseconds, string Baseline, double BaselineNanoseconds, double? Goal)
{
    public double Ratio => Nanoseconds / BaselineNanoseconds;

    public bool? IsMet => Goal is { } goal ? Ratio <= goal : null;
}
