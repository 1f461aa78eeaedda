namespace ExprAutograd.Tests.Rules;

/// <summary>Sums, products, quotients and remainders spelled as functions.</summary>
internal static class ArithmeticFunctionRows
{
    public static IEnumerable<RuleRow> All { get; } =
    [
        new(
            "Math.FusedMultiplyAdd",
            (double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c),
            new([1.5, -2, 0.25], -2.75, [-2, 1.5, 1], [[0, 1, 0], [1, 0, 0], [0, 0, 0]]),
            new([0, 3, 1], 1, [3, 0, 1], [[-0.0, 1, 0], [1, 0, 0], [0, 0, 0]], Why: "zero factor"),
            new([100000000, 100000000, -1E16], 0, [100000000, 100000000, 1], [[0, 1, 0], [1, 0, 0], [0, 0, 0]], Why: "the sum cancels")),
        new(
            "double.MultiplyAddEstimate",
            (double a, double b, double c) => double.MultiplyAddEstimate(a, b, c),
            new([1.5, -2, 0.25], -2.75, [-2, 1.5, 1], [[0, 1, 0], [1, 0, 0], [0, 0, 0]]),
            new([0, 3, 1], 1, [3, 0, 1], [[-0.0, 1, 0], [1, 0, 0], [0, 0, 0]], Why: "zero factor"),
            new([100000000, 100000000, -1E16], 0, [100000000, 100000000, 1], [[0, 1, 0], [1, 0, 0], [0, 0, 0]], Why: "the sum cancels")),
        new(
            "double.Lerp",
            (double a, double b, double t) => double.Lerp(a, b, t),
            new([1, 4, 0.25], 1.75, [0.75, 0.25, 3], [[0, 0, -1], [0, 0, 1], [-1, 1, 0]]),
            new([1, 4, 1], 4, [0, 1, 3], [[0, 0, -1], [0, 0, 1], [-1, 1, -0.0]], Why: "at the far end"),
            new([1, 4, -2], -5, [3, -2, 3], [[0, 0, -1], [0, 0, 1], [-1, 1, 0]], Why: "outside the segment"),
            new([100000000, 100000001, 0.5], 100000000.5, [0.5, 0.5, 1], [[0, 0, -1], [0, 0, 1], [-1, 1, 0]], Why: "neighbouring ends")),
        new(
            "Math.ScaleB",
            (double x) => Math.ScaleB(x, 3),
            new([1.5], 12, [8], [[0]]),
            new([-0.1], -0.8, [8], [[0]])),
        new(
            "Math.ScaleB, n = -40",
            (double x) => Math.ScaleB(x, -40),
            new([1000000000000], 0.9094947017729282, [9.094947017729282E-13], [[0]]),
            new([-1E300], -9.094947017729283E287, [9.094947017729282E-13], [[0]], Why: "large")),
        new(
            "double.DegreesToRadians",
            (double x) => double.DegreesToRadians(x),
            new([30], 0.5235987755982989, [0.017453292519943295], [[0]]),
            new([-720], -12.566370614359172, [0.017453292519943295], [[0]])),
        new(
            "double.RadiansToDegrees",
            (double x) => double.RadiansToDegrees(x),
            new([0.5], 28.64788975654116, [57.29577951308232], [[0]]),
            new([-100], -5729.5779513082325, [57.29577951308232], [[0]])),
        new(
            "Math.ReciprocalEstimate",
            (double x) => Math.ReciprocalEstimate(x),
            new([0.01], 100, [-10000], [[1999999.9999999998]], Tolerance: 0.005, Why: "an estimate: up to 1/256 of the value is lost on some machines"),
            new([-1.7], -0.5882352941176471, [-0.34602076124567477], [[-0.40708324852432326]], Tolerance: 0.005, Why: "negative")),
        new(
            "Math.IEEERemainder",
            (double a, double b) => Math.IEEERemainder(a, b),
            new([7.5, 2], -0.5, [1, -4], [[0, 0], [0, 0]]),
            new([-7.5, 2], 0.5, [1, 4], [[0, 0], [0, 0]]),
            new([8.1, -3], -0.9000000000000004, [1, 3], [[0, 0], [0, 0]]),
            new([4.499999999999999, 3], 1.4999999999999991, [1, -1], [[0, 0], [0, 0]], Why: "just below a half: the quotient must not round up"),
            new([1000000000000000.5, 7], -0.5, [1, -142857142857143], [[0, 0], [0, 0]], Why: "large quotient"),
            new([1, 3], 1, [1, 0], [[0, 0], [0, 0]], Why: "the quotient rounds to 0")),
    ];
}
