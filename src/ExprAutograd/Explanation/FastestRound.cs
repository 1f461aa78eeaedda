using System.Diagnostics;

namespace ExprAutograd.Explanation;

/// <summary>Nanoseconds of one repetition: the least of rounds, of as many repetitions as make a clock's error small.</summary>
internal static class FastestRound
{
    /// <summary>The time of one repetition of what <paramref name="repeat"/> does as often as it is told.</summary>
    /// <param name="repeat">Does it so many times.</param>
    /// <param name="nanosecondsOfRound">How long a round is to take, at least.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="afterRound">Called after each of them.</param>
    public static double Of(Action<int> repeat, double nanosecondsOfRound, int rounds, Action? afterRound = null)
    {
        var times = 1;
        double elapsed;
        while ((elapsed = Time(repeat, times)) < nanosecondsOfRound && times < int.MaxValue / 2) times *= 2;
        var best = elapsed / times;
        for (var round = 0; round < rounds; round++)
        {
            best = Math.Min(best, Time(repeat, times) / times);
            afterRound?.Invoke();
        }
        return best;
    }

    private static double Time(Action<int> repeat, int times)
    {
        var start = Stopwatch.GetTimestamp();
        repeat(times);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
