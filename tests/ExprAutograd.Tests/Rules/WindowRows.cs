using ExprAutograd.Operators;

namespace ExprAutograd.Tests.Rules;

/// <summary>Windows over images: strides that skip elements, padding, and elements that several windows show.</summary>
internal static class WindowRows
{
    public static IEnumerable<RuleRow> All { get; } =
    [
        new(
            "WindowOperators.Unfold",
            (double a, double b, double c) => Enumerable.Range(0, 8).Sum(k => (k + 1) * WindowOperators.Unfold(new[] { a * b, b, c, a, b, c }, 1, 1, 2, 3, 2, 2, 1, 1, 0, 0)[k]),
            new RulePoint([2, 3, 5], 130, [8, 20, 12], [[0, 1, 0], [1, 0, 0], [0, 0, 0]])),
        new(
            "WindowOperators.Unfold with strides and padding",
            (double a, double b, double c) => Enumerable.Range(0, 4).Sum(k => (k + 1) * WindowOperators.Unfold(new[] { a * b, b, c }, 1, 1, 1, 3, 1, 2, 1, 2, 0, 1)[k]),
            new RulePoint([2, 3, 5], 44, [9, 8, 4], [[0, 3, 0], [3, 0, 0], [0, 0, 0]], Why: "the first window stands half over the edge")),
        new(
            "WindowOperators.Fold",
            (double a, double b, double c) => Enumerable.Range(0, 3).Sum(k => (k + 1) * WindowOperators.Fold(new[] { a * b, b, c, a }, 1, 1, 1, 3, 1, 2, 1, 1, 0, 0)[k]),
            new RulePoint([2, 3, 5], 28, [6, 4, 2], [[0, 1, 0], [1, 0, 0], [0, 0, 0]])),
        new(
            "WindowOperators.Fold with strides and padding",
            (double a, double b, double c) => Enumerable.Range(0, 3).Sum(k => (k + 1) * WindowOperators.Fold(new[] { c, a * b, b, a }, 1, 1, 1, 3, 1, 2, 1, 2, 0, 1)[k]),
            new RulePoint([2, 3, 5], 21, [9, 5, 0], [[0, 2, 0], [2, 0, 0], [0, 0, 0]], Why: "what stands for padding is dropped")),
    ];
}
