using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Tests.Dense;
using ExprAutograd.Tests.Rewriting;

namespace ExprAutograd.Tests.Compilation;

/// <summary>Long loops shared among threads: the same numbers for any number of them, and those of the loop as it is.</summary>
[Collection(DenseCollection.Name)]
public sealed class SharedLoopTests
{
    private const int Long = 200_037;
    private const double Tolerance = 1e-11;
    private const int Cases = 800;
    private const int Length = 19;
    private const double RandomTolerance = 1e-9;

    /// <summary>Beyond such slopes the last bit of an argument of a sine decides what later digits are.</summary>
    private const double SteepestCompared = 1e4;

    private static readonly Expression<Func<double[], double, double>> Chain = (x, w) => x.Sum(v => (Math.Sin(v * w) * Math.Exp(-v * v)) + Math.Tanh(v));

    private static readonly Expression<Func<double[], double[], double>> Nest = (x, a) => x.Sum(v => a.Select((c, j) => Math.Exp(-c * v * v) * j).Sum() * v);

    private static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(k => Math.Cos(0.37 * k) * 2)];

    private static AutogradOptions On(int threads) => new() { IsStrict = false, MaxDegreeOfParallelism = threads };

    private static IDisposable ShareAll()
    {
        var before = (SharedCode.WorkOfPart, SharedCode.Grain);
        (SharedCode.WorkOfPart, SharedCode.Grain) = (8, 4);
        return new Restored(() => (SharedCode.WorkOfPart, SharedCode.Grain) = before);
    }

    private sealed class Restored(Action restore) : IDisposable
    {
        public void Dispose() => restore();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void Results_do_not_depend_on_the_number_of_threads(int threads)
    {
        double[] x = Numbers(Long), a = Numbers(20);
        var one = Autograd.Compile(Autograd.ValueAndGradient(Chain), On(1))(x, 0.7);
        var many = Autograd.Compile(Autograd.ValueAndGradient(Chain), On(threads))(x, 0.7);
        Assert.Equal((one.Value, one.Gradient.Item2), (many.Value, many.Gradient.Item2));
        Assert.Equal(one.Gradient.Item1, many.Gradient.Item1);

        var oneNest = Autograd.Compile(Autograd.ValueAndGradient(Nest), On(1))(x, a);
        var manyNest = Autograd.Compile(Autograd.ValueAndGradient(Nest), On(threads))(x, a);
        Assert.Equal(oneNest.Value, manyNest.Value);
        Assert.Equal(oneNest.Gradient.Item1, manyNest.Gradient.Item1);
        Assert.Equal(oneNest.Gradient.Item2, manyNest.Gradient.Item2);
    }

    [Fact]
    public void What_iterations_add_to_one_array_is_added_up()
    {
        double[] x = Numbers(Long), a = Numbers(20);
        var strict = Autograd.Compile(Autograd.ValueAndGradient(Nest), new AutogradOptions { IsStrict = true })(x, a);
        var shared = Autograd.Compile(Autograd.ValueAndGradient(Nest), On(4))(x, a);
        var size = strict.Gradient.Item2.Max(Math.Abs);
        Assert.Equal(strict.Value, shared.Value, Tolerance * Math.Abs(strict.Value));
        Assert.All(strict.Gradient.Item2.Zip(shared.Gradient.Item2), pair => Assert.Equal(pair.First, pair.Second, Tolerance * size));
    }

    [Fact]
    public void The_report_tells_from_how_many_iterations_on()
    {
        var report = Autograd.Explain(Autograd.ValueAndGradient(Chain), On(2));
        Assert.InRange(report.Loops[0].SharedFrom ?? 0, 1_000, 100_000);
        Assert.Contains("shared among threads from", report.ToText(), StringComparison.Ordinal);
        Expression<Func<double[], double>> carried = x => x.Aggregate(0.5, (s, v) => Math.Sin(s + v));
        Assert.Null(Autograd.Explain(carried, On(2)).Loops[0].SharedFrom);
        Assert.Null(Autograd.Explain(Chain, new AutogradOptions { IsStrict = true }).Loops[0].SharedFrom);
    }

    [Fact]
    public void Strict_code_shares_what_has_no_sum()
    {
        Expression<Func<double[], double[]>> squares = x => x.Select(v => Math.Sin(v) * v).ToArray();
        var strict = new AutogradOptions { IsStrict = true, MaxDegreeOfParallelism = 4 };
        Assert.NotNull(Autograd.Explain(squares, strict).Loops[0].SharedFrom);
        var x = Numbers(Long);
        Assert.Equal(squares.Compile()(x), Autograd.Compile(squares, strict)(x));
    }

    [Fact]
    public void What_a_lambda_captures_is_its_own_though_code_is_shared()
    {
        var x = Numbers(Long);
        Func<double[], (double Value, double[] Gradient)> Scaled(double[] by) => Autograd.Compile(Autograd.ValueAndGradient((double[] v) => v.Sum(e => Math.Exp(-e * e) * by[0])), On(2));
        var (one, three) = (Scaled([1]), Scaled([3]));
        Assert.Equal(one.Method, three.Method);
        Assert.Equal(3 * one(x).Value, three(x).Value, Tolerance * Long);
        Assert.Equal(3 * one(x).Gradient[5], three(x).Gradient[5], Tolerance);
    }

    [Fact]
    public void Points_are_shared()
    {
        Expression<Func<double[], double, double>> fit = (p, t) => Math.Exp(p[0] * t) * p[1];
        var mapped = Autograd.Map<Func<double[][], double[], double[][]>>(Autograd.Gradient<Func<double[], double, double[]>>(fit, new AutogradOptions { WithRespectTo = [0] }));
        var points = Enumerable.Range(0, 60_000).Select(k => new[] { Math.Sin(k), Math.Cos(k) }).ToArray();
        var times = Numbers(points.Length);
        var shared = Autograd.Compile(mapped, On(3))(points, times);
        Assert.All(Enumerable.Range(0, points.Length / 100), k =>
        {
            var (p, t) = (points[100 * k], times[100 * k]);
            Assert.Equal(Math.Exp(p[0] * t) * p[1] * t, shared[100 * k][0], Tolerance * 100);
            Assert.Equal(Math.Exp(p[0] * t), shared[100 * k][1], Tolerance * 100);
        });
    }

    [Fact]
    public void What_the_first_part_throws_that_fails_is_thrown()
    {
        Expression<Func<int[], double[], double>> sumOf = (places, numbers) => places.Sum(i => Math.Exp(numbers[i] / 100));
        var gather = Autograd.Compile(sumOf, On(4));
        var at = Enumerable.Range(0, Long).ToArray();
        var x = Numbers(Long);
        var sum = gather(at, x);
        at[Long - 1] = at[Long / 2] = Long;
        Assert.Throws<IndexOutOfRangeException>(() => gather(at, x));
        at[Long - 1] = Long - 1;
        at[Long / 2] = Long / 2;
        Assert.Equal(sum, gather(at, x));
    }

    [Fact]
    public void An_array_that_is_read_whole_is_not_the_one_that_is_written()
    {
        // y starts as x, and every iteration reads x at its mirror.
        var mirrored = Autograd.Lift<Func<double[], double[]>>(Mirrored);
        using var all = ShareAll();
        var x = Numbers(333);
        var before = x.ToArray();
        Assert.All(Mirrored(x).Zip(Autograd.Compile(mirrored, On(6))(x)), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.Equal(before, x);
    }

    private static double[] Mirrored(double[] x)
    {
        var y = (double[])x.Clone();
        for (var i = 0; i < x.Length; i++) y[i] = x[x.Length - 1 - i] * Math.Exp(x[i]);
        return y;
    }

    [Fact]
    public void Parallel_callers_get_the_same()
    {
        var x = Numbers(Long);
        var gradient = Autograd.Compile(Autograd.ValueAndGradient(Chain), On(4));
        var expected = gradient(x, 0.3);
        Parallel.For(0, 24, _ =>
        {
            var (value, (dx, dw)) = gradient(x, 0.3);
            Assert.Equal((expected.Value, expected.Gradient.Item2), (value, dw));
            Assert.Equal(expected.Gradient.Item1, dx);
        });
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var x = Numbers(Long);
        var slope = new double[Long];
        var gradient = Autograd.CompileInto<Func<double[], double[], double>>(Autograd.ValueAndGradient((double[] v) => v.Sum(e => Math.Exp(-e * e))), On(2));
        for (var warm = 0; warm < 20; warm++) gradient(x, slope);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 20; call++) gradient(x, slope);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_process_sets_the_number_of_threads_where_options_do_not()
    {
        var x = Numbers(Long);
        Assert.Throws<ArgumentOutOfRangeException>(() => On(0));
        using var threads = Widths.UseThreads(1);
        Expression<Func<double[], double>> sum = v => v.Sum(e => Noted(e));
        var noted = RuleSet.Default.WithZeroDerivative((double v) => Noted(v));
        Autograd.Compile(sum, new AutogradOptions { Rules = noted, IsStrict = false })(x);
        Assert.Equal([Environment.CurrentManagedThreadId], Threads.Keys);
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, bool> Threads = [];

    public static double Noted(double v)
    {
        Threads[Environment.CurrentManagedThreadId] = true;
        return v;
    }

    [Fact]
    public void Random_functions_shared_are_those_that_are_not()
    {
        using var all = ShareAll();
        Fuzz.Run(Cases, Wrong, bytes => RandomArrayLoops.Decode(bytes, Length));
    }

    private static string? Wrong(byte[] bytes)
    {
        var gradient = Autograd.ValueAndGradient((Expression<Func<double[], double>>)RandomArrayLoops.Decode(bytes, Length));
        double[] x = [.. Enumerable.Range(1, Length).Select(k => Math.Sin(k * k))];
        var (expected, error) = Results(gradient, new AutogradOptions { IsStrict = true }, x);
        if (expected.Any(e => Math.Abs(e) > SteepestCompared)) return null;
        var (actual, otherError) = Results(gradient, new AutogradOptions { IsStrict = false, MaxDegreeOfParallelism = 7 }, x);
        if (error != otherError) return $"{otherError?.Name ?? "no error"} for {error?.Name ?? "no error"}";
        var size = 1 + expected.Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty().Max();
        for (var k = 0; k < expected.Length; k++)
            if (!expected[k].Equals(actual[k]) && !(Math.Abs(expected[k] - actual[k]) <= RandomTolerance * size)) return $"number {k}: {actual[k]:R} for {expected[k]:R}";
        return null;
    }

    private static (double[] Numbers, Type? Error) Results(Expression<Func<double[], (double Value, double[] Gradient)>> gradient, AutogradOptions options, double[] x)
    {
        try
        {
            var (value, slope) = Autograd.Compile(gradient, options)([.. x]);
            return ([value, .. slope], null);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException)
        {
            return ([], e.GetType());
        }
    }
}
