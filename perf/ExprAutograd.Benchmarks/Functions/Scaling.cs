using ExprAutograd.Benchmarks.Measurement;

namespace ExprAutograd.Benchmarks.Functions;

using Compiled = Func<double, double, double, double, (double Value, (double, double, double, double) Gradient)>;

/// <summary>Value and gradient of a function of 20,000 operations against one of 500, per operation. Goal: within 1.3.</summary>
/// <remarks>Left as one method the JIT would not optimise it: this is what splitting under its budget is for.</remarks>
internal static class Scaling
{
    public const int Small = 500;
    public const int Large = 20_000;

    public static Compiled Compile(int operations) => Autograd.Compile(Autograd.ValueAndGradient(StraightLine.Of(operations)));

    public static double Run(Compiled f, int calls)
    {
        var total = 0.0;
        for (var k = 0; k < calls; k++)
        {
            var (value, gradient) = f(0.5 + ((k & 15) * 0.03125), 0.25, -0.75, 0.875);
            total += value + gradient.Item1 + gradient.Item2 + gradient.Item3 + gradient.Item4;
        }
        return total;
    }

    public static IEnumerable<Comparison> Compare()
    {
        var small = Compile(Small);
        var ruler = new Ruler(rounds: 300, roundMicroseconds: 400);
        foreach (var operations in new[] { 2_000, Large })
        {
            var large = Compile(operations);
            var times = ruler.Measure(n => Run(small, n), n => Run(large, n));
            yield return new Comparison(
                $"{operations:N0} operations, per operation", times[1] / operations, $"{Small} operations, per operation", times[0] / Small, operations == Large ? 1.3 : null);
        }
    }
}
