using System.Linq.Expressions;
using ExprAutograd.Compilation;

namespace ExprAutograd.Tests.Differentiation;

/// <summary>Random differentiable functions: compiled value, both modes, Hessians and third derivatives against an interpreter over hyper-dual numbers.</summary>
public sealed class RandomProgramTests
{
    private const int Cases = 2000;
    private const int HessianCases = 600;
    private const int ThirdDerivativeCases = 200;

    public static TheoryData<string> Regressions => [.. RegressionRows.All.Select(r => r.Why)];

    [Fact]
    public void The_compiled_value_is_that_of_the_lambda_bit_for_bit() => Fuzz.Run(Cases, bytes => RandomChecks.WrongValue(RandomFunctions.Decode(bytes)), b => RandomFunctions.Decode(b));

    [Fact]
    public void Reverse_equals_forward_equals_the_oracle() => Fuzz.Run(Cases, bytes => RandomChecks.WrongGradient(RandomFunctions.Decode(bytes)), b => RandomFunctions.Decode(b));

    [Fact]
    public void The_Hessian_is_symmetric_and_that_of_the_oracle_in_both_modes() => Fuzz.Run(HessianCases, bytes => RandomChecks.WrongHessian(RandomFunctions.Decode(bytes)), b => RandomFunctions.Decode(b));

    [Fact]
    public void The_third_derivative_is_the_slope_of_the_second() => Fuzz.Run(ThirdDerivativeCases, bytes => WrongThirdDerivative(RandomFunctions.Decode(bytes, arity: 1)), b => RandomFunctions.Decode(b, arity: 1));

    [Theory]
    [MemberData(nameof(Regressions))]
    public void A_function_that_once_failed_is_right(string why)
    {
        var function = RegressionRows.All.Single(r => r.Why == why).Function;
        Assert.Null(RandomChecks.WrongValue(function) ?? RandomChecks.WrongGradient(function) ?? RandomChecks.WrongHessian(function) ?? (function is Expression<Func<double, double>> ? WrongThirdDerivative(function) : null));
    }

    private static string? WrongThirdDerivative(LambdaExpression function)
    {
        // Two differences that disagree say nothing: a kink is near.
        const double Step = 1e-4;
        var f = (Expression<Func<double, double>>)function;
        var third = Autograd.Compile(Autograd.Derivative(Autograd.Derivative(Autograd.Derivative(f))));
        foreach (var point in RandomChecks.Points)
        {
            var x = point[0];
            if (RandomChecks.Oracle(f, [x], order: 2) is not { IsAtKink: false, Largest: < 1e3 }) continue;
            var (coarse, fine) = (Slope(2 * Step), Slope(Step));
            var difference = fine + ((fine - coarse) / 3);
            if (!(Math.Abs(fine - coarse) <= 1e-5 * Math.Max(1, Math.Abs(fine)))) continue;
            if (!Closeness.IsClose(third(x), difference, 1e-5)) return $"Third derivative at {x}: {third(x):R}, by differences {difference:R}";

            double Slope(double h) => (Second(x + h) - Second(x - h)) / (2 * h);
        }
        return null;

        double Second(double x) => new Interpreter().Run(f, [x], [1], [1]).Mixed;
    }
}
