using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.Explanation;

/// <summary>Counts of a run are exact; of times only that they are there.</summary>
public sealed class MeasureTests
{
    private const int Length = 100;

    private static readonly double[] X = [.. Enumerable.Range(0, Length).Select(k => Math.Sin(k))];

    [Fact]
    public void Iterations_flops_and_bytes_are_counted()
    {
        var report = Autograd.Explain((double[] x) => x.Sum(v => v > 0 ? v * v * v : -v)).Measure(X);
        var (positive, negative) = (X.Count(v => v > 0), X.Count(v => !(v > 0)));
        var loop = Assert.Single(report.Loops).Measurement!;
        Assert.Equal((1, Length), (loop.Entries, loop.Iterations));
        Assert.Equal((2 * positive) + negative + Length, loop.Flops);
        Assert.Equal((sizeof(double) * Length, 0), (loop.BytesRead, loop.BytesWritten));
        var call = report.Measurement!;
        Assert.Equal(loop.Flops, call.Flops);
        Assert.Equal(sizeof(double) * Length, call.WorkingBytes);
        Assert.Equal(0, call.AllocatedBytes);
        Assert.Empty(call.NotPredicted);
        Assert.True(call is { MeasuredNanoseconds: > 0, PredictedNanoseconds: > 0 });
        Assert.True(loop is { MeasuredNanoseconds: > 0, PredictedNanoseconds: > 0 });
    }

    [Fact]
    public void Inner_loops_are_counted_over_all_outer_iterations()
    {
        double[][] rows = [[1, 2, 3], [], [4, 5]];
        var report = Autograd.Explain((double[][] r) => r.Sum(row => Math.Exp(-row.Sum(v => v * v)))).Measure(new object[] { rows });
        var inner = report.Loops[0].Loops[0].Measurement!;
        Assert.Equal((rows.Length, rows.Sum(r => r.Length)), (inner.Entries, inner.Iterations));
        Assert.Null(inner.MeasuredNanoseconds);
        Assert.Equal(rows.Length, report.Loops[0].Measurement!.Iterations);
        Assert.Contains("predicted", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(inner.Iterations, Autograd.Explain((double[][] r) => r.Sum(row => Math.Exp(-row.Sum(v => v * v)))).Measure(rows).Loops[0].Loops[0].Measurement!.Iterations);
    }

    [Fact]
    public void A_chain_through_all_iterations_is_what_limits_them()
    {
        var report = Autograd.Explain((Func<double[], double>)Recurrence).Measure(X);
        Assert.Equal(LoopLimit.CarriedResult, Assert.Single(report.Loops).Measurement!.Limit);

        static double Recurrence(double[] x)
        {
            var s = 0.5;
            for (var k = 0; k < x.Length; k++) s = (s * x[k]) + 0.1;
            return s;
        }
    }

    [Fact]
    public void Products_of_matrices_have_their_multiplications()
    {
        const int Rows = 7, Columns = 5;
        var report = Autograd.Explain((Matrix<double> m, Vector<double> v) => m * v).Measure(Matrix<double>.Build.Dense(Rows, Columns, 0.5), Vector<double>.Build.Dense(Columns, 0.25));
        Assert.Equal(2 * Rows * Columns, report.Measurement!.Flops);
    }

    [Fact]
    public void The_caller_s_memory_is_written_and_nothing_is_allocated()
    {
        Expression<Func<double[], double>> f = x => x.Sum(v => v * v);
        var gradient = new double[Length];
        var report = Autograd.ExplainInto<Func<double[], double[], double>>(Autograd.ValueAndGradient(f)).Measure(X, gradient);
        Assert.Equal(0, report.Measurement!.AllocatedBytes);
        Assert.Equal(X.Select(v => 2 * v), gradient);
    }

    [Fact]
    public void Floats_and_calls_without_a_model_are_measured_too()
    {
        var report = Autograd.Explain((float[] x) => x.Sum(v => v * MathF.Sqrt(MathF.Abs(v))) + x.Max()).Measure(new float[] { 1, 2, 3 });
        Assert.Equal("Max", Assert.Single(report.Measurement!.NotPredicted));
        Assert.True(report.Measurement.PredictedNanoseconds > 0);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        var report = Autograd.Explain((double[] x) => x.Sum());
        Assert.Contains("1 parameters", Assert.Throws<ArgumentException>(() => report.Measure(X, X)).Message, StringComparison.Ordinal);
        Assert.Null(report.Measurement);
    }
}
