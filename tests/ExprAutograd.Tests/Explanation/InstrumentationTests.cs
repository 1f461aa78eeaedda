using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Compilation;
using ExprAutograd.Explanation;
using ExprAutograd.Tests.Sequences;

namespace ExprAutograd.Tests.Explanation;

/// <summary>Programs that count and programs with clocks compute what the programs without compute, bit for bit.</summary>
public sealed class InstrumentationTests
{
    public static TheoryData<string> Names => [.. GradientRows.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Counting_and_timing_change_no_value(string name)
    {
        var row = GradientRows.All.Single(r => r.Name == name);
        var isNumber = row.Function.ReturnType == typeof(double) || row.Function.ReturnType == typeof(float);
        foreach (var function in isNumber ? [row.Function, Autograd.ValueAndGradient(row.Function)] : new[] { row.Function })
        {
            var study = FunctionStudy.Of(function, null);
            var plain = Linked(study, study.Program);
            var counted = CountedProgram.Of(study.Root);
            var (timed, _) = LoopClocks.Around(study.Program, study.Root.Loops);
            AnfValidator.Check(counted.Program);
            AnfValidator.Check(timed);
            foreach (var instrumented in new[] { Linked(study, counted.Program), Linked(study, timed) })
                foreach (var point in row.Points)
                {
                    var (expected, actual) = (LoweredFunction.Outcome(() => CompiledDerivatives.Call(plain, point)), LoweredFunction.Outcome(() => CompiledDerivatives.Call(instrumented, point)));
                    Assert.True(LoweredFunction.AreIdentical(expected, actual), $"{LoweredFunction.Text(expected)} but got {LoweredFunction.Text(actual)}");
                }
            Assert.NotEmpty(Autograd.Explain(function).ToText());
        }
    }

    [Fact]
    public void The_calls_of_a_function_are_counted()
    {
        Expression<Func<double[], double>> f = x => x.Sum(v => v * v);
        var study = FunctionStudy.Of(f, null);
        var counted = CountedProgram.Of(study.Root);
        var run = (Func<double[], double>)Linked(study, counted.Program);
        Assert.Equal(14, run([1, 2, 3]));
        Assert.Equal(16, run([4]));
        Assert.Equal((2, 4), (counted.RunsOf(study.Root), counted.RunsOf(study.Root.Loops[0].Body)));
    }

    private static Delegate Linked(FunctionStudy study, AnfProgram program) => CompiledCode.Link(program, study.Shape, study.Function.Type, study.Options).Main;
}
