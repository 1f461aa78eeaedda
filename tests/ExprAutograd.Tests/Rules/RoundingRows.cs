namespace ExprAutograd.Tests.Rules;

/// <summary>Rounding, between its jumps.</summary>
internal static class RoundingRows
{
    public static IEnumerable<RuleRow> All { get; } =
    [
        new(
            "Math.Floor",
            (double x) => Math.Floor(x),
            new([2.3], 2, [0], [[0]]),
            new([-2.7], -3, [0], [[0]]),
            new([1E16], 1E16, [0], [[0]], Why: "beyond the fractions"),
            new([0.3], 0, [0], [[0]], Why: "to zero"),
            new([4503599627370498.0], 4503599627370498.0, [0], [[0]], Why: "the last fractions")),
        new(
            "Math.Ceiling",
            (double x) => Math.Ceiling(x),
            new([2.3], 3, [0], [[0]]),
            new([-2.7], -2, [0], [[0]]),
            new([1E16], 1E16, [0], [[0]], Why: "beyond the fractions"),
            new([0.3], 1, [0], [[0]], Why: "to zero"),
            new([4503599627370498.0], 4503599627370498.0, [0], [[0]], Why: "the last fractions")),
        new(
            "Math.Truncate",
            (double x) => Math.Truncate(x),
            new([2.3], 2, [0], [[0]]),
            new([-2.7], -2, [0], [[0]]),
            new([1E16], 1E16, [0], [[0]], Why: "beyond the fractions"),
            new([0.3], 0, [0], [[0]], Why: "to zero"),
            new([4503599627370498.0], 4503599627370498.0, [0], [[0]], Why: "the last fractions")),
        new(
            "Math.Round",
            (double x) => Math.Round(x),
            new([2.3], 2, [0], [[0]]),
            new([-2.7], -3, [0], [[0]]),
            new([1E16], 1E16, [0], [[0]], Why: "beyond the fractions"),
            new([0.49999999999999994], 0, [0], [[0]], Why: "x + 0.5 rounds to 1")),
        new(
            "Math.Round, digits",
            (double x) => Math.Round(x, 2),
            new([3.14159], 3.14, [0], [[0]]),
            new([-3.14159], -3.14, [0], [[0]])),
        new(
            "Math.Round, mode",
            (double x) => Math.Round(x, MidpointRounding.AwayFromZero),
            new([2.6], 3, [0], [[0]]),
            new([-2.3], -2, [0], [[0]])),
        new(
            "Math.Round, digits and mode",
            (double x) => Math.Round(x, 1, MidpointRounding.ToZero),
            new([2.66], 2.6, [0], [[0]]),
            new([-2.66], -2.6, [0], [[0]])),
        new(
            "Math.ILogB",
            (double x) => (double)Math.ILogB(x),
            new([10], 3, [0], [[0]]),
            new([-0.3], -2, [0], [[0]]),
            new([5E-324], -1074, [0], [[0]], Why: "subnormal")),
        new(
            "double.ConvertToInteger",
            (double x) => (double)double.ConvertToInteger<int>(x),
            new([2.7], 2, [0], [[0]]),
            new([-2.7], -2, [0], [[0]]),
            new([10000000000], 2147483647, [0], [[0]], Why: "saturates")),
        new(
            "double.ConvertToIntegerNative",
            (double x) => (double)double.ConvertToIntegerNative<int>(x),
            new([2.7], 2, [0], [[0]]),
            new([-2.7], -2, [0], [[0]])),
        new(
            "Math.BitIncrement",
            (double x) => Math.BitIncrement(x),
            new([1.5], 1.5000000000000002, [1], [[0]]),
            new([-1.5], -1.4999999999999998, [1], [[0]]),
            new([1E300], 1.0000000000000002E300, [1], [[0]], Why: "a large ulp"),
            new([1], 1.0000000000000002, [1], [[0]], Why: "the ulp changes here")),
        new(
            "Math.BitDecrement",
            (double x) => Math.BitDecrement(x),
            new([1.5], 1.4999999999999998, [1], [[0]]),
            new([-1.5], -1.5000000000000002, [1], [[0]]),
            new([1E300], 9.999999999999999E299, [1], [[0]], Why: "a large ulp"),
            new([1], 0.9999999999999999, [1], [[0]], Why: "the ulp changes here")),
    ];
}
