using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;
using ExprAutograd.Lifting;
using Microsoft.CodeAnalysis;

namespace ExprAutograd.Tests.Lifting;

/// <summary>Every construct, in debug and in release builds: the lifted tree computes what the method computes, bit for bit.</summary>
public sealed class SampleMethodTests
{
    private const int Inputs = 25;

    private static readonly Dictionary<(string Name, bool IsDebug), MethodInfo> Methods = Compile();

    public static TheoryData<string, bool> Names
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var (name, isDebug) in Methods.Keys) data.Add(name, isDebug);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_lifted_tree_computes_what_the_method_computes(string name, bool isDebug)
    {
        var method = Methods[(name, isDebug)];
        var lifted = MethodLifter.Lift(method, Primitives.IsPrimitive);
        var compiled = lifted.Compile();
        for (var seed = 0; seed < Inputs; seed++)
        {
            var difference = Sameness.Difference(method, compiled, () => Sameness.Arguments(method, seed));
            Assert.True(difference is null, $"{difference}\n{CSharpPrinter.Print(lifted)}");
        }
    }

    [Theory]
    [InlineData("Linq", "(double[] x, double w) => x.Select((double v) => v * w).Sum()")]
    [InlineData("Cmp", "(double a, double b) => a <= b")]
    [InlineData("Cmp2", "(double a, double b) => !(a > b)")]
    [InlineData("Cmp3", "(float a, float b) => a >= b || a != b")]
    [InlineData("Str", "(int k) => k == 0 ? \"a\" : string.Concat(\"b\", k.ToString())")]
    [InlineData("Nested", "(double[] x) => x.Select((double v, int i) => x.Skip(i).Sum((double u) => u * v)).Sum()")]
    public void A_short_method_reads_as_it_was_written(string name, string expected)
    {
        foreach (var isDebug in new[] { true, false }) Assert.Equal(expected, CSharpPrinter.Print(MethodLifter.Lift(Methods[(name, isDebug)], Primitives.IsPrimitive)));
    }

    [Theory]
    [InlineData("public static double M(double[] x, int n) { double s = 0; for (int i = 0; i < n; i++) s += x[i]; return s; }")]
    [InlineData("public static double M(double[] x, int n) { double s = 0; int i = 0; while (i < n && s < 3) { if (x[i] < 0) { i++; continue; } s += x[i]; i++; } return s; }")]
    public void A_loop_with_its_test_at_the_top_is_a_conditional_whose_other_way_breaks(string text)
    {
        foreach (var level in new[] { OptimizationLevel.Debug, OptimizationLevel.Release })
        {
            var lifted = MethodLifter.Lift(CompiledSource.Members(text, level).GetMethod("M")!, Primitives.IsPrimitive);
            var loop = ((BlockExpression)lifted.Body).Expressions.OfType<LoopExpression>().Single();
            var test = Assert.IsAssignableFrom<ConditionalExpression>(loop.Body);
            var exit = Assert.IsAssignableFrom<GotoExpression>(test.IfFalse);
            Assert.Equal(loop.BreakLabel, exit.Target);
        }
    }

    [Fact]
    public void A_loop_with_its_test_at_the_bottom_ends_in_it()
    {
        const string Text = "public static double M(double x) { do { x = x * 0.5; } while (x > 1); return x; }";
        foreach (var level in new[] { OptimizationLevel.Debug, OptimizationLevel.Release })
        {
            var lifted = MethodLifter.Lift(CompiledSource.Members(Text, level).GetMethod("M")!, Primitives.IsPrimitive);
            var loop = ((BlockExpression)lifted.Body).Expressions.OfType<LoopExpression>().Single();
            var test = Assert.IsAssignableFrom<ConditionalExpression>(((BlockExpression)loop.Body).Expressions[^1]);
            Assert.Equal(typeof(void), Assert.IsType<DefaultExpression>(test.IfTrue).Type);
            Assert.Equal(loop.BreakLabel, Assert.IsAssignableFrom<GotoExpression>(test.IfFalse).Target);
        }
    }

    private static Dictionary<(string, bool), MethodInfo> Compile() => (
        from text in new[] { SampleMethods.Statements, SampleMethods.Types }
        from level in new[] { OptimizationLevel.Debug, OptimizationLevel.Release }
        from method in CompiledSource.Members(text, level).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        select (Key: (method.Name, level == OptimizationLevel.Debug), Method: method)).ToDictionary(m => m.Key, m => m.Method);
}
