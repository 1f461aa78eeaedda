using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Compilation;
using ExprAutograd.Dense;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Tests;

/// <summary>The stages of a compilation, as text.</summary>
public sealed class CompilationTraceTests
{
    [Fact]
    public void Shows_every_stage_as_a_numbered_list()
    {
        var trace = Autograd.Trace((double p, double q, double s) => (p + q) * s);
        Assert.Equal(["normalised", "tidied", "adjoint", "tidied adjoint", "emitted"], trace.Stages.Select(s => s.Name));
        Assert.Equal(
            """
            parameters double p, double q, double s
            t1 = p + q
            t2 = t1 * s
            results t2

            """,
            trace.Stages[0].Text, ignoreLineEndingDifferences: true);
        Assert.Equal(2, trace.Stages[0].OperationCount);
        Assert.True(trace.Stages[3].OperationCount < trace.Stages[2].OperationCount);
        Assert.Contains("results t2, s, s, t1", trace.Stages[3].Text, StringComparison.Ordinal);
        Assert.Equal("(double p, double q, double s) =>\n{\n    var t = p + q;\n    return (t * s, (s, s, t));\n}", trace.ToCSharp());
        Assert.StartsWith("normalised: 2 operations\n\nparameters double p", trace.ToText(), StringComparison.Ordinal);
        Assert.Equal(Autograd.ToDot((double p, double q, double s) => (p + q) * s), trace.ToDot());
    }

    [Fact]
    public void Branches_are_indented()
    {
        var trace = Autograd.Trace((double x, double y) => x > 0 ? Math.Log(x) : y);
        Assert.Equal(
            """
            parameters double x, double y
            t1 = x > 0.0
            t2 = if t1
              t3 = Math.Log(x)
              results t3
            else
              results y
            results t2

            """,
            trace.Stages[0].Text, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Loops_are_indented()
    {
        var (n, i, j, k, s, before, state, left, total) = (Variable("n"), Variable("i"), Variable("j"), Variable("k"), Variable("s"), Variable("s"), Variable(null), Variable(null), Variable(null));
        var (square, added, next, goesOn) = (Variable(null), Variable(null), Variable(null), Expression.Variable(typeof(bool)));
        var sum = new LoopRegion(n, [Expression.Constant(0)], null, new AnfProgram([i, s], [new Equation(square, Expression.Multiply(i, i)), new Equation(added, Expression.Add(s, square))], [added]));
        var halve = new LoopRegion(
            null,
            [left],
            new AnfProgram([j, before], [new Equation(goesOn, Expression.GreaterThan(before, n))], [goesOn]),
            new AnfProgram([k, state], [new Equation(next, Expression.Divide(state, Expression.Constant(2)))], [next]));
        var program = new AnfProgram([n], [new Equation([left], sum), new Equation([total], halve)], [total]);
        AnfValidator.Check(program);
        Assert.Equal(
            """
            parameters int n
            t1 = for i below n from 0, state s
              t2 = i * i
              t3 = s + t2
              results t3
            t4 = for k from t1, state t5
            while
              t6 = t5 > n
              results t6
            do
              t7 = t5 / 2
              results t7
            results t4

            """,
            ProgramText.Of(program), ignoreLineEndingDifferences: true);

        static ParameterExpression Variable(string? name) => Expression.Variable(typeof(int), name);
    }

    [Fact]
    public void The_last_stage_is_what_runs_lanes_and_all()
    {
        var trace = Autograd.Trace((double[] x) => x.Sum(v => v * v), new AutogradOptions { IsStrict = false });
        Assert.DoesNotContain("LaneOperators", trace.Stages[3].Text, StringComparison.Ordinal);
        if (LaneWidth.Bits > 0) Assert.Contains($"LaneOperators{LaneWidth.Bits}.Load", trace.Stages[4].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_mode_has_tangents()
    {
        var trace = Autograd.Trace((double x, double y) => x * y, new AutogradOptions { Mode = DifferentiationMode.Forward });
        Assert.Equal(["normalised", "tidied", "tangents", "tidied tangents", "emitted"], trace.Stages.Select(s => s.Name));
    }

    [Fact]
    public void Several_results_are_traced_through_their_cotangents()
    {
        var trace = Autograd.Trace((double x, double y) => ValueTuple.Create(x * y, x));
        Assert.Contains("cotangent", trace.Stages[2].Text, StringComparison.Ordinal);
        Assert.Equal("adjoint", trace.Stages[2].Name);
    }

    [Fact]
    public void Names_of_variables_are_unique_in_a_stage()
    {
        var x = Expression.Parameter(typeof(double), "t1");
        var trace = Autograd.Trace(Expression.Lambda<Func<double, double>>(Expression.Multiply(x, Expression.Add(x, Expression.Constant(1.0))), x));
        Assert.Contains("t2 = t1 + 1.0\nt3 = t1 * t2", trace.Stages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_100_000_operations_is_traced()
    {
        var x = Expression.Parameter(typeof(double), "x");
        Expression body = x;
        for (var k = 0; k < 100_000; k++) body = Expression.Add(body, x);
        var trace = Autograd.Trace(Expression.Lambda<Func<double, double>>(body, x));
        Assert.Equal(100_000, trace.Stages[0].OperationCount);
        Assert.Contains("t100000 = t99999 + x", trace.Stages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_differentiated_is_refused() =>
        Assert.Throws<UnsupportedExpressionException>(() => Autograd.Trace((double x) => (double)(int)x));
}
