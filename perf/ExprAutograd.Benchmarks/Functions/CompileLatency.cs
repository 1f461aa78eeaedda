using System.Linq.Expressions;
using ExprAutograd.Benchmarks.Measurement;

namespace ExprAutograd.Benchmarks.Functions;

using Gradient = Func<double, double, double, double, (double Value, (double, double, double, double) Gradient)>;

/// <summary>From lambda to first gradient, warm, by size. Goals: at most twice its own JIT time; 10 operations under a millisecond.</summary>
/// <remarks>A different literal every time: no cache knows the function. The trees are built before the clock starts, on both sides.</remarks>
internal static class CompileLatency
{
    private const double OneMillisecond = 1e6;
    private static int made;

    public static readonly (int Operations, int Rounds)[] Sizes = [(10, 300), (50, 200), (200, 100), (1_000, 40), (5_000, 12)];

    /// <summary>A function of that size that no cache has seen.</summary>
    public static Expression<Func<double, double, double, double, double>> Fresh(int operations) => StraightLine.Of(operations, 0.5 - (++made * 1e-9));

    public static IEnumerable<Comparison> Compare()
    {
        WarmUp();
        foreach (var (operations, rounds) in Sizes)
        {
            var times = new Latency(rounds).Measure(_ => Library(operations), _ => ExpressionCompile(operations), _ => JitAlone(operations));
            var name = $"{operations:N0} operations, lambda to first gradient";
            yield return new Comparison(name, times[0], "the JIT's part alone", times[2], 2);
            yield return new Comparison(name, times[0], "Expression.Compile of the gradient", times[1], null);
            if (operations == 10) yield return new Comparison(name, times[0], "a millisecond", OneMillisecond, 1);
        }
    }

    public static void WarmUp()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var k = 0; k < 60; k++)
            {
                Library(60)();
                ExpressionCompile(60)();
                JitAlone(60)();
            }
            Thread.Sleep(300); // The runtime's own second look at hot methods comes after a pause.
        }
    }

    private static Action Library(int operations)
    {
        var function = Fresh(operations);
        return () => FirstCall(Autograd.Compile(Autograd.ValueAndGradient(function)));
    }

    private static Action ExpressionCompile(int operations)
    {
        var gradient = Autograd.ValueAndGradient(Fresh(operations));
        return () => FirstCall(gradient.Compile());
    }

    private static Action JitAlone(int operations)
    {
        var stages = new CompileStages(Fresh(operations));
        stages.RunUntilJit();
        return stages.Jit;
    }

    private static void FirstCall(Gradient gradient) => gradient(0.5, 0.25, -0.75, 0.875);
}
