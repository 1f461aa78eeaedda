using System.Linq.Expressions;

namespace ExprAutograd.Tests;

/// <summary>Every transform at every number of parameters: f = 1 x0² + 2 x1² + ... + x0 x(n-1), whose derivatives are known.</summary>
public sealed class TransformTests
{
    public static TheoryData<int> Arities => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Arities))]
    public void Gradient_and_value(int n)
    {
        Assert.Equal(Gradient(n), Numbers(Call(Autograd.Gradient(Function(n)), Point(n))));
        Assert.Equal([Value(n), .. Gradient(n)], Numbers(Call(Autograd.ValueAndGradient(Function(n)), Point(n))));
    }

    [Theory]
    [MemberData(nameof(Arities))]
    public void Jvp_and_Vjp(int n)
    {
        var slope = Gradient(n).Zip(Direction(n), (g, v) => g * v).Sum();
        Assert.Equal([Value(n), slope], Numbers(Call(Autograd.Jvp(Function(n)), [.. Point(n), Tuple(Direction(n))])));
        Assert.Equal([Value(n), .. Gradient(n).Select(g => 0.5 * g)], Numbers(Call(Autograd.Vjp(Function(n)), [.. Point(n), 0.5])));
    }

    [Theory]
    [MemberData(nameof(Arities))]
    public void Hessian_Hvp_and_Jacobian(int n)
    {
        var product = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => Hessian(n)[(i * n) + j] * Direction(n)[j])).ToArray();
        Assert.Equal(product, Numbers(Call(Autograd.Hvp(Function(n)), [.. Point(n), Tuple(Direction(n))])));
        Assert.Equal(Hessian(n), Numbers(Call(Autograd.Hessian(Function(n)), Point(n))));
        Assert.Equal(Gradient(n), Numbers(Call(Autograd.Jacobian(Function(n)), Point(n))));
        Assert.Equal(Gradient(n), Numbers(Call(Autograd.Jacobian(Function(n), new AutogradOptions { Mode = DifferentiationMode.Reverse }), Point(n))));
    }

    [Theory]
    [MemberData(nameof(Arities))]
    public void With_respect_to_one_parameter_and_to_all_in_reverse_order(int n)
    {
        for (var k = 0; k < n; k++) Assert.Equal([Gradient(n)[k]], Numbers(Call(Autograd.Gradient(Function(n), new AutogradOptions { WithRespectTo = [k] }), Point(n))));
        Assert.Equal(Gradient(n).Reverse(), Numbers(Call(Autograd.Gradient(Function(n), new AutogradOptions { WithRespectTo = [.. Enumerable.Range(0, n).Reverse()] }), Point(n))));
    }

    [Fact]
    public void The_typed_overload_of_eight_parameters_returns_a_tuple_of_eight()
    {
        var (a, b, c, d, e, f, g, h) = Autograd.Compile(Autograd.Gradient(
            (double a, double b, double c, double d, double e, double f, double g, double h) => a * b * c * d * e * f * g * h))(1, 2, 3, 1, 1, 1, 1, 4);
        Assert.Equal((24, 12, 8, 24, 24, 24, 24, 6), (a, b, c, d, e, f, g, h));
    }

    [Fact]
    public void Derivatives_nest_to_third_order()
    {
        var third = Autograd.Derivative(Autograd.Derivative(Autograd.Derivative((double x) => Math.Sin(x) * x)));
        Assert.Equal((-3 * Math.Sin(0.7)) - (0.7 * Math.Cos(0.7)), Autograd.Compile(third)(0.7), 1e-14);
        Assert.Equal([0, 12, 12, 8, 12, 8, 8, 0], Numbers(Autograd.Compile(Autograd.Jacobian(Autograd.Hessian((double x, double y) => x * x * y * y)))(2, 3)));
    }

    [Fact]
    public void A_rule_of_the_users_serves_both_modes()
    {
        var options = new AutogradOptions { Rules = RuleSet.Default.With(x => Cube(x), (x, y, dy) => dy * 3 * x * x) };
        foreach (var mode in (DifferentiationMode[])[DifferentiationMode.Reverse, DifferentiationMode.Forward])
            Assert.Equal(12, Autograd.Compile(Autograd.Derivative((double x) => Cube(x), options with { Mode = mode }))(2));
        Assert.Equal(12, Autograd.Compile(Autograd.Derivative(Autograd.Derivative((double x) => Cube(x), options), options))(2));
    }

    private static double Cube(double x) => x * x * x;

    private static LambdaExpression Function(int n)
    {
        var x = Enumerable.Range(0, n).Select(k => Expression.Parameter(typeof(double), "x" + k)).ToArray();
        Expression sum = Expression.Multiply(x[0], x[n - 1]);
        for (var k = 0; k < n; k++) sum = Expression.Add(sum, Expression.Multiply(Expression.Constant(k + 1.0), Expression.Multiply(x[k], x[k])));
        return Expression.Lambda(sum, x);
    }

    private static object[] Point(int n) => [.. Enumerable.Range(0, n).Select(k => (object)(1.0 + k))];

    private static double[] Direction(int n) => [.. Enumerable.Range(0, n).Select(k => 0.5 - k)];

    private static double Value(int n) => n + Enumerable.Range(0, n).Sum(k => (k + 1.0) * (k + 1) * (k + 1));

    private static double[] Gradient(int n) =>
        [.. Enumerable.Range(0, n).Select(k => (2.0 * (k + 1) * (k + 1)) + (k == 0 ? n : 0) + (k == n - 1 ? 1 : 0))];

    private static double[] Hessian(int n)
    {
        var h = new double[n * n];
        for (var k = 0; k < n; k++) h[(k * n) + k] = 2 * (k + 1);
        h[n - 1] += 1;
        h[(n - 1) * n] += 1;
        return h;
    }

    private static object Tuple(double[] v) => v.Length == 1 ? v[0]
        : Activator.CreateInstance(Expression.Lambda(Expression.Default(Autograd.Gradient(Function(v.Length)).ReturnType)).ReturnType, Arguments(v))!;

    private static object[] Arguments(double[] v) => v.Length < 8 ? [.. v.Cast<object>()] : [.. v[..7].Cast<object>(), ValueTuple.Create(v[7])];

    private static object Call(LambdaExpression f, object[] arguments) => Autograd.Compile(f).DynamicInvoke(arguments)!;

    private static double[] Numbers(object value) => value is double[,] matrix ? [.. matrix.Cast<double>()] : CompiledDerivatives.Flatten(value);
}
