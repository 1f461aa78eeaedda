using System.Linq.Expressions;
using ExprAutograd.Dense;
using ExprAutograd.Explanation;
using ExprAutograd.Tests.Dense;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.Explanation;

/// <summary>What reports say about loops, at any width of vectors.</summary>
[Collection(DenseCollection.Name)]
public sealed class ExplainTests
{
    private const int BitsOfDouble = 64;
    private const string SumOfSines = "x.Sum((double v) => Math.Sin(v) * v)";

    private static readonly Expression<Func<double[], double>> Sines = x => x.Sum(v => Math.Sin(v) * v);
    private static readonly AutogradOptions Strict = new() { IsStrict = true };
    private static readonly AutogradOptions Relaxed = new() { IsStrict = false };

    private static int Lanes => Math.Max(1, LaneWidth.Bits / BitsOfDouble);

    [Fact]
    public void A_loop_says_what_it_came_from_and_what_an_iteration_does()
    {
        var report = Autograd.Explain(Sines, Relaxed);
        var loop = Assert.Single(report.Loops);
        Assert.Equal([new SourceLoop(SumOfSines, null, IsAdjoint: false)], loop.Sources.ToArray());
        Assert.Equal(("1", "x.Length", 2, sizeof(double), 0), (loop.Number, loop.Count, loop.Flops, loop.BytesRead, loop.BytesWritten));
        Assert.Equal(Lanes, loop.Lanes);
        Assert.Null(loop.LaneObstacle);
        Assert.Contains(new CountedOperation("Sin", 1, IsCall: true), loop.Operations);
        Assert.Contains(new CountedOperation("load", 1, IsCall: false), loop.Operations);
        Assert.Empty(report.Stored);
        Assert.Null(report.Measurement);
        Assert.Same(Sines, report.Function);
        Assert.Equal(LaneWidth.Bits, report.VectorBits);
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Lanes_are_those_of_the_width_in_use(int bits)
    {
        using var width = Widths.Use(bits);
        Assert.Equal(Math.Max(1, bits / BitsOfDouble), Assert.Single(Autograd.Explain(Sines, Relaxed).Loops).Lanes);
    }

    [Fact]
    public void A_loop_and_its_adjoint_are_one()
    {
        var gradient = Autograd.ValueAndGradient(Sines);
        var report = Autograd.Explain(gradient);
        Assert.Equal([new SourceLoop(SumOfSines, null, IsAdjoint: false), new SourceLoop(SumOfSines, null, IsAdjoint: true)], Assert.Single(report.Loops).Sources.ToArray());
        Assert.Equal([new StoredValues(StoragePurpose.Result, "", "double", "x.Length", sizeof(double))], report.Stored.ToArray());
        Assert.Same(gradient, report.Function);
        Assert.Same(Sines, report.Source);
    }

    [Fact]
    public void Loops_that_were_fused_are_all_named()
    {
        Expression<Func<double[], double>> f = x => x.Sum(v => v * v) + x.Sum(v => Math.Exp(v));
        Assert.Equal(["x.Sum((double v) => v * v)", "x.Sum((double v) => Math.Exp(v))"], Assert.Single(Autograd.Explain(f).Loops).Sources.Select(s => s.Text));
    }

    [Fact]
    public void A_loop_that_waits_for_another_s_result_says_so()
    {
        Assert.Equal([null, "it needs the result of 'x.Average()', which is there only when that loop has ended"], Autograd.Explain(Autograd.Lift(Variance)).Loops.Select(l => l.FusionObstacle));
    }

    [Fact]
    public void Loops_of_different_lengths_say_so()
    {
        Expression<Func<double[], double[], double>> f = (x, y) => x.Sum(v => v * v) + y.Sum(v => v * v);
        Assert.Equal("it runs y.Length times, the loop before it x.Length times", Autograd.Explain(f).Loops[1].FusionObstacle);
    }

    [Fact]
    public void A_loop_of_a_method_stands_in_a_line_and_writes_a_tape()
    {
        var report = Autograd.Explain(Autograd.ValueAndGradient((Func<double[], double>)Recurrence));
        Assert.Equal(2, report.Loops.Length);
        var (forward, backward) = (report.Loops[0], report.Loops[1]);
        Assert.Matches(@"^while \(k < x\.Length\) \(ExplainTests\.cs, line \d+\)$", Assert.Single(forward.Sources).ToString());
        Assert.Matches(@"^adjoint of while \(k < x\.Length\) \(ExplainTests\.cs, line \d+\)$", Assert.Single(backward.Sources).ToString());
        Assert.All(report.Loops, loop => Assert.Equal((1, true), (loop.Lanes, loop.LaneObstacle is { Length: > 0 })));
        Assert.NotEmpty(forward.Stored);
        Assert.All(forward.Stored, stored => Assert.Equal((StoragePurpose.Tape, "x.Length", "8 * x.Length"), (stored.Purpose, stored.Length, stored.Bytes)));
        Assert.Contains(forward.Stored, stored => stored.Text.Contains("Math.Tanh", StringComparison.Ordinal));
        Assert.Equal("while (k < x.Length)", Autograd.Explain((Func<double[], double>)Recurrence).Loops[0].Sources[0].Text);
        Assert.Equal("while (k < x.Length)", Autograd.Explain(((Func<double[], double>)Recurrence).Method).Loops[0].Sources[0].Text);
    }

    [Fact]
    public void A_loop_in_stretches_is_a_loop_around_the_user_s()
    {
        var report = Autograd.Explain(Autograd.ValueAndGradient((Func<double[], double>)Recurrence, new AutogradOptions { CheckpointLevels = 1 }));
        Assert.Empty(report.Loops[0].Sources);
        Assert.Equal(["1.1"], report.Loops[0].Loops.Select(l => l.Number));
        Assert.Equal("while (k < x.Length)", report.Loops[0].Loops[0].Sources[0].Text);
        Assert.Contains("around while (k < x.Length)", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_in_a_loop_is_in_it()
    {
        var report = Autograd.Explain((double[][] rows, double[] w) => rows.Sum(row => Math.Log(row.Zip(w, (a, b) => a * b).Sum())));
        var outer = Assert.Single(report.Loops);
        Assert.Equal("rows.Length", outer.Count);
        Assert.Contains("row.Zip(w", Assert.Single(outer.Loops).Sources[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(outer.Operations, o => o.Name == "load" && o.Count > 1);
    }

    [Fact]
    public void Strict_code_has_no_sums_in_lanes()
    {
        var loop = Assert.Single(Autograd.Explain(Sines, Strict).Loops);
        Assert.Equal(1, loop.Lanes);
        Assert.True(LaneWidth.Bits == 0 || loop.LaneObstacle is { Length: > 0 });
    }

    [Fact]
    public void A_function_over_many_points_is_one_loop_over_them()
    {
        var report = Autograd.Explain(Autograd.Map<Func<double[], double[], (double[], double[])>>(Autograd.Gradient((double a, double b) => Math.Exp(a) * b)));
        var loop = Assert.Single(report.Loops);
        Assert.StartsWith("each point of (double a, double b) =>", loop.Sources[0].Text, StringComparison.Ordinal);
        Assert.Equal(2, report.Stored.Count(s => s.Purpose == StoragePurpose.Result));
    }

    [Fact]
    public void Operations_on_vectors_are_named_as_they_are_written()
    {
        var report = Autograd.Explain((Matrix<double> m, Vector<double> v) => (m * v).PointwiseTanh().L2Norm());
        Assert.Contains(report.Loops, l => l.Sources.Any(s => s.Text == "(m * v).PointwiseTanh()"));
        Assert.Contains(new CountedOperation("matrix product", 1, IsCall: true), report.Operations);
        Assert.Contains(report.Stored, s => s.Length == "m.RowCount");
    }

    [Fact]
    public void The_caller_s_memory_is_the_result()
    {
        var report = Autograd.ExplainInto<Func<double[], double[], double>>(Autograd.ValueAndGradient(Sines));
        Assert.All(report.Stored, s => Assert.Equal(StoragePurpose.Result, s.Purpose));
        Assert.Throws<ArgumentException>(() => Autograd.ExplainInto<Func<double[], double>>(Autograd.ValueAndGradient(Sines)));
    }

    [Fact]
    public void It_prints_as_a_table()
    {
        var lanes = Lanes == 1 ? "-" : $"{Lanes}";
        Assert.Equal(
            $"""
            (double[] x) => x.Sum((double v) => Math.Sin(v) * v)
            {(Lanes == 1 ? "one number at a time: this machine has no vectors" : $"vectors of {LaneWidth.Bits} bits")}

               loop                                  times     lanes  flops  functions  read  written
            1  x.Sum((double v) => Math.Sin(v) * v)  x.Length  {lanes,5}      2  1 Sin         8        0
                 shared among threads from 55 189 iterations on

            outside of loops: 1 index

            """,
            Autograd.Explain(Sines, Relaxed).ToText(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_function_without_loops_is_its_operations()
    {
        var report = Autograd.Explain((double a, double b) => a * b + Math.Exp(a));
        Assert.Empty(report.Loops);
        Assert.Equal(["2 arithmetic", "1 Exp"], report.Operations.Select(o => o.ToString()));
    }

    [Fact]
    public void What_is_null_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Autograd.Explain((LambdaExpression)null!));
        Assert.Throws<ArgumentNullException>(() => Autograd.Explain((Delegate)null!));
    }

    private static double Variance(double[] x)
    {
        var mean = x.Average();
        return x.Sum(v => (v - mean) * (v - mean));
    }

    private static double Recurrence(double[] x)
    {
        var s = 0.5;
        for (var k = 0; k < x.Length; k++) s = Math.Tanh((s * x[k]) + 0.1);
        return s;
    }
}
