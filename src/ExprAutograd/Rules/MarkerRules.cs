using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>What a user says about derivatives rather than values.</summary>
internal static class MarkerRules
{
    public static RuleSet AddTo(RuleSet rules) => rules
        .WithZeroDerivative((double x) => DerivativeOperators.StopGradient(x))

        // The number inside a nullable is the number.
        .With((bool hasValue, double x) => ControlOperators.Required(hasValue, x), null, (hasValue, x, y, dy) => dy);
}
