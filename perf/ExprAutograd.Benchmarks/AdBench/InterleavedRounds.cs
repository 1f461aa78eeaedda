using System.Diagnostics;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>Nanoseconds per call of functions that take from microseconds to a tenth of a second: the minimum of rounds taken in turn.</summary>
/// <remarks>
/// <see cref="Measurement.Ruler"/> is for shorter ones. A plain method becomes fast after some thirty calls and a pause in which the runtime
/// compiles it again, and what it calls may follow only then: warming up goes through several pauses.
/// </remarks>
internal static class InterleavedRounds
{
    private const int WarmUps = 4;
    private const int CallsOfWarmUp = 12;
    private const double MillisecondsOfWarmUp = 60;
    private const int MillisecondsOfPause = 120;
    private const double MicrosecondsOfRound = 1000;
    private const double MillisecondsInAll = 2500;
    private const int FewestRounds = 15;
    private const int MostRounds = 600;

    /// <summary>The fastest round of each side, per call.</summary>
    public static double[] Fastest(params ReadOnlySpan<Func<double>> sides)
    {
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
        {
            foreach (var side in sides)
            {
                var clock = Stopwatch.StartNew();
                for (var call = 0; call < CallsOfWarmUp || clock.Elapsed.TotalMilliseconds < MillisecondsOfWarmUp; call++) Sink += side();
            }
            Thread.Sleep(MillisecondsOfPause);
        }

        var calls = new int[sides.Length];
        for (var k = 0; k < sides.Length; k++) calls[k] = Math.Max(1, (int)(MicrosecondsOfRound * 1000 / Math.Min(Time(sides[k], 1), Time(sides[k], 1))));

        var best = new double[sides.Length];
        Array.Fill(best, double.PositiveInfinity);
        var all = Stopwatch.StartNew();
        for (var round = 0; round < FewestRounds || (round < MostRounds && all.Elapsed.TotalMilliseconds < MillisecondsInAll); round++)
            for (var k = 0; k < sides.Length; k++)
                best[k] = Math.Min(best[k], Time(sides[k], calls[k]) / calls[k]);
        return best;
    }

    /// <summary>Where results go, so that none is computed in vain.</summary>
    public static double Sink { get; private set; }

    private static double Time(Func<double> side, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var call = 0; call < calls; call++) Sink += side();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
