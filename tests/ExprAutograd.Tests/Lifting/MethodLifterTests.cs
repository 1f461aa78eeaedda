using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;
using ExprAutograd.Lifting;
using Microsoft.CodeAnalysis;

namespace ExprAutograd.Tests.Lifting;

/// <summary>What is lifted besides static methods, and what is refused in which words.</summary>
public sealed class MethodLifterTests
{
    private readonly double scale = 3;

    [Fact]
    public void A_captured_variable_is_read_from_the_object_that_holds_it_at_each_call()
    {
        var weight = 2.0;
        Func<double, double> function = x =>
        {
            var sum = 0.0;
            for (var k = 0; k < 3; k++) sum += x * weight;
            return sum;
        };
        var lifted = (Expression<Func<double, double>>)MethodLifter.Lift(function, Primitives.IsPrimitive);
        var compiled = lifted.Compile();
        Assert.Equal(12, compiled(2));
        weight = 1;
        Assert.Equal(6, compiled(2));
        Assert.Contains("x * weight", CSharpPrinter.Print(lifted), StringComparison.Ordinal);
    }

    [Fact]
    public void A_delegate_of_an_instance_method_reads_the_fields_of_its_object()
    {
        var lifted = (Expression<Func<double, double>>)MethodLifter.Lift((Func<double, double>)Scaled, Primitives.IsPrimitive);
        Assert.Equal(6, lifted.Compile()(2));
    }

    [Fact]
    public void An_instance_method_takes_its_object_first()
    {
        var lifted = MethodLifter.Lift(typeof(MethodLifterTests).GetMethod(nameof(Scaled), BindingFlags.NonPublic | BindingFlags.Instance)!, Primitives.IsPrimitive);
        Assert.Equal(6.0, lifted.Compile().DynamicInvoke(this, 2.0));
    }

    [Fact]
    public void A_lambda_that_captures_nothing_has_the_type_of_its_delegate()
    {
        Func<double, double> square = x => x * x;
        Assert.Equal("(double x) => x * x", CSharpPrinter.Print(Assert.IsAssignableFrom<Expression<Func<double, double>>>(MethodLifter.Lift(square, Primitives.IsPrimitive))));
    }

    [Fact]
    public void A_span_parameter_becomes_an_array()
    {
        var method = CompiledSource.Members("public static double M(ReadOnlySpan<double> x) { double s = 0; foreach (var v in x) s += v * x.Length; return s; }", OptimizationLevel.Release).GetMethod("M")!;
        Assert.Equal(9.0, ((Func<double[], double>)MethodLifter.Lift(method, Primitives.IsPrimitive).Compile())([1, 2, 0]));
    }

    [Fact]
    public void Locals_have_the_names_of_the_source_where_symbols_exist()
    {
        var lifted = MethodLifter.Lift(typeof(MethodLifterTests).GetMethod(nameof(Named), BindingFlags.NonPublic | BindingFlags.Static)!, Primitives.IsPrimitive);
        var names = ((BlockExpression)lifted.Body).Variables.Select(v => v.Name);
        Assert.Equal(["step", "total"], names.Order());
    }

    [Theory]
    [InlineData("try", "try { return x; } finally { x = 1; }", "A try statement")]
    [InlineData("static field", "State = x; return x;", "The method writes to the static field 'State'. It stands in 'Sample.M(double x) at IL_")]
    [InlineData("recursion", "return x > 1 ? M(x - 1) : x;", "The method is recursive: M calls M.")]
    [InlineData("indirect recursion", "return Even(x);", "The method is recursive: Even calls Odd calls Even.")]
    [InlineData("goto into a loop", "int i = 0; if (x > 0) goto inside; top: i++; inside: x += i; if (i < 9) { if (x < 5) goto top; goto inside; } return x;", "A goto jumps into the middle of a loop")]
    [InlineData("object outside", "Box.Value = x; return x;", "The method writes to 'Value' of an object or type that outlives the call.")]
    [InlineData("pointer", "unsafe { double* p = &x; return p[0]; }", "")]
    public void What_cannot_be_lifted_is_refused_by_name(string construct, string body, string expected)
    {
        var text = $$"""
            static double State; class Cell { public double Value; } static Cell Box = new();
            static double Even(double x) => x > 0 ? Odd(x - 1) : 1; static double Odd(double x) => x > 0 ? Even(x - 1) : 0;
            public static double M(double x) { {{body}} }
            """;
        foreach (var level in new[] { OptimizationLevel.Debug, OptimizationLevel.Release })
        {
            var method = CompiledSource.Members(text, level).GetMethod("M")!;
            var error = Assert.Throws<UnsupportedExpressionException>(() => MethodLifter.Lift(method, Primitives.IsPrimitive));
            Assert.True(error.Message.Contains(expected, StringComparison.Ordinal), $"{construct}: {error.Message}");
            Assert.NotEmpty(error.Remedy);
        }
    }

    [Fact]
    public void An_error_names_the_line_where_symbols_exist()
    {
        var error = Assert.Throws<UnsupportedExpressionException>(() => MethodLifter.Lift(typeof(MethodLifterTests).GetMethod(nameof(Guarded), BindingFlags.NonPublic | BindingFlags.Static)!, Primitives.IsPrimitive));
        Assert.Matches(@"MethodLifterTests\.cs, line \d+", error.Message);
    }

    [Fact]
    public void An_open_generic_method_is_refused()
    {
        var method = CompiledSource.Members("public static T M<T>(T x) => x;", OptimizationLevel.Release).GetMethod("M")!;
        Assert.Contains("MakeGenericMethod", Assert.Throws<UnsupportedExpressionException>(() => MethodLifter.Lift(method, Primitives.IsPrimitive)).Remedy, StringComparison.Ordinal);
    }

    private double Scaled(double x) => x * scale;

    private static double Named(double x)
    {
        var total = 0.0;
        for (var step = 0; step < 3; step++) total += x * step;
        return total * total;
    }

    private static double Guarded(double x)
    {
        try
        {
            return Math.Sqrt(x);
        }
        finally
        {
            GC.KeepAlive(x);
        }
    }
}
