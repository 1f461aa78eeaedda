using System.Collections;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ExprAutograd.Tests.Methods;

/// <summary>Loops, branches and mutation in plain methods, Debug and Release: values, gradients and Jacobians from mpmath and sympy.</summary>
public sealed class MethodReferenceTests
{
    // What is accepted is the honest rounding error of the function itself, with room: |lib - ref| <= max(1, |ref|) (1e-10 + 50 err64).
    private const double Tolerance = 1e-10;
    private const double RoundingErrors = 50;

    private static readonly string[] ScalarPrefixes = ["ctl_", "post_"];

    // Bisection ends on a grid: its result, and with it the derivative, is a step function of the argument.
    private const string Stepped = "ctl_bisection_then_newton";

    public static TheoryData<string, DifferentiationMode> ScalarNames => Names(ScalarPrefixes);

    public static TheoryData<string, DifferentiationMode> ResidualNames => Names(["mgh"]);

    public static TheoryData<string> AllNames => [.. MethodCase.Names("")];

    public static TheoryData<string, DifferentiationMode> SmoothNames => Names(ScalarPrefixes, except: Stepped);

    [Theory]
    [MemberData(nameof(ScalarNames))]
    public void Value_and_gradient(string name, DifferentiationMode mode)
    {
        var c = MethodCase.Named(name);
        var compiled = Autograd.Compile(Autograd.ValueAndGradient(c.Function, c.Options with { Mode = mode }));
        Assert.Empty(c.Points.Select(point =>
        {
            var pair = (ITuple)CompiledDerivatives.Call(compiled, point.Arguments)!;
            return Difference("value", pair[0], point.Known.GetProperty("value"), point.Known, order: 0)
                ?? Difference("gradient", pair[1], point.Known.GetProperty("grad"), point.Known, order: 1);
        }).OfType<string>());
    }

    [Theory]
    [MemberData(nameof(ResidualNames))]
    public void Residuals_and_Jacobian(string name, DifferentiationMode mode)
    {
        var c = MethodCase.Named(name);
        var value = Autograd.Compile(c.Function);
        var jacobian = Autograd.Compile(Autograd.Jacobian(c.Function, c.Options with { Mode = mode }));
        Assert.Empty(c.Points.Select(point =>
            Difference("residuals", CompiledDerivatives.Call(value, point.Arguments), point.Known.GetProperty("residuals"), point.Known, order: 0)
            ?? Difference("Jacobian", CompiledDerivatives.Call(jacobian, point.Arguments), point.Known.GetProperty("jacobian"), point.Known, order: 1)).OfType<string>());
    }

    [Theory]
    [MemberData(nameof(ResidualNames))]
    public void The_sum_of_squares_of_residuals_and_its_first_two_derivatives(string name, DifferentiationMode mode)
    {
        var c = MethodCase.Named(name);
        var sum = SumOfSquares(c.Function);
        var options = c.Options with { Mode = mode };
        var compiled = Autograd.Compile(Autograd.ValueAndGradient(sum, options));
        var hessian = Autograd.Compile(Autograd.Hessian(sum, options));
        Assert.Empty(c.Points.Select(point =>
        {
            var pair = (ITuple)CompiledDerivatives.Call(compiled, point.Arguments)!;
            return Difference("value", pair[0], point.Known.GetProperty("f"), point.Known, order: 0)
                ?? Difference("gradient", pair[1], point.Known.GetProperty("grad"), point.Known, order: 1)
                ?? Difference("Hessian", CompiledDerivatives.Call(hessian, point.Arguments), point.Known.GetProperty("hess"), point.Known, order: 2);
        }).OfType<string>());
    }

    [Theory]
    [MemberData(nameof(SmoothNames))]
    public void The_Hessian_is_the_slope_of_the_gradient(string name, DifferentiationMode mode)
    {
        var c = MethodCase.Named(name);
        var options = c.Options with { Mode = mode };
        var gradient = Autograd.Compile(Autograd.Gradient(c.Function, options));
        var hessian = Autograd.Compile(Autograd.Hessian(c.Function, options));
        var (arguments, _) = c.Points.First();
        var point = Numbers(arguments[0]);
        var actual = (double[,])CompiledDerivatives.Call(hessian, arguments)!;
        for (var j = 0; j < point.Length; j++)
        {
            var slope = Slope(j);
            if (slope is null) continue;
            for (var i = 0; i < point.Length; i++)
            {
                Assert.Null(Closeness.Difference($"H[{i},{j}]", actual[i, j], slope[i], 1e-5));
                Assert.Null(Closeness.Difference($"H[{i},{j}] and its mirror image", actual[i, j], actual[j, i], 1e-8));
            }
        }

        // A trip count that changes within the step leaves two differences that disagree: then they say nothing.
        double[]? Slope(int j)
        {
            var h = 1e-5 * Math.Max(1, Math.Abs(point[j]));
            var (coarse, fine) = (Difference(h), Difference(h / 2));
            return coarse.Zip(fine, (a, b) => Closeness.IsClose(a, b, 1e-6)).All(agree => agree) ? [.. fine.Zip(coarse, (a, b) => a + ((a - b) / 3))] : null;

            double[] Difference(double h) => [.. GradientAt(j, h).Zip(GradientAt(j, -h), (up, down) => (up - down) / (2 * h))];
        }

        double[] GradientAt(int j, double step)
        {
            var x = (double[])point.Clone();
            x[j] += step;
            return Numbers(CompiledDerivatives.Call(gradient, [arguments[0] is double[]? x : x[0], .. arguments[1..]]));
        }
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void The_lifted_expression_computes_what_the_method_does(string name)
    {
        var c = MethodCase.Named(name);
        var plain = c.Function.Compile();
        var compiled = Autograd.Compile(c.Function);
        foreach (var (arguments, _) in c.Points)
            foreach (var (actual, expected) in Numbers(CompiledDerivatives.Call(compiled, arguments)).Zip(Numbers(CompiledDerivatives.Call(plain, arguments))))
                Assert.True(Closeness.AreSameBits(actual, expected), $"Compiled {actual:R}, the expression {expected:R}.");
    }

    private static TheoryData<string, DifferentiationMode> Names(string[] prefixes, string except = "none")
    {
        var data = new TheoryData<string, DifferentiationMode>();
        foreach (var name in prefixes.SelectMany(MethodCase.Names).Where(n => !n.StartsWith(except, StringComparison.Ordinal)))
            foreach (var mode in CompiledDerivatives.BothModes) data.Add(name, mode);
        return data;
    }

    /// <summary>x => Σ r(x)[i]², as a loop.</summary>
    private static LambdaExpression SumOfSquares(LambdaExpression residuals)
    {
        var x = Expression.Parameter(typeof(double[]), "x");
        var (r, i, s) = (Expression.Variable(typeof(double[]), "r"), Expression.Variable(typeof(int), "i"), Expression.Variable(typeof(double), "s"));
        var (end, ri) = (Expression.Label(), Expression.ArrayIndex(r, i));
        return Expression.Lambda<Func<double[], double>>(
            Expression.Block(
                [r, i, s],
                Expression.Assign(r, Expression.Invoke(residuals, x)),
                Expression.Assign(i, Expression.Constant(0)),
                Expression.Assign(s, Expression.Constant(0.0)),
                Expression.Loop(
                    Expression.IfThenElse(
                        Expression.LessThan(i, Expression.ArrayLength(r)),
                        Expression.Block(Expression.AddAssign(s, Expression.Multiply(ri, ri)), Expression.PreIncrementAssign(i)),
                        Expression.Break(end)),
                    end),
                s),
            x);
    }

    private static string? Difference(string what, object? actual, JsonElement expected, JsonElement known, int order)
    {
        var errors = Numbers(known.GetProperty("err64"));
        return Closeness.Difference(what, Numbers(actual), Numbers(expected), Tolerance + (RoundingErrors * errors[order]));
    }

    private static double[] Numbers(object? value) => value switch
    {
        double number => [number],
        IEnumerable array => [.. array.Cast<object?>().SelectMany(Numbers)],
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).SelectMany(k => Numbers(tuple[k]))],
        _ => throw new ArgumentException($"No numbers in '{value}'."),
    };

    private static double[] Numbers(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Array => [.. e.EnumerateArray().SelectMany(Numbers)],
        JsonValueKind.Number => [e.GetDouble()],
        _ => [double.Parse(e.GetString()!, System.Globalization.CultureInfo.InvariantCulture)],
    };
}
