using System.Diagnostics;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>Measures one problem: the compiled side and the ruler, in turn, in one process.</summary>
internal sealed class AdBenchMeasurement
{
    private const int WarmCompiles = 5;
    private const double MillisecondsOfWarmCompiles = 1500;

    private static int literals;

    private readonly Problem problem;
    private readonly IImplementation byHand;
    private readonly IImplementation? compiled;

    /// <summary>Runs it all.</summary>
    /// <param name="name">The problem's name.</param>
    /// <param name="path">The instance's file.</param>
    /// <param name="style">How the user wrote it.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is none of the problem's.</exception>
    public AdBenchMeasurement(string name, string path, Style style)
    {
        problem = Problems.Readers[name](path);
        string? refusal = null;
        var (cold, warm) = (default(double?), 0.0);
        try
        {
            (cold, warm) = CompileTimes(problem, style);
            var implementation = problem.Compile(style);
            implementation.Objective();
            implementation.Derivative();
            compiled = implementation;
        }
        catch (Exception e)
        {
            // Whatever it is, one problem's failure is a line in the report, and the ruler is measured all the same.
            refusal = e is AutogradException ? e.Message : $"{e.GetType().Name}: {e.Message}";
        }

        byHand = problem.ByHand();
        var times = compiled is null
            ? InterleavedRounds.Fastest(byHand.Objective, byHand.Derivative)
            : InterleavedRounds.Fastest(byHand.Objective, byHand.Derivative, compiled.Objective, compiled.Derivative);
        var side = compiled is null ? null : new CompiledSide(
            new SideTimes(times[2], times[3]), cold, warm, Allocated(compiled), Result.LargestDifference(compiled.Results(), byHand.Results()));
        var objective = byHand.Results()[0].Numbers;
        Report = new AdBenchReport(
            name, Path.GetFileName(path), style, problem.Inputs, problem.Outputs,
            objective.Length == 1 ? objective[0] : Math.Sqrt(objective.Sum(x => x * x)), new SideTimes(times[0], times[1]), side, refusal);
    }

    public AdBenchReport Report { get; }

    /// <summary>What the library computed, as much as is shown; null where it refused.</summary>
    public IReadOnlyList<Result>? CompiledResults => compiled is null ? null : problem.Shown(compiled.Results());

    /// <summary>The report with both sides held against reference values.</summary>
    public AdBenchReport Against(IReadOnlyList<Result> reference) => Report with
    {
        HandWrittenFromReference = Result.LargestDifference(problem.Shown(byHand.Results()), reference),
        CompiledFromReference = CompiledResults is { } results ? Result.LargestDifference(results, reference) : null,
    };

    private static (double? Cold, double Warm) CompileTimes(Problem problem, Style style)
    {
        double? cold = literals == 0 ? Milliseconds() : null;
        var warm = double.PositiveInfinity;
        var all = Stopwatch.StartNew();
        for (var k = 0; k == 0 || (k < WarmCompiles && all.Elapsed.TotalMilliseconds < MillisecondsOfWarmCompiles); k++) warm = Math.Min(warm, Milliseconds());
        return (cold, warm);

        double Milliseconds()
        {
            var literal = ++literals * 1e-300;
            var start = Stopwatch.GetTimestamp();
            problem.CompileDerivative(style, literal);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    private static long Allocated(IImplementation implementation)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        implementation.Derivative();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
