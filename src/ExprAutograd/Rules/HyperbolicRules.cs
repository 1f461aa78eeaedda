namespace ExprAutograd.Rules;

/// <summary>The hyperbolic functions and their inverses.</summary>
internal static class HyperbolicRules
{
    public static RuleSet AddTo(RuleSet rules) => rules
        .With(x => Math.Sinh(x), (x, y, dy) => dy * Math.Cosh(x))
        .With(x => Math.Cosh(x), (x, y, dy) => dy * Math.Sinh(x))

        // 1 - y^2 by its factors, which do not cancel where y nears 1.
        .With(x => Math.Tanh(x), (x, y, dy) => dy * ((1 - y) * (1 + y)))

        // 1 / sqrt(x^2 + 1), whose square overflows first.
        .With(x => Math.Asinh(x), (x, y, dy) => dy / double.Hypot(x, 1))

        // 1 / sqrt(x^2 - 1), likewise, and without cancellation at 1. PyTorch: infinite at 1.
        .With(x => Math.Acosh(x), (x, y, dy) => dy / (Math.Sqrt(x - 1) * Math.Sqrt(x + 1)))

        // PyTorch: infinite at -1 and 1.
        .With(x => Math.Atanh(x), (x, y, dy) => dy / ((1 - x) * (1 + x)));
}
