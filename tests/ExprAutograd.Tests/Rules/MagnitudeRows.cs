namespace ExprAutograd.Tests.Rules;

/// <summary>Absolute value and sign, away from their kinks.</summary>
internal static class MagnitudeRows
{
    public static IEnumerable<RuleRow> All { get; } =
    [
        new(
            "Math.Abs",
            (double x) => Math.Abs(x),
            new([3.5], 3.5, [1], [[0]]),
            new([-3.5], 3.5, [-1], [[0]]),
            new([-5E-324], 5E-324, [-1], [[0]], Why: "the smallest number"),
            new([1E308], 1E308, [1], [[0]], Why: "large")),
        new(
            "Math.CopySign",
            (double x, double s) => Math.CopySign(x, s),
            new([3.5, 2], 3.5, [1, 0], [[0, 0], [0, 0]]),
            new([3.5, -2], -3.5, [-1, 0], [[0, 0], [0, 0]]),
            new([-3.5, 2], 3.5, [-1, 0], [[0, 0], [0, 0]]),
            new([-3.5, -2], -3.5, [1, 0], [[0, 0], [0, 0]]),
            new([3.5, -0.0], -3.5, [-1, 0], [[0, 0], [0, 0]], Why: "negative zero has a sign"),
            new([3.5, 5E-324], 3.5, [1, 0], [[0, 0], [0, 0]], Why: "sign from the smallest number")),
        new(
            "Math.Sign",
            (double x) => (double)Math.Sign(x),
            new([2.5], 1, [0], [[0]]),
            new([-2.5], -1, [0], [[0]]),
            new([5E-324], 1, [0], [[0]], Why: "the smallest number")),
    ];
}
