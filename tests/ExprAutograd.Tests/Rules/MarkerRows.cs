using ExprAutograd.Operators;

namespace ExprAutograd.Tests.Rules;

/// <summary>Operations that only differentiation sees.</summary>
internal static class MarkerRows
{
    public static IEnumerable<RuleRow> All { get; } =
    [
        new(
            "Autograd.StopGradient",
            (double x) => Autograd.StopGradient(x),
            new([2.5], 2.5, [0], [[0]]),
            new([double.PositiveInfinity], double.PositiveInfinity, [0], [[0]], Why: "no 0 times infinity")),
        new(
            "the value of a nullable",
            (double x) => ControlOperators.Required(double.IsFinite(x), x) * 2,
            new([2.5], 5, [2], [[0]]),
            new([-0.0], -0.0, [2], [[0]])),
    ];
}
