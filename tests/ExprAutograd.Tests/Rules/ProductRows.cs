using System.Linq.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Tests.Rules;

/// <summary>Products in all four transposes, rows of tables, and the roots of norms at zero.</summary>
internal static class ProductRows
{
    public static IEnumerable<RuleRow> All { get; } = [.. Products, .. Rows, .. Norms];

    private static RuleRow[] Products =>
    [
        Product(
            "ProductOperators.Multiply",
            (double a, double b, double c, double d) => Enumerable.Range(0, 4).Sum(k => (k + 1) * ProductOperators.Multiply(new[] { a, b, 1, 2 }, false, new[] { c, 3, d, 5 }, false, 2, 2, 2)[k]),
            new([0.5, -2, 3, 1.5], 49.75, [7.5, 12, -3.5, -6.5], [[0, 0, 1, 3], [0, 0, 2, 4], [1, 2, 0, 0], [3, 4, 0, 0]])),
        Product(
            "ProductOperators.Multiply by a transpose",
            (double a, double b, double c, double d) => Enumerable.Range(0, 4).Sum(k => (k + 1) * ProductOperators.Multiply(new[] { a, b, 1, 2 }, false, new[] { c, 3, d, 5 }, true, 2, 2, 2)[k]),
            new([0.5, -2, 3, 1.5], 32.5, [12, 18, -3.5, 5], [[0, 0, 1, 0], [0, 0, 2, 0], [1, 2, 0, 0], [0, 0, 0, 0]])),
        Product(
            "ProductOperators.Multiply of a transpose",
            (double a, double b, double c, double d) => Enumerable.Range(0, 4).Sum(k => (k + 1) * ProductOperators.Multiply(new[] { a, b, 1, 2 }, true, new[] { c, 3, d, 5 }, false, 2, 2, 2)[k]),
            new([0.5, -2, 3, 1.5], 31.75, [7.5, 18, 2.5, 5.5], [[0, 0, 1, 3], [0, 0, 0, 0], [1, 0, 0, 0], [3, 0, 0, 0]])),
        Product(
            "ProductOperators.Multiply of transposes",
            (double a, double b, double c, double d) => Enumerable.Range(0, 4).Sum(k => (k + 1) * ProductOperators.Multiply(new[] { a, b, 1, 2 }, true, new[] { c, 3, d, 5 }, true, 2, 2, 2)[k]),
            new([0.5, -2, 3, 1.5], 37, [12, 16.5, 2.5, 2], [[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]])),
        Product(
            "BatchedProducts.MultiplyEach",
            (double a, double b, double c, double d) => Enumerable.Range(0, 2).Sum(k => (k + 1) * BatchedProducts.MultiplyEach(new[] { a, b, 1, 2 }, false, new[] { c, 3, d, 5 }, false, 1, 1, 2, 2)[k]),
            new([0.5, -2, 3, 1.5], 18.5, [3, 3, 0.5, 2], [[0, 0, 1, 0], [0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])),
    ];

    private static RuleRow[] Rows =>
    [
        new(
            "RowOperators.TakeRows",
            (double a, double b) => Enumerable.Range(0, 3).Sum(k => (k + 1) * RowOperators.TakeRows(new[] { a * a, b }, new[] { 1, 0, 0 }, 3, 1, 2, 1)[k]),
            new RulePoint([3, 2], 47, [30, 1], [[10, 0], [0, 0]], Why: "a row is taken twice")),
        new(
            "RowOperators.AddRows",
            (double a, double b) => Enumerable.Range(0, 2).Sum(k => (k + 1) * RowOperators.AddRows(new[] { a * a, b, a }, new[] { 1, 0, 1 }, 3, 1, 2, 1)[k]),
            new RulePoint([3, 2], 26, [14, 1], [[4, 0], [0, 0]], Why: "two are added to one row")),
    ];

    private static RuleRow Product(string name, Expression<Func<double, double, double, double, double>> weightedSum, RulePoint point) => new(name, weightedSum, point);

    private static RuleRow[] Norms =>
    [
        new(
            "NormOperators.Root",
            (double s) => NormOperators.Root(s),
            new([2.25], 1.5, [1.0 / 3], [[-0.25 / 3.375]]),
            new([0], 0, [0], null, Why: "a norm of nothing but zeros has the derivative zero, as in PyTorch")),
        new(
            "NormOperators.Root of order p",
            (double s, double p) => NormOperators.Root(s, p),
            new([2, 3], 1.2599210498948732, [0.20998684164914553, -0.09703452482919528], null),
            new([0, 3], 0, [0, 0], null, Why: "as above")),
    ];
}
