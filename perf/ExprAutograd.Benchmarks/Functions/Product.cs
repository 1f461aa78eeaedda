using System.Linq.Expressions;
using ExprAutograd.Benchmarks.Measurement;

namespace ExprAutograd.Benchmarks.Functions;

using Compiled = Func<double, double, double, (double Value, (double, double, double) Gradient)>;

/// <summary>(p + q) * s: the cost of a call and of returning four numbers. Goal: at most 1.10 of hand-written C#.</summary>
internal static class Product
{
    public static readonly Expression<Func<double, double, double, double>> Function = (p, q, s) => (p + q) * s;

    public static readonly Compiled ByHand = static (p, q, s) =>
    {
        var sum = p + q;
        return (sum * s, (s, s, sum));
    };

    public static Compiled Compile() => Autograd.Compile(Autograd.ValueAndGradient(Function));

    public static double Run(Compiled f, int calls)
    {
        var (p, total) = (1.0, 0.0);
        for (var k = 0; k < calls; k++)
        {
            var (value, gradient) = f(p, 0.5, 2);
            total += value + gradient.Item1 + gradient.Item2 + gradient.Item3;
            p += 0.125;
        }
        return total;
    }

    public static IEnumerable<Comparison> Compare()
    {
        var compiled = Compile();
        Agreement.Require(nameof(Product), Numbers(ByHand(3, 5, 2)), Numbers(compiled(3, 5, 2)));
        var times = new Ruler().Measure(n => Run(ByHand, n), n => Run(compiled, n));
        yield return new Comparison("(p + q) * s", times[1], "hand-written", times[0], 1.10);
    }

    private static double[] Numbers((double Value, (double, double, double) Gradient) r) => [r.Value, r.Gradient.Item1, r.Gradient.Item2, r.Gradient.Item3];
}
