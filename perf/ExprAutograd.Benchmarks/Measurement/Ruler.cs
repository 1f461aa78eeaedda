using System.Diagnostics;

namespace ExprAutograd.Benchmarks.Measurement;

/// <summary>Nanoseconds per call of several ways to do one thing, each the minimum of many short rounds taken in turn.</summary>
/// <remarks>
/// A shared machine adds time and never takes any away, so the minimum is the number nearest to the code's own; taking the sides in turn lets
/// a slow spell fall on all of them. Before anything is timed the sides run until the runtime has no faster code for them.
/// </remarks>
internal sealed class Ruler(int rounds = 600, double roundMicroseconds = 150)
{
    private const int WarmUpMilliseconds = 400;

    /// <summary>One way to do the thing: runs it so many times and returns something that depends on every result.</summary>
    public delegate double Side(int calls);

    /// <summary>The minimum of every side, in nanoseconds per call.</summary>
    public double[] Measure(params Side[] sides)
    {
        foreach (var side in sides) WarmUp(side);
        var calls = Array.ConvertAll(sides, Calibrate);
        var best = new double[sides.Length];
        Array.Fill(best, double.PositiveInfinity);
        for (var round = 0; round < rounds; round++)
            for (var k = 0; k < sides.Length; k++)
            {
                // Which side comes first alternates: nobody always inherits the other's caches.
                var at = (k + round) % sides.Length;
                best[at] = Math.Min(best[at], Time(sides[at], calls[at]) / calls[at]);
            }
        return best;
    }

    private static void WarmUp(Side side)
    {
        var clock = Stopwatch.StartNew();
        while (clock.ElapsedMilliseconds < WarmUpMilliseconds) Sink += side(32);
    }

    private int Calibrate(Side side)
    {
        for (var calls = 1; ; calls *= 2)
            if (Time(side, calls) >= roundMicroseconds * 500) return calls;
    }

    private static double Time(Side side, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        Sink += side(calls);
        return (Stopwatch.GetTimestamp() - start) * (1e9 / Stopwatch.Frequency);
    }

    /// <summary>Where results go, so that none is computed in vain.</summary>
    public static double Sink { get; private set; }
}
