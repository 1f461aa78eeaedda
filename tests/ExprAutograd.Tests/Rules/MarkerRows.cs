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
        new(
            "DerivativeOperators.Known",
            (double x) => DerivativeOperators.Known(x * x * x, 5),
            new RulePoint([2], 5, [12], [[12]], Why: "the value was computed before, the derivative is of the computation")),
        new(
            "Rectifier.Positive",
            (double x, double y) => Rectifier.Positive(x * x * y),
            new RulePoint([2, 3], 12, [12, 4], [[6, 4], [4, 0]]),
            new RulePoint([2, -3], 0, [0, 0], [[0, 0], [0, 0]]),
            new RulePoint([0, 3], 0, [0, 0], [[0, 0], [0, 0]], Why: "the derivative at 0 is 0, as in PyTorch")),
        new(
            "Rectifier.Gate",
            (double x, double y) => Rectifier.Gate(x * x, y),
            new RulePoint([3, 2], 9, [6, 0], [[2, 0], [0, 0]]),
            new RulePoint([3, -2], 0, [0, 0], [[0, 0], [0, 0]])),
        new(
            "DerivativeOperators.Known of floats",
            (double x) => DerivativeOperators.Known((float)(x * x * x), 5f),
            new RulePoint([2], 5, [12], [[12]])),
        new(
            "DerivativeOperators.Known of arrays",
            (double x) => DerivativeOperators.Known(new[] { x * x * x }, new[] { 5.0 })[0],
            new RulePoint([2], 5, [12], [[12]])),
        new(
            "DerivativeOperators.Known of arrays of floats",
            (double x) => DerivativeOperators.Known(new[] { (float)(x * x * x) }, new[] { 5f })[0],
            new RulePoint([2], 5, [12], [[12]])),
        new(
            "Rectifier.Positive of floats",
            (double x, double y) => Rectifier.Positive((float)(x * x * y)),
            new RulePoint([2, 3], 12, [12, 4], [[6, 4], [4, 0]]),
            new RulePoint([2, -3], 0, [0, 0], [[0, 0], [0, 0]])),
        new(
            "Rectifier.Gate of floats",
            (double x, double y) => Rectifier.Gate((float)(x * x), (float)y),
            new RulePoint([3, 2], 9, [6, 0], [[2, 0], [0, 0]]),
            new RulePoint([3, -2], 0, [0, 0], [[0, 0], [0, 0]])),
    ];
}
