using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Tests.Methods;

/// <summary>Every transform of a method gives what it gives of the same function written as a lambda.</summary>
public sealed class MethodTransformTests
{
    private static readonly double[] Point = [0.5, -1.5];
    private static readonly double[] Direction = [2, 3];

    private delegate double Objective(double[] x);

    [Fact]
    public void Derivatives()
    {
        Assert.Equal(Autograd.Compile(Autograd.Derivative((double x) => Math.Sin(x) * x))(0.7), Autograd.Compile(Autograd.Derivative<double>(Wave))(0.7));
        Assert.Equal(3, Autograd.Compile(Autograd.Derivative((Func<double, double, double>)Product, 1))(3, 5));
        Assert.Equal(Autograd.Compile(Autograd.Gradient((double[] x) => x[0] * x[0] * Math.Exp(x[1])))(Point), Autograd.Compile(Autograd.Gradient<double[]>(Loss))(Point));
        Assert.Equal((-1.5, 0.5), Autograd.Compile(Autograd.Gradient((Func<double, double, double>)Product))(0.5, -1.5));
        var (value, gradient) = Autograd.Compile(Autograd.ValueAndGradient<double[]>(Loss))(Point);
        Assert.Equal(Loss(Point), value);
        Assert.Equal(Autograd.Compile(Autograd.Gradient<double[]>(Loss))(Point), gradient);
    }

    [Fact]
    public void Products_and_matrices()
    {
        var gradient = Autograd.Compile(Autograd.Gradient<double[]>(Loss))(Point);
        Assert.Equal((2 * gradient[0]) + (3 * gradient[1]), Autograd.Compile(Autograd.Jvp((Func<double[], double>)Loss))(Point, Direction).Tangent, 1e-14);
        Assert.Equal([0.5 * gradient[0], 0.5 * gradient[1]], Autograd.Compile(Autograd.Vjp((Func<double[], double>)Loss))(Point, 0.5).Gradient);
        var (e, h) = (Math.Exp(-1.5), Autograd.Compile(Autograd.Hessian<double[]>(Loss))(Point));
        Assert.Equal([2 * e, e, e, 0.25 * e], h.Cast<double>());
        Assert.Null(Closeness.Difference("product", Autograd.Compile(Autograd.Hvp<double[]>(Loss))(Point, Direction), [7 * e, 2.75 * e], 1e-14));
        Assert.Equal([1, 0, -1.5, 0.5], Autograd.Compile(Autograd.Jacobian((Func<double[], double[]>)Residuals))(Point).Cast<double>());
    }

    [Fact]
    public void A_MethodInfo_is_transformed_untyped()
    {
        var loss = ((Delegate)Loss).Method;
        Assert.Equal(Loss(Point), Autograd.Compile(Autograd.Lift(loss)).DynamicInvoke(Point));
        Assert.Equal(Autograd.Compile(Autograd.Gradient<double[]>(Loss))(Point), Autograd.Compile(Autograd.Gradient(loss)).DynamicInvoke(Point));
        Assert.Equal((Loss(Point), 0.0), Autograd.Compile(Autograd.Jvp(loss)).DynamicInvoke(Point, new double[2]));
        Assert.Equal(Autograd.Compile(Autograd.Hessian<double[]>(Loss))(Point), Autograd.Compile(Autograd.Hessian(loss)).DynamicInvoke(Point));
        Assert.Equal(Autograd.Compile(Autograd.Hvp<double[]>(Loss))(Point, Direction), Autograd.Compile(Autograd.Hvp(loss)).DynamicInvoke(Point, Direction));
        Assert.Equal(Autograd.Compile(Autograd.Jacobian((Func<double[], double>)Loss))(Point), Autograd.Compile(Autograd.Jacobian(loss)).DynamicInvoke(Point));
    }

    [Fact]
    public void A_method_of_one_array_is_compiled_with_all_its_derivatives()
    {
        foreach (var function in (CompiledFunction[])[Autograd.CompileFunction(Loss), Autograd.CompileFunction(((Delegate)Loss).Method)])
        {
            var gradient = new double[2];
            Assert.Equal(Loss(Point), function.ValueAndGradient(Point, gradient));
            Assert.Equal(Autograd.Compile(Autograd.Gradient<double[]>(Loss))(Point), gradient);
        }
        Assert.Contains("Capture", Assert.Throws<ArgumentException>(() => Autograd.CompileFunction(((Delegate)Product).Method)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lambda_with_statements_reads_what_it_captures_at_each_call()
    {
        var scale = 2.0;
        var gradient = Autograd.Compile(Autograd.Gradient(Autograd.Lift((double x) =>
        {
            var y = scale * x;
            return y * y;
        })));
        Assert.Equal(24, gradient(3));
        scale = 1;
        Assert.Equal(6, gradient(3));
    }

    [Fact]
    public void The_expression_has_the_delegates_type_and_the_methods_names()
    {
        Expression<Objective> lifted = Autograd.Lift<Objective>(Loss);
        Assert.Equal("x", Assert.Single(lifted.Parameters).Name);
        Assert.Equal(Loss(Point), Autograd.Compile(lifted)(Point));
    }

    [Fact]
    public void A_method_with_a_rule_stays_a_call()
    {
        var options = new AutogradOptions { Rules = RuleSet.Default.With(x => Cube(x), (x, y, dy) => dy * 100) };
        Assert.Equal(100, Autograd.Compile(Autograd.Derivative<double>(CubeOfSum, options))(2));
        Assert.Equal(12, Autograd.Compile(Autograd.Derivative<double>(CubeOfSum))(2));
    }

    [Fact]
    public void Derivatives_of_methods_nest() =>
        Assert.Equal(-Math.Cos(0.7) - Math.Cos(0.7) + (0.7 * -Math.Sin(0.7)) + (2 * Math.Cos(0.7)) + (2 * Math.Cos(0.7)), Autograd.Compile(Autograd.Derivative(Autograd.Derivative<double>(Wave)))(0.7), 1e-14);

    [Fact]
    public void No_method_is_no_function()
    {
        Assert.Throws<ArgumentNullException>(() => Autograd.Lift((MethodInfo)null!));
        Assert.Throws<ArgumentNullException>(() => Autograd.Lift<Objective>(null!));
    }

    private static double Wave(double x) => Math.Sin(x) * x;

    private static double Product(double x, double y) => x * y;

    private static double Loss(double[] x)
    {
        var square = x[0] * x[0];
        return square * Math.Exp(x[1]);
    }

    private static double[] Residuals(double[] x) => [x[0], x[0] * x[1]];

    private static double Cube(double x) => x * x * x;

    private static double CubeOfSum(double x) => Cube(x);
}
