using ExprAutograd.Operators;

namespace ExprAutograd.Tests.Rules;

/// <summary>Operators on whole arrays: ties and NaN, one item, arrays that are cut, padded and put in order.</summary>
internal static class SequenceRows
{
    private static readonly double[][] Zero = [[0, 0, 0], [0, 0, 0], [0, 0, 0]];

    public static IEnumerable<RuleRow> All { get; } = [.. Extrema, .. FloatExtrema, .. Lengths, .. Orders];

    private static RuleRow[] Extrema =>
    [
        new(
            "SequenceOperators.Max",
            (double a, double b, double c) => SequenceOperators.Max(new[] { a * b, c * c, a }),
            new([2, 3, 1], 6, [3, 2, 0], [[0, 1, 0], [1, 0, 0], [0, 0, 0]]),
            new([1, 4, 2], 4, [2, 0.5, 2], [[0, 0.5, 0], [0.5, 0, 0], [0, 0, 1]], Why: "two items tie"),
            new([1, 1, 1], 1, [2.0 / 3, 1.0 / 3, 2.0 / 3], [[0, 1.0 / 3, 0], [1.0 / 3, 0, 0], [0, 0, 2.0 / 3]], Why: "three items tie"),
            new([double.PositiveInfinity, 1, 3], double.PositiveInfinity, [1, double.PositiveInfinity, 0], null, Why: "a b and a are infinite")),
        new(
            "SequenceOperators.Max of one item",
            (double x) => SequenceOperators.Max(new[] { x * x }),
            new([-3], 9, [-6], [[2]]),
            new([double.NaN], double.NaN, [double.NaN], null, Why: "NaN ties with NaN")),
        new(
            "SequenceOperators.Max of zeros and NaN",
            (double a, double b, double c) => SequenceOperators.Max(new[] { a, b, c }),
            new([0, -0.0, -1], 0, [0.5, 0.5, 0], Zero, Why: "signed zeros are equal"),
            new([double.NaN, 1, 3], 3, [0, 0, 1], Zero, Why: "NaN counts for less than every number"),
            new([double.NaN, double.NaN, double.NaN], double.NaN, [1.0 / 3, 1.0 / 3, 1.0 / 3], Zero, Why: "NaN ties with NaN")),
        new(
            "SequenceOperators.Min",
            (double a, double b, double c) => SequenceOperators.Min(new[] { a * b, c * c, a }),
            new([2, 0.5, 3], 1, [0.5, 2, 0], [[0, 1, 0], [1, 0, 0], [0, 0, 0]]),
            new([8, 0.5, 2], 4, [0.25, 4, 2], [[0, 0.5, 0], [0.5, 0, 0], [0, 0, 1]], Why: "two items tie")),
        new(
            "SequenceOperators.Min of zeros and NaN",
            (double a, double b, double c) => SequenceOperators.Min(new[] { a, b, c }),
            new([double.NaN, 1, double.NaN], double.NaN, [0.5, 0, 0.5], Zero, Why: "the result is NaN, which two items are"),
            new([-0.0, 0, 1], 0, [0.5, 0.5, 0], Zero, Why: "signed zeros are equal")),
        new(
            "SequenceOperators.SpreadOverTies",
            (double a, double b, double dy) => SequenceOperators.SpreadOverTies(dy * dy, new[] { a, b }, 2.0)[0],
            new([2, 1, 3], 9, [0, 0, 6], [[0, 0, 0], [0, 0, 0], [0, 0, 2]]),
            new([2, 2, 3], 4.5, [0, 0, 3], [[0, 0, 0], [0, 0, 0], [0, 0, 1]], Why: "two items tie"),
            new([1, 2, 3], 0, [0, 0, 0], Zero, Why: "another item takes all")),
        new(
            "SequenceOperators.MeanOverTies",
            (double a, double dx, double dz) => SequenceOperators.MeanOverTies(new[] { dx * dx, dz, dx }, new[] { a, 2.0, 1.0 }, 2.0),
            new([2, 3, 5], 7, [0, 3, 0.5], [[0, 0, 0], [0, 1, 0], [0, 0, 0]], Why: "two items tie"),
            new([1, 3, 5], 5, [0, 0, 1], Zero)),
    ];

    private static RuleRow[] FloatExtrema =>
    [
        new(
            "SequenceOperators.Max of float",
            (double a, double b, double c) => SequenceOperators.Max(new[] { (float)(a * b), (float)(c * c), (float)a }) * 1.0,
            new([2, 3, 1], 6, [3, 2, 0], [[0, 1, 0], [1, 0, 0], [0, 0, 0]]),
            new([1, 4, 2], 4, [2, 0.5, 2], [[0, 0.5, 0], [0.5, 0, 0], [0, 0, 1]], Why: "two items tie")),
        new(
            "SequenceOperators.Min of float",
            (double a, double b, double c) => SequenceOperators.Min(new[] { (float)(a * b), (float)(c * c), (float)a }) * 1.0,
            new([8, 0.5, 2], 4, [0.25, 4, 2], [[0, 0.5, 0], [0.5, 0, 0], [0, 0, 1]], Why: "two items tie"),
            new([double.NaN, 1, 2], double.NaN, [1, double.NaN, 0], null, Why: "a b and a are NaN")),
        new(
            "SequenceOperators.SpreadOverTies of float",
            (double a, double b, double dy) => SequenceOperators.SpreadOverTies((float)(dy * dy), new[] { (float)a, (float)b }, 2f)[0] * 1.0,
            new([2, 1, 3], 9, [0, 0, 6], [[0, 0, 0], [0, 0, 0], [0, 0, 2]]),
            new([2, 2, 3], 4.5, [0, 0, 3], [[0, 0, 0], [0, 0, 0], [0, 0, 1]], Why: "two items tie")),
        new(
            "SequenceOperators.MeanOverTies of float",
            (double a, double dx, double dz) => SequenceOperators.MeanOverTies(new[] { (float)(dx * dx), (float)dz, (float)dx }, new[] { (float)a, 2f, 1f }, 2f) * 1.0,
            new RulePoint([2, 3, 5], 7, [0, 3, 0.5], [[0, 0, 0], [0, 1, 0], [0, 0, 0]], Why: "two items tie")),
    ];

    private static RuleRow[] Lengths =>
    [
        new(
            "SequenceOperators.Prefix",
            (double a, double b, double c) => SequenceOperators.Max(SequenceOperators.Prefix(new[] { a * b, b, c }, 2)),
            new([3, 5, 100], 15, [5, 3, 0], [[0, 1, 0], [1, 0, 0], [0, 0, 0]]),
            new([1, 5, 5], 5, [2.5, 1, 0], [[0, 0.5, 0], [0.5, 0, 0], [0, 0, 0]], Why: "what ties is cut off")),
        new(
            "SequenceOperators.Prefix of all",
            (double a) => SequenceOperators.Prefix(new[] { a * a }, 1)[0],
            new RulePoint([3], 9, [6], [[2]])),
        new(
            "SequenceOperators.Padded",
            (double a, double b) => SequenceOperators.Padded(new[] { a * b, b }, 4)[0] + SequenceOperators.Max(SequenceOperators.Padded(new[] { a, b }, 3)),
            new([3, 5], 20, [5, 4], [[0, 1], [1, 0]]),
            new([-3, -5], 15, [-5, -3], [[0, 1], [1, 0]], Why: "a zero is the largest")),
        new(
            "SequenceOperators.Grown",
            (double a, double b) => SequenceOperators.Grown(new[] { a * b, b })[0] + SequenceOperators.Min(SequenceOperators.Grown(new[] { a, b })),
            new([3, 5], 15, [5, 3], [[0, 1], [1, 0]], Why: "a zero is the smallest"),
            new([-3, 5], -18, [6, -3], [[0, 1], [1, 0]])),
        new(
            "SequenceOperators.Prefix of float",
            (double a, double b) => SequenceOperators.Prefix(new[] { (float)(a * b), (float)b }, 1)[0] * 1.0,
            new RulePoint([3, 5], 15, [5, 3], [[0, 1], [1, 0]])),
        new(
            "SequenceOperators.Padded of float",
            (double a, double b) => SequenceOperators.Padded(new[] { (float)(a * b), (float)b }, 4)[0] * 1.0,
            new RulePoint([3, 5], 15, [5, 3], [[0, 1], [1, 0]])),
        new(
            "SequenceOperators.Grown of float",
            (double a, double b) => SequenceOperators.Grown(new[] { (float)(a * b), (float)b })[0] * 1.0,
            new RulePoint([3, 5], 15, [5, 3], [[0, 1], [1, 0]])),
        new(
            "SequenceOperators.Prefix of rows",
            (double a, double b) => SequenceOperators.Prefix(new[] { new[] { a * b }, new[] { b, a } }, 1)[0][0],
            new RulePoint([3, 5], 15, [5, 3], [[0, 1], [1, 0]])),
        new(
            "SequenceOperators.Padded of rows",
            (double a, double b) => SequenceOperators.Padded(new[] { new[] { a * b } }, new[] { new[] { b }, new[] { a, b } })[0][0],
            new RulePoint([3, 5], 15, [5, 3], [[0, 1], [1, 0]], Why: "a row is all padding")),
        new(
            "SequenceOperators.Grown of rows",
            (double a, double b) => SequenceOperators.Grown(new[] { new[] { a * b }, new[] { b, a } })[0][0],
            new RulePoint([3, 5], 15, [5, 3], [[0, 1], [1, 0]], Why: "rows are missing")),
    ];

    private static RuleRow[] Orders =>
    [
        new(
            "SequenceOperators.Ascending",
            (double a, double b) => new[] { a * b, b }[SequenceOperators.Ascending(new[] { a * b, b }, new[] { 0, 1 })[0]],
            new([3, 5], 5, [0, 1], [[0, 0], [0, 0]]),
            new([0.5, 4], 2, [4, 0.5], [[0, 1], [1, 0]]),
            new([1, 5], 5, [5, 1], [[0, 1], [1, 0]], Why: "the first of those that tie")),
        new(
            "SequenceOperators.Descending",
            (double a, double b) => new[] { a * b, b }[SequenceOperators.Descending(new[] { a * b, b }, new[] { 0, 1 })[0]],
            new([3, 5], 15, [5, 3], [[0, 1], [1, 0]]),
            new([1, 5], 5, [5, 1], [[0, 1], [1, 0]], Why: "the first of those that tie")),
    ];
}
