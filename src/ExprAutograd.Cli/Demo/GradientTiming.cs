using System.Diagnostics;

namespace ExprAutograd.Cli.Demo;

/// <summary>Nanoseconds per call of two ways to the same gradient, measured in turns so that a busy machine slows both.</summary>
internal readonly record struct GradientTiming(double Compiled, double ByDifferences)
{
    private const int Rounds = 15;
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(15);

    public double Ratio => ByDifferences / Compiled;

    /// <summary>Takes about half a second.</summary>
    public static GradientTiming Measure(Action compiled, Action byDifferences, CancellationToken cancellation)
    {
        var (first, second) = (new double[Rounds], new double[Rounds]);
        _ = (Time(compiled), Time(byDifferences));
        for (var k = 0; k < Rounds; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            (first[k], second[k]) = (Time(compiled), Time(byDifferences));
        }
        return new GradientTiming(Median(first), Median(second));
    }

    private static double Time(Action gradient)
    {
        const int CallsPerLook = 64;
        var calls = 0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Round)
        {
            for (var k = 0; k < CallsPerLook; k++) gradient();
            calls += CallsPerLook;
        }
        return clock.Elapsed.TotalNanoseconds / calls;
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2];
    }
}
