using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd.Tests.Differentiation;

/// <summary>Random differentiable functions: compiled value, both modes, Hessians and third derivatives against an interpreter over hyper-dual numbers.</summary>
public sealed class RandomProgramTests
{
    // Reverse and forward sum in different orders; what they may differ by grows with the largest number on the way.
    private const double Tolerance = 1e-9;
    private const double LargestNumber = 1e5;

    private const int Cases = 2000;
    private const int HessianCases = 600;
    private const int ThirdDerivativeCases = 200;

    private static readonly double[][] Points = [[0.7, -1.3, 0.4, 1.9], [-0.25, 0.85, 2.1, -0.6], [1.5, 1.5, -0.0, 0.5]];

    public static TheoryData<string> Regressions => [.. RegressionRows.All.Select(r => r.Why)];

    [Fact]
    public void The_compiled_value_is_that_of_the_lambda_bit_for_bit() => Fuzz.Run(Cases, bytes => WrongValue(RandomFunctions.Decode(bytes)), b => RandomFunctions.Decode(b));

    [Fact]
    public void Reverse_equals_forward_equals_the_oracle() => Fuzz.Run(Cases, bytes => WrongGradient(RandomFunctions.Decode(bytes)), b => RandomFunctions.Decode(b));

    [Fact]
    public void The_Hessian_is_symmetric_and_that_of_the_oracle_in_both_modes() => Fuzz.Run(HessianCases, bytes => WrongHessian(RandomFunctions.Decode(bytes)), b => RandomFunctions.Decode(b));

    [Fact]
    public void The_third_derivative_is_the_slope_of_the_second() => Fuzz.Run(ThirdDerivativeCases, bytes => WrongThirdDerivative(RandomFunctions.Decode(bytes, arity: 1)), b => RandomFunctions.Decode(b, arity: 1));

    [Theory]
    [MemberData(nameof(Regressions))]
    public void A_function_that_once_failed_is_right(string why)
    {
        var function = RegressionRows.All.Single(r => r.Why == why).Function;
        Assert.Null(WrongValue(function) ?? WrongGradient(function) ?? WrongHessian(function) ?? (function is Expression<Func<double, double>> ? WrongThirdDerivative(function) : null));
    }

    private static double[] PointOf(LambdaExpression function, double[] point) => point[..RandomFunctions.InputCount(function)];

    private static object[] Arguments(LambdaExpression function, double[] x) => function.Parameters[0].Type.IsArray ? [x.Clone()] : [.. x.Cast<object>()];

    private static string? WrongValue(LambdaExpression function)
    {
        var plain = function.Compile();
        var compiled = Autograd.Compile(function);
        var inGradient = CompiledDerivatives.BothModes.Select(m => new CompiledDerivatives(function, m)).ToArray();
        foreach (var point in Points)
        {
            var x = PointOf(function, point);
            var expected = (double)CompiledDerivatives.Call(plain, Arguments(function, x))!;
            var actual = (double)CompiledDerivatives.Call(compiled, Arguments(function, x))!;
            if (!Closeness.AreSameBits(actual, expected)) return $"Value at ({string.Join(", ", x)}): compiled {actual:R}, the lambda {expected:R}";
            foreach (var derivatives in inGradient)
                if (derivatives.ValueAndGradient(x).Value is var value && !Closeness.AreSameBits(value, expected)) return $"Value with gradient at ({string.Join(", ", x)}): {value:R}, the lambda {expected:R}";
        }
        return null;
    }

    private static string? WrongGradient(LambdaExpression function)
    {
        var reverse = new CompiledDerivatives(function, DifferentiationMode.Reverse);
        var forward = new CompiledDerivatives(function, DifferentiationMode.Forward);
        foreach (var point in Points)
        {
            var x = PointOf(function, point);
            if (Oracle(function, x, order: 1) is not { } oracle) continue;
            var (gradient, tolerance) = (oracle.Gradient, Tolerance * Math.Max(1, oracle.Largest));
            var difference = Closeness.Difference("reverse gradient", reverse.ValueAndGradient(x).Gradient, gradient, tolerance)
                ?? Closeness.Difference("forward gradient", forward.ValueAndGradient(x).Gradient, gradient, tolerance);
            if (difference is not null) return $"At ({string.Join(", ", x)}) {difference}";
        }
        return null;
    }

    private static string? WrongHessian(LambdaExpression function)
    {
        var modes = CompiledDerivatives.BothModes.Select(m => new CompiledDerivatives(function, m)).ToArray();
        foreach (var point in Points)
        {
            var x = PointOf(function, point);
            if (Oracle(function, x, order: 2) is not { IsAtKink: false } oracle) continue;
            foreach (var mode in modes)
                if (Closeness.Difference("Hessian", mode.Hessian(x), oracle.Hessian, Tolerance * Math.Max(1, oracle.Largest)) is { } difference)
                    return $"At ({string.Join(", ", x)}) {difference}";
        }
        return null;
    }

    private static string? WrongThirdDerivative(LambdaExpression function)
    {
        // Two differences that disagree say nothing: a kink is near.
        const double Step = 1e-4;
        var f = (Expression<Func<double, double>>)function;
        var third = Autograd.Compile(Autograd.Derivative(Autograd.Derivative(Autograd.Derivative(f))));
        foreach (var point in Points)
        {
            var x = point[0];
            if (Oracle(f, [x], order: 2) is not { IsAtKink: false, Largest: < 1e3 }) continue;
            var (coarse, fine) = (Slope(2 * Step), Slope(Step));
            var difference = fine + ((fine - coarse) / 3);
            if (!(Math.Abs(fine - coarse) <= 1e-5 * Math.Max(1, Math.Abs(fine)))) continue;
            if (!Closeness.IsClose(third(x), difference, 1e-5)) return $"Third derivative at {x}: {third(x):R}, by differences {difference:R}";

            double Slope(double h) => (Second(x + h) - Second(x - h)) / (2 * h);
        }
        return null;

        double Second(double x) => new Interpreter().Run(f, [x], [1], [1]).Mixed;
    }

    private sealed record OracleAnswer(double[] Gradient, double[][] Hessian, double Largest, bool IsAtKink);

    /// <summary>Gradient and Hessian from the interpreter; null where numbers are too large for a comparison to mean much.</summary>
    private static OracleAnswer? Oracle(LambdaExpression function, double[] x, int order)
    {
        var interpreter = new Interpreter();
        var gradient = new double[x.Length];
        var hessian = x.Select(_ => new double[x.Length]).ToArray();
        for (var i = 0; i < x.Length; i++)
            for (var j = 0; j <= (order == 2 ? i : 0); j++)
            {
                var value = interpreter.Run(function, x, Unit(i), order == 2 ? Unit(j) : new double[x.Length]);
                gradient[i] = value.First;
                hessian[i][j] = hessian[j][i] = value.Mixed;
            }
        return interpreter.Largest <= LargestNumber ? new OracleAnswer(gradient, hessian, interpreter.Largest, interpreter.IsAtKink) : null;

        double[] Unit(int k)
        {
            var unit = new double[x.Length];
            unit[k] = 1;
            return unit;
        }
    }
}
