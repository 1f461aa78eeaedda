using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Tests.Compilation;

/// <summary>Functions of one structure share code, whatever they capture; functions that differ do not.</summary>
public sealed class CodeSharingTests
{
    [Fact]
    public void Different_captured_objects_share_code_and_keep_their_values()
    {
        var (two, three) = (Autograd.Compile(Scaled(2)), Autograd.Compile(Scaled(3)));
        Assert.Equal(two.Method, three.Method);
        Assert.Equal((10, 15), (two(5), three(5)));
    }

    [Fact]
    public void Gradients_share_code_too()
    {
        var (two, three) = (Autograd.Compile(Autograd.Derivative(Scaled(2))), Autograd.Compile(Autograd.Derivative(Scaled(3))));
        Assert.Equal(two.Method, three.Method);
        Assert.Equal((2, 3), (two(5), three(5)));
    }

    [Fact]
    public void Functions_of_many_methods_keep_their_values()
    {
        var (two, three) = (Autograd.Compile(Autograd.Gradient(Large(2))), Autograd.Compile(Autograd.Gradient(Large(3))));
        var (a, b) = (two(0.5, 0.25), three(0.5, 0.25));
        Assert.Equal(2 * b.Item1, 3 * a.Item1, 1e-12);
        Assert.NotEqual(a.Item1, b.Item1);
    }

    [Fact]
    public void One_object_captured_twice_is_not_two_objects()
    {
        double[] a = [1, 2];
        double[] b = [3, 4];
        var (same, different) = (Autograd.Compile(Products(a, a)), Autograd.Compile(Products(a, b)));
        Assert.Equal((1, 3), (same(1), different(1)));
        Assert.Equal((9, 3), (Autograd.Compile(Products(b, b))(1), Autograd.Compile(Products(b, a))(1)));
    }

    [Fact]
    public void A_captured_variable_is_read_at_each_call()
    {
        var scale = 2.0;
        var derivative = Autograd.Compile(Autograd.Derivative((double x) => Math.Sin(x) * scale));
        var before = derivative(0);
        scale = 5;
        Assert.Equal((2, 5), (before, derivative(0)));
    }

    [Fact]
    public void A_captured_array_is_read_at_each_call()
    {
        double[] weights = [2, 3];
        var derivative = Autograd.Compile(Autograd.Derivative((double x) => (x * weights[0]) + (x * x * weights[1])));
        var before = derivative(1);
        weights[0] = 10;
        Assert.Equal((8, 16), (before, derivative(1)));
    }

    [Fact]
    public void Literals_that_differ_make_functions_that_differ()
    {
        var x = Expression.Parameter(typeof(double), "x");
        Func<double, double> Times(double c) => Autograd.Compile(Expression.Lambda<Func<double, double>>(Expression.Multiply(x, Expression.Constant(c)), x));
        Assert.Equal((6, 12), (Times(2)(3), Times(4)(3)));
        Assert.True(double.IsPositive(Times(0.0)(3)));
        Assert.True(double.IsNegative(Times(-0.0)(3)));
    }

    [Fact]
    public void Methods_that_differ_make_functions_that_differ() =>
        Assert.Equal((Math.Sin(1), Math.Cos(1)), (Autograd.Compile<Func<double, double>>(x => Math.Sin(x))(1), Autograd.Compile<Func<double, double>>(x => Math.Cos(x))(1)));

    [Fact]
    public void Which_parameter_is_read_makes_functions_that_differ() =>
        Assert.Equal((1, 2), (Autograd.Compile<Func<double, double, double>>((x, y) => x)(1, 2), Autograd.Compile<Func<double, double, double>>((x, y) => y)(1, 2)));

    [Fact]
    public void Compiled_code_keeps_no_captured_object_alive()
    {
        var captured = CompileAndForget();
        for (var k = 0; k < 10 && captured.IsAlive; k++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(captured.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CompileAndForget()
    {
        var weights = new double[] { 2, 3 };
        Assert.Equal(2, Autograd.Compile(Autograd.Derivative((double x) => x * weights[0]))(1));
        return new WeakReference(weights);
    }

    private static Expression<Func<double, double>> Scaled(double scale) => x => x * scale;

    private static Expression<Func<double, double>> Products(double[] a, double[] b) => x => x * a[0] * b[0];

    private static Expression<Func<double, double, double>> Large(double scale)
    {
        Expression<Func<double, double>> scaled = v => v * scale;
        var chain = LargeFunctions.Chain(4000);
        return Expression.Lambda<Func<double, double, double>>(Expression.Invoke(scaled, chain.Body), chain.Parameters);
    }
}
