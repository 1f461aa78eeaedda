using ExprAutograd.Cli.Reading;
using ExprAutograd.Tests.Differentiation;
using ExprAutograd.Tests.Loops;
using Microsoft.CodeAnalysis;

namespace ExprAutograd.Tests.Methods;

/// <summary>Random functions with loops, written as C# methods, compiled and lifted again: they compute what they did before.</summary>
public sealed class RandomMethodTests
{
    private const int Cases = 240;

    [Theory]
    [InlineData(nameof(OptimizationLevel.Debug))]
    [InlineData(nameof(OptimizationLevel.Release))]
    public void The_lifted_method_computes_what_the_expression_does(string build) =>
        Fuzz.Run(Cases, bytes => WrongValue(bytes, Enum.Parse<OptimizationLevel>(build)), RandomLoops.Decode);

    [Theory]
    [InlineData(nameof(OptimizationLevel.Debug))]
    [InlineData(nameof(OptimizationLevel.Release))]
    public void Its_gradient_is_that_of_the_oracle(string build) =>
        Fuzz.Run(Cases, bytes => WrongGradient(bytes, Enum.Parse<OptimizationLevel>(build)), RandomLoops.Decode);

    internal static string? WrongGradient(byte[] bytes, OptimizationLevel level) => RandomChecks.WrongGradient(Lift(bytes, level), RandomLoops.Decode(bytes));

    private static System.Linq.Expressions.LambdaExpression Lift(byte[] bytes, OptimizationLevel level)
    {
        var text = MethodText.Of(RandomLoops.Decode(bytes));
        var reading = MethodCompiler.Read([text], level)[0];
        return reading.Function ?? throw new InvalidOperationException($"{reading.Error}\n{text}");
    }

    internal static string? WrongValue(byte[] bytes, OptimizationLevel level)
    {
        var lifted = Lift(bytes, level).Compile();
        var function = RandomLoops.Decode(bytes);
        var plain = function.Compile();
        foreach (var point in RandomChecks.Points)
        {
            var x = RandomChecks.PointOf(function, point);
            var expected = (double)CompiledDerivatives.Call(plain, RandomChecks.Arguments(function, x))!;
            var actual = (double)CompiledDerivatives.Call(lifted, RandomChecks.Arguments(function, x))!;
            if (!Closeness.AreSameBits(actual, expected)) return $"Value at ({string.Join(", ", x)}): lifted {actual:R}, the expression {expected:R}\n{MethodText.Of(function)}";
        }
        return null;
    }
}
