namespace ExprAutograd.Rules;

/// <summary>Questions about a number: the answer carries no derivative.</summary>
internal static class PredicateRules
{
    public static RuleSet AddTo(RuleSet rules) => rules
        .WithZeroDerivative((double x) => double.IsEvenInteger(x))
        .WithZeroDerivative((double x) => double.IsFinite(x))
        .WithZeroDerivative((double x) => double.IsInfinity(x))
        .WithZeroDerivative((double x) => double.IsInteger(x))
        .WithZeroDerivative((double x) => double.IsNaN(x))
        .WithZeroDerivative((double x) => double.IsNegative(x))
        .WithZeroDerivative((double x) => double.IsNegativeInfinity(x))
        .WithZeroDerivative((double x) => double.IsNormal(x))
        .WithZeroDerivative((double x) => double.IsOddInteger(x))
        .WithZeroDerivative((double x) => double.IsPositive(x))
        .WithZeroDerivative((double x) => double.IsPositiveInfinity(x))
        .WithZeroDerivative((double x) => double.IsPow2(x))
        .WithZeroDerivative((double x) => double.IsRealNumber(x))
        .WithZeroDerivative((double x) => double.IsSubnormal(x));
}
