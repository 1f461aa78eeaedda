using System.Diagnostics;
using ExprAutograd.Benchmarks.AdBench;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>Measures a row: the expert and the library in every style, in turn, on one core.</summary>
internal static class ExpertMeasurement
{
    private const int WarmCompiles = 5;
    private const double MillisecondsOfWarmCompiles = 1500;
    private const int WarmUps = 3;
    private const int MillisecondsOfWarmUp = 20;
    private const int MillisecondsOfPause = 130;
    private const int FewestTurns = 5;
    private const double MicrosecondsOfTurn = 50;
    private static int literals;

    /// <summary>Checks the expert against what is known, the library against the expert, and takes the times.</summary>
    /// <exception cref="InvalidOperationException">A side is wrong.</exception>
    public static ExpertReport Of(ExpertCase row)
    {
        var byHand = row.Problem.ByHand();
        var expert = row.Expert?.Invoke() ?? byHand;
        expert.Derivative();
        CheckExpert(row, expert, byHand);

        var sides = row.Styles.Select(style => new Side(style, row, expert)).ToArray();
        var running = sides.Where(s => s.Implementation is not null).ToArray();
        var calls = CallsOfTurn(expert.Derivative);
        var times = InterleavedRounds.Fastest([Repeated(expert.Derivative, calls), .. running.Select(s => Repeated(s.Implementation!.Derivative, calls))]);
        for (var k = 0; k < running.Length; k++) running[k].Nanoseconds = times[k + 1] / calls;
        return new ExpertReport(row.Name, times[0] / calls, [.. sides.Select(s => s.Report)]);
    }

    /// <summary>How often a short derivative is computed in one go, so that the clock sees it.</summary>
    private static int CallsOfTurn(Func<double> derivative)
    {
        // The runtime compiles what is called often again, in the background and after a pause.
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
        {
            var clock = Stopwatch.StartNew();
            while (clock.ElapsedMilliseconds < MillisecondsOfWarmUp) derivative();
            Thread.Sleep(MillisecondsOfPause);
        }

        for (var calls = 1; ; calls *= 2)
        {
            // The fastest of a few: an interruption must not look like a long derivative.
            var side = Repeated(derivative, calls);
            if (Enumerable.Range(0, FewestTurns).Min(_ => Microseconds(side)) >= MicrosecondsOfTurn) return calls;
        }
    }

    private static double Microseconds(Func<double> side)
    {
        var start = Stopwatch.GetTimestamp();
        side();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static Func<double> Repeated(Func<double> derivative, int calls) => () =>
    {
        var sum = 0.0;
        for (var call = 0; call < calls; call++) sum += derivative();
        return sum;
    };

    private static void CheckExpert(ExpertCase row, IImplementation expert, IImplementation byHand)
    {
        if (row.Reference is { } reference)
        {
            expert.Objective();
            Deviation.Require($"{row.Name}: the expert, from the reference,", row.Problem.Shown(expert.Results()), reference);
        }
        if (expert == byHand) return;
        byHand.Objective();
        byHand.Derivative();
        expert.Objective();
        Deviation.Require($"{row.Name}: the expert, from plain loops,", expert.Results(), byHand.Results());
    }

    /// <summary>The library's side in one style.</summary>
    private sealed class Side
    {
        private readonly Style style;
        private readonly string? refusal;
        private readonly long bytes;
        private readonly double compile;
        private readonly double deviation;

        public Side(Style style, ExpertCase row, IImplementation expert)
        {
            this.style = style;
            try
            {
                compile = WarmCompile(row.Problem, style);
                Implementation = row.Problem.Compile(style);
                Implementation.Objective();
                Implementation.Derivative();
            }
            catch (AutogradException e)
            {
                (Implementation, refusal) = (null, e.Message);
                return;
            }

            // What the first call after compilation allocates is no call's price.
            var before = GC.GetAllocatedBytesForCurrentThread();
            Implementation.Derivative();
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            expert.Objective();
            deviation = Deviation.Largest(Implementation.Results(), expert.Results());
            if (!(deviation <= Deviation.Tolerance))
                throw new InvalidOperationException($"{row.Name}: the library, in style {style}, deviates from the expert by {deviation:0.0e+00}, more than {Deviation.Tolerance:0e+00}.");
        }

        public IImplementation? Implementation { get; }

        public double Nanoseconds { get; set; }

        public ExpertReport.Side Report => new(style, Implementation is null ? null : Nanoseconds, bytes, deviation, compile, refusal);

        private static double WarmCompile(Problem problem, Style style)
        {
            // The first, which finds the library cold, is never the fastest.
            var fastest = double.PositiveInfinity;
            var all = Stopwatch.StartNew();
            for (var k = 0; k < 2 || (k < WarmCompiles && all.Elapsed.TotalMilliseconds < MillisecondsOfWarmCompiles); k++)
            {
                var start = Stopwatch.GetTimestamp();
                problem.CompileDerivative(style, ++literals * 1e-300);
                fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            return fastest;
        }
    }
}
