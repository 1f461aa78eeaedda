using System.Diagnostics;

namespace ExprAutograd.Benchmarks.Measurement;

/// <summary>Nanoseconds of things that can be done once only, each made ready anew for every round: the minimum of many rounds, taken in turn.</summary>
internal sealed class Latency(int rounds)
{
    /// <summary>Makes one run ready, untimed; what it returns is the run.</summary>
    public delegate Action Preparation(int round);

    /// <summary>The minimum of every side, in nanoseconds.</summary>
    public double[] Measure(params Preparation[] sides)
    {
        var best = new double[sides.Length];
        Array.Fill(best, double.PositiveInfinity);
        for (var round = 0; round < rounds; round++)
            for (var k = 0; k < sides.Length; k++)
            {
                var run = sides[k](round);
                var start = Stopwatch.GetTimestamp();
                run();
                best[k] = Math.Min(best[k], (Stopwatch.GetTimestamp() - start) * (1e9 / Stopwatch.Frequency));
            }
        return best;
    }
}
