using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>What lowered LINQ pipelines do with whole arrays: extrema, arrays of another length, orders.</summary>
internal static class SequenceRules
{
    public static RuleSet AddTo(RuleSet rules) => AddOrders(AddLengths(AddExtrema(rules)));

    /// <summary>y = max x: the items that tie have equal shares of dy, as in PyTorch's amax. Which items tie is piecewise constant in x and y, so that has no derivative.</summary>
    private static RuleSet AddExtrema(RuleSet rules) => rules
        .With((double[] x) => SequenceOperators.Max(x), (x, y, dy) => SequenceOperators.SpreadOverTies(dy, x, y))
        .WithPushforward((double[] x) => SequenceOperators.Max(x), (x, y, dx) => SequenceOperators.MeanOverTies(dx, x, y))
        .With((double[] x) => SequenceOperators.Min(x), (x, y, dy) => SequenceOperators.SpreadOverTies(dy, x, y))
        .WithPushforward((double[] x) => SequenceOperators.Min(x), (x, y, dx) => SequenceOperators.MeanOverTies(dx, x, y))
        .WithLinear(
            (double dy, double[] x, double y) => SequenceOperators.SpreadOverTies(dy, x, y),
            (dy, x, y, z, dz) => SequenceOperators.MeanOverTies(dz, x, y),
            (dy, x, y, z, ddy) => SequenceOperators.SpreadOverTies(ddy, x, y))
        .WithLinear(
            (double[] dx, double[] x, double y) => SequenceOperators.MeanOverTies(dx, x, y),
            (dx, x, y, z, dz) => SequenceOperators.SpreadOverTies(dz, x, y),
            (dx, x, y, z, ddx) => SequenceOperators.MeanOverTies(ddx, x, y))
        .With((float[] x) => SequenceOperators.Max(x), (x, y, dy) => SequenceOperators.SpreadOverTies(dy, x, y))
        .WithPushforward((float[] x) => SequenceOperators.Max(x), (x, y, dx) => SequenceOperators.MeanOverTies(dx, x, y))
        .With((float[] x) => SequenceOperators.Min(x), (x, y, dy) => SequenceOperators.SpreadOverTies(dy, x, y))
        .WithPushforward((float[] x) => SequenceOperators.Min(x), (x, y, dx) => SequenceOperators.MeanOverTies(dx, x, y))
        .WithLinear(
            (float dy, float[] x, float y) => SequenceOperators.SpreadOverTies(dy, x, y),
            (dy, x, y, z, dz) => SequenceOperators.MeanOverTies(dz, x, y),
            (dy, x, y, z, ddy) => SequenceOperators.SpreadOverTies(ddy, x, y))
        .WithLinear(
            (float[] dx, float[] x, float y) => SequenceOperators.MeanOverTies(dx, x, y),
            (dx, x, y, z, dz) => SequenceOperators.SpreadOverTies(dz, x, y),
            (dx, x, y, z, ddx) => SequenceOperators.MeanOverTies(ddx, x, y));

    /// <summary>The first items of an array, and the array with zeros after them, are each other's adjoints.</summary>
    private static RuleSet AddLengths(RuleSet rules) => rules
        .WithLinear(
            (double[] items, int count) => SequenceOperators.Prefix(items, count),
            (items, count, y, dy) => SequenceOperators.Padded(dy, items.Length),
            (items, count, y, dx) => SequenceOperators.Prefix(dx, count))
        .WithLinear(
            (double[] items, int length) => SequenceOperators.Padded(items, length),
            (items, length, y, dy) => SequenceOperators.Prefix(dy, items.Length),
            (items, length, y, dx) => SequenceOperators.Padded(dx, length))
        .With((double[] items) => SequenceOperators.Grown(items), (items, y, dy) => SequenceOperators.Prefix(dy, items.Length))
        .WithPushforward((double[] items) => SequenceOperators.Grown(items), (items, y, dx) => SequenceOperators.Grown(dx))
        .WithLinear(
            (float[] items, int count) => SequenceOperators.Prefix(items, count),
            (items, count, y, dy) => SequenceOperators.Padded(dy, items.Length),
            (items, count, y, dx) => SequenceOperators.Prefix(dx, count))
        .WithLinear(
            (float[] items, int length) => SequenceOperators.Padded(items, length),
            (items, length, y, dy) => SequenceOperators.Prefix(dy, items.Length),
            (items, length, y, dx) => SequenceOperators.Padded(dx, length))
        .With((float[] items) => SequenceOperators.Grown(items), (items, y, dy) => SequenceOperators.Prefix(dy, items.Length))
        .WithPushforward((float[] items) => SequenceOperators.Grown(items), (items, y, dx) => SequenceOperators.Grown(dx))
        .WithLinear(
            (double[][] items, int count) => SequenceOperators.Prefix(items, count),
            (items, count, y, dy) => SequenceOperators.Padded(dy, items),
            (items, count, y, dx) => SequenceOperators.Prefix(dx, count))
        .WithLinear(
            (double[][] items, double[][] like) => SequenceOperators.Padded(items, like),
            (items, like, y, dy) => SequenceOperators.Prefix(dy, items.Length),
            (items, like, y, dx) => SequenceOperators.Padded(dx, like))
        .With((double[][] items) => SequenceOperators.Grown(items), (items, y, dy) => SequenceOperators.Prefix(dy, items.Length))
        .WithPushforward((double[][] items) => SequenceOperators.Grown(items), (items, y, dx) => SequenceOperators.Grown(dx));

    /// <summary>Orders are indices, and carry no derivative.</summary>
    private static RuleSet AddOrders(RuleSet rules) => rules
        .WithZeroDerivative((double[] keys, int[] order) => SequenceOperators.Ascending(keys, order))
        .WithZeroDerivative((double[] keys, int[] order) => SequenceOperators.Descending(keys, order));

    /// <summary>An operator that is linear in its first operand, and has no derivative in the second.</summary>
    private static RuleSet WithLinear<TA, TB, TResult>(
        this RuleSet rules,
        Expression<Func<TA, TB, TResult>> operation,
        Expression<Func<TA, TB, TResult, TResult, TA>> pullback,
        Expression<Func<TA, TB, TResult, TA, TResult>> pushforward) => rules.WithLinear((LambdaExpression)operation, pullback, pushforward);

    /// <summary>An operator that is linear in its first operand, and has no derivative in the others.</summary>
    private static RuleSet WithLinear<TA, TB, TC, TResult>(
        this RuleSet rules,
        Expression<Func<TA, TB, TC, TResult>> operation,
        Expression<Func<TA, TB, TC, TResult, TResult, TA>> pullback,
        Expression<Func<TA, TB, TC, TResult, TA, TResult>> pushforward) => rules.WithLinear((LambdaExpression)operation, pullback, pushforward);

    private static RuleSet WithLinear(this RuleSet rules, LambdaExpression operation, LambdaExpression pullback, LambdaExpression pushforward)
    {
        var others = operation.Parameters.Skip(1);

        // A pushforward takes a tangent of every operand that can carry one.
        var unread = others.Where(p => NumericTypes.IsDifferentiable(p.Type)).Select(p => Expression.Parameter(p.Type));
        var padded = Expression.Lambda(pushforward.Body, [.. pushforward.Parameters, .. unread]);
        return rules.With(OperatorKey.OfPattern(operation), new Rule([pullback, .. others.Select(_ => (LambdaExpression?)null)], padded, ImmutableDictionary<int, string>.Empty));
    }
}
