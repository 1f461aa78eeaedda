using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>What a user says about derivatives rather than values.</summary>
internal static class MarkerRules
{
    public static RuleSet AddTo(RuleSet rules) => rules
        .WithZeroDerivative((double x) => DerivativeOperators.StopGradient(x))

        // The value was computed before; the derivative is of the computation.
        .With<double, double, double>((f, v) => DerivativeOperators.Known(f, v), (f, v, y, dy) => dy, null)
        .With((double[] f, double[] v) => DerivativeOperators.Known(f, v), (f, v, y, dy) => dy, null)
        .With((float[] f, float[] v) => DerivativeOperators.Known(f, v), (f, v, y, dy) => dy, null)

        // The number inside a nullable is the number.
        .With((bool hasValue, double x) => ControlOperators.Required(hasValue, x), null, (hasValue, x, y, dy) => dy);
}
