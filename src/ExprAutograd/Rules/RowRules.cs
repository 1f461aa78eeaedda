using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>Rows of a table by number.</summary>
internal static class RowRules
{
    /// <summary>Adds these rules to <paramref name="rules"/>.</summary>
    /// <remarks>Both are linear, and each is the other's adjoint: what is read twice is added to twice.</remarks>
    public static RuleSet AddTo(RuleSet rules) => rules
        .WithPullbacks(
            (double[] table, int[] rows, int count, int blocks, int extent, int width) => RowOperators.TakeRows(table, rows, count, blocks, extent, width),
            (double[] table, int[] rows, int count, int blocks, int extent, int width, double[] y, double[] dy) => RowOperators.AddRows(dy, rows, count, blocks, extent, width),
            null, null, null, null, null)
        .WithPushforward(
            (double[] table, int[] rows, int count, int blocks, int extent, int width) => RowOperators.TakeRows(table, rows, count, blocks, extent, width),
            (double[] table, int[] rows, int count, int blocks, int extent, int width, double[] y, double[] dx) => RowOperators.TakeRows(dx, rows, count, blocks, extent, width))
        .WithPullbacks(
            (double[] values, int[] rows, int count, int blocks, int extent, int width) => RowOperators.AddRows(values, rows, count, blocks, extent, width),
            (double[] values, int[] rows, int count, int blocks, int extent, int width, double[] y, double[] dy) => RowOperators.TakeRows(dy, rows, count, blocks, extent, width),
            null, null, null, null, null)
        .WithPushforward(
            (double[] values, int[] rows, int count, int blocks, int extent, int width) => RowOperators.AddRows(values, rows, count, blocks, extent, width),
            (double[] values, int[] rows, int count, int blocks, int extent, int width, double[] y, double[] dx) => RowOperators.AddRows(dx, rows, count, blocks, extent, width));
}
