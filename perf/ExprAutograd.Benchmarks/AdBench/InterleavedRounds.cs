using System.Diagnostics;
using System.Runtime;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>Nanoseconds per call of functions that take from nanoseconds to a tenth of a second: the minimum of rounds taken in turn.</summary>
/// <remarks>
/// Below some hundred nanoseconds the calls of delegates count; <see cref="Measurement.Ruler"/> takes them off. A plain method becomes fast when the runtime compiles it again: some thirty calls after a
/// pause without compilation, in the background, after everything else that became hot before it, the library's own methods included. So
/// warming up goes on, through pauses, until nothing is compiled any more.
/// </remarks>
internal static class InterleavedRounds
{
    private const int FewestWarmUps = 4;
    private const double MillisecondsOfWarmUps = 6000;
    private const int CallsOfWarmUp = 12;
    private const double LeastMillisecondsOfWarmUp = 20;
    private const double MostMillisecondsOfWarmUp = 200;
    private const int MillisecondsOfPause = 130;
    private const double NanosecondsOfBatch = 1e6;
    private const double NanosecondsOfTurn = 5e7;
    private const int MostCallsOfBatch = 1 << 24;
    private const int MostBatchesOfTurn = 5;
    private const double MillisecondsInAll = 2500;
    private const int FewestRounds = 5;
    private const int MostRounds = 150;

    /// <summary>The fastest batch of each side, per call; a side's turn in a round is a few batches, so that it finds its own data in the caches.</summary>
    public static double[] Fastest(params ReadOnlySpan<Func<double>> sides)
    {
        var wasQuiet = false;
        var all = Stopwatch.StartNew();
        for (var warmUp = 0; warmUp < FewestWarmUps || (!wasQuiet && all.Elapsed.TotalMilliseconds < MillisecondsOfWarmUps); warmUp++)
        {
            var compiledBefore = JitInfo.GetCompiledMethodCount();
            foreach (var side in sides) WarmUp(side);
            Thread.Sleep(MillisecondsOfPause);
            wasQuiet = JitInfo.GetCompiledMethodCount() == compiledBefore;
        }

        using var core = new SingleCore();
        var calls = new int[sides.Length];
        var batches = new int[sides.Length];
        for (var k = 0; k < sides.Length; k++)
        {
            // Doubled, not divided: of a function shorter than a tick of the clock one call takes no time at all.
            double batch;
            for (calls[k] = 1; (batch = Math.Min(Time(sides[k], calls[k]), Time(sides[k], calls[k]))) < NanosecondsOfBatch / 2 && calls[k] < MostCallsOfBatch;) calls[k] *= 2;
            batches[k] = Math.Clamp((int)(NanosecondsOfTurn / Math.Max(batch, 1)), 1, MostBatchesOfTurn);
        }

        var best = new double[sides.Length];
        Array.Fill(best, double.PositiveInfinity);
        all.Restart();
        for (var round = 0; round < FewestRounds || (round < MostRounds && all.Elapsed.TotalMilliseconds < MillisecondsInAll); round++)
            for (var k = 0; k < sides.Length; k++)
                for (var batch = 0; batch < batches[k]; batch++)
                    best[k] = Math.Min(best[k], Time(sides[k], calls[k]) / calls[k]);
        return best;
    }

    /// <summary>Where results go, so that none is computed in vain.</summary>
    public static double Sink { get; private set; }

    private static void WarmUp(Func<double> side)
    {
        var clock = Stopwatch.StartNew();
        double elapsed;
        var calls = 0;
        do
        {
            Sink += side();
            calls++;
            elapsed = clock.Elapsed.TotalMilliseconds;
        }
        while (elapsed < LeastMillisecondsOfWarmUp || (calls < CallsOfWarmUp && elapsed < MostMillisecondsOfWarmUp));
    }

    private static double Time(Func<double> side, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var call = 0; call < calls; call++) Sink += side();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
