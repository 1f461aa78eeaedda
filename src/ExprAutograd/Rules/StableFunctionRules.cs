using ExprAutograd.Operators;
using MathNet.Numerics;

namespace ExprAutograd.Rules;

/// <summary>The logistic family, products with logarithms, and the elementary functions MathNet spells its own way.</summary>
internal static class StableFunctionRules
{
    internal static RuleSet AddTo(RuleSet rules) => rules
        // σ' = σ (1 - σ), and 1 - σ(x) = σ(-x) keeps the upper tail.
        .With(x => SpecialMath.Sigmoid(x), (x, y, dy) => dy * y * SpecialMath.Sigmoid(-x))
        .With(x => SpecialFunctions.Logistic(x), (x, y, dy) => dy * y * SpecialMath.Sigmoid(-x))
        .With(x => SpecialMath.LogSigmoid(x), (x, y, dy) => dy * SpecialMath.Sigmoid(-x))
        .With(x => SpecialMath.Softplus(x), (x, y, dy) => dy * SpecialMath.Sigmoid(x))

        // logit' = 1/(p (1 - p)).
        .With(p => SpecialMath.Logit(p), (p, y, dy) => dy / (p * (1 - p)))
        .With(p => SpecialFunctions.Logit(p), (p, y, dy) => dy / (p * (1 - p)))

        // e^a / (e^a + e^b) = σ(a - b); NaN where both are the same infinity.
        .With(
            (a, b) => SpecialMath.LogAddExp(a, b),
            (a, b, y, dy) => dy * SpecialMath.Sigmoid(a - b),
            (a, b, y, dy) => dy * SpecialMath.Sigmoid(b - a))

        // (x ln x)' = ln x + 1, -∞ at 0.
        .With(x => SpecialMath.XLogX(x), (x, y, dy) => dy * (Math.Log(x) + 1))

        // Where x = 0 and the logarithm is not a number the derivative in x is 0, and at x = y = 0 that in y is 0: PyTorch's xlogy.
        .With(
            (x, y) => SpecialMath.XLogY(x, y),
            (x, y, z, dz) => dz * (x == 0 && y <= 0 ? 0 : Math.Log(y)),
            (x, y, z, dz) => dz * (x == 0 && y == 0 ? 0 : x / y))
        .With(
            (x, y) => SpecialMath.XLog1PY(x, y),
            (x, y, z, dz) => dz * (x == 0 && y <= -1 ? 0 : SpecialMath.Log1p(y)),
            (x, y, z, dz) => dz * (x == 0 && y == -1 ? 0 : x / (1 + y)))
        .With(x => SpecialMath.Log1p(x), (x, y, dy) => dy / (1 + x))
        .With(x => SpecialFunctions.Log1p(x), (x, y, dy) => dy / (1 + x))

        // (e^x - 1)' = e^x, not y + 1: that would round where x is very negative.
        .With(x => SpecialMath.Expm1(x), (x, y, dy) => dy * Math.Exp(x))
        .With(x => SpecialFunctions.Expm1(x), (x, y, dy) => dy * Math.Exp(x))

        // √(a² + b²): at the origin, a cone's tip, the gradient is taken as 0.
        .With(
            (double a, double b) => SpecialFunctions.Hypotenuse(a, b),
            (a, b, y, dy) => dy * (y == 0 ? 0 : a / y),
            (a, b, y, dy) => dy * (y == 0 ? 0 : b / y));
}
