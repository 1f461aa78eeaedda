namespace ExprAutograd.Tests.Rules;

/// <summary>The C# operators.</summary>
internal static class ArithmeticRows
{
    public static IEnumerable<RuleRow> All { get; } =
    [
        new(
            "+",
            (double a, double b) => a + b,
            new([1.5, -2], -0.5, [1, 1], [[0, 0], [0, 0]]),
            new([1E300, 1E-300], 1E300, [1, 1], [[0, 0], [0, 0]], Why: "far apart")),
        new(
            "-",
            (double a, double b) => a - b,
            new([1.5, -2], 3.5, [1, -1], [[0, 0], [0, 0]]),
            new([1, 0.9999999999999999], 1.1102230246251565E-16, [1, -1], [[0, 0], [0, 0]], Why: "cancellation")),
        new(
            "*",
            (double a, double b) => a * b,
            new([1.5, -2], -3, [-2, 1.5], [[0, 1], [1, 0]]),
            new([0, 3], 0, [3, 0], [[0, 1], [1, 0]], Why: "zero factor"),
            new([1E200, 1E-200], 1, [1E-200, 1E200], [[0, 1], [1, 0]], Why: "far apart")),
        new(
            "/",
            (double a, double b) => a / b,
            new([1.5, -2], -0.75, [-0.5, -0.375], [[0, -0.25], [-0.25, -0.375]]),
            new([0, -3], 0, [-0.3333333333333333, 0], [[0, -0.1111111111111111], [-0.1111111111111111, 0]], Why: "zero numerator"),
            new([1, 1E-100], 1E100, [1E100, -1E200], [[-0.0, -1E200], [-1E200, 1.9999999999999998E300]], Why: "near the pole"),
            new([3E200, 2E200], 1.5, [5E-201, -7.5E-201], [[0, -0.0], [-0.0, 0]], Why: "the square of the divisor overflows")),
        new(
            "%",
            (double a, double b) => a % b,
            new([7.5, 2], 1.5, [1, -3], [[0, 0], [0, 0]]),
            new([-7.5, 2], -1.5, [1, 3], [[0, 0], [0, 0]]),
            new([7.5, -2], 1.5, [1, 3], [[0, 0], [0, 0]]),
            new([5.999999999999999, 3], 2.999999999999999, [1, -1], [[0, 0], [0, 0]], Why: "just below a multiple: the quotient must not round up"),
            new([1000000000000000.5, 7], 6.5, [1, -142857142857142], [[0, 0], [0, 0]], Why: "large quotient"),
            new([1, 3], 1, [1, 0], [[0, 0], [0, 0]], Why: "the quotient truncates to 0")),
        new(
            "negate",
            (double x) => -x,
            new([2.5], -2.5, [-1], [[0]]),
            new([-1E300], 1E300, [-1], [[0]])),
    ];
}
