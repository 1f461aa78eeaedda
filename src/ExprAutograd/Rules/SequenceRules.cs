using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>What lowered LINQ pipelines do with whole arrays: extrema, arrays of another length, orders.</summary>
internal static class SequenceRules
{
    public static RuleSet AddTo(RuleSet rules) => AddOrders(AddLengths(AddExtrema(rules)));

    /// <summary>y = max x, of which the items that tie have equal shares; which items tie is piecewise constant, so it has no derivative.</summary>
    private static RuleSet AddExtrema(RuleSet rules) => rules
        .With((double[] x) => SequenceOperators.Max(x), (x, y, dy) => SequenceOperators.SpreadOverTies(x, y, dy))
        .WithPushforward((double[] x) => SequenceOperators.Max(x), (x, y, dx) => SequenceOperators.MeanOverTies(x, y, dx))
        .With((double[] x) => SequenceOperators.Min(x), (x, y, dy) => SequenceOperators.SpreadOverTies(x, y, dy))
        .WithPushforward((double[] x) => SequenceOperators.Min(x), (x, y, dx) => SequenceOperators.MeanOverTies(x, y, dx))
        .With((double[] x, double y, double dy) => SequenceOperators.SpreadOverTies(x, y, dy), null, null, (x, y, dy, z, dz) => SequenceOperators.MeanOverTies(x, y, dz))
        .WithPushforward(
            (double[] x, double y, double dy) => SequenceOperators.SpreadOverTies(x, y, dy),
            (double[] x, double y, double dy, double[] z, double[] tx, double ty, double tdy) => SequenceOperators.SpreadOverTies(x, y, tdy))
        .With((double[] x, double y, double[] dx) => SequenceOperators.MeanOverTies(x, y, dx), null, null, (x, y, dx, z, dz) => SequenceOperators.SpreadOverTies(x, y, dz))
        .WithPushforward(
            (double[] x, double y, double[] dx) => SequenceOperators.MeanOverTies(x, y, dx),
            (double[] x, double y, double[] dx, double z, double[] tx, double ty, double[] tdx) => SequenceOperators.MeanOverTies(x, y, tdx))
        .With((float[] x) => SequenceOperators.Max(x), (x, y, dy) => SequenceOperators.SpreadOverTies(x, y, dy))
        .WithPushforward((float[] x) => SequenceOperators.Max(x), (x, y, dx) => SequenceOperators.MeanOverTies(x, y, dx))
        .With((float[] x) => SequenceOperators.Min(x), (x, y, dy) => SequenceOperators.SpreadOverTies(x, y, dy))
        .WithPushforward((float[] x) => SequenceOperators.Min(x), (x, y, dx) => SequenceOperators.MeanOverTies(x, y, dx))
        .With((float[] x, float y, float dy) => SequenceOperators.SpreadOverTies(x, y, dy), null, null, (x, y, dy, z, dz) => SequenceOperators.MeanOverTies(x, y, dz))
        .WithPushforward(
            (float[] x, float y, float dy) => SequenceOperators.SpreadOverTies(x, y, dy),
            (float[] x, float y, float dy, float[] z, float[] tx, float ty, float tdy) => SequenceOperators.SpreadOverTies(x, y, tdy))
        .With((float[] x, float y, float[] dx) => SequenceOperators.MeanOverTies(x, y, dx), null, null, (x, y, dx, z, dz) => SequenceOperators.SpreadOverTies(x, y, dz))
        .WithPushforward(
            (float[] x, float y, float[] dx) => SequenceOperators.MeanOverTies(x, y, dx),
            (float[] x, float y, float[] dx, float z, float[] tx, float ty, float[] tdx) => SequenceOperators.MeanOverTies(x, y, tdx));

    /// <summary>The first items of an array and the array with more room are each other's adjoints.</summary>
    private static RuleSet AddLengths(RuleSet rules) => rules
        .With((double[] items, int count) => SequenceOperators.Prefix(items, count), (items, count, y, dy) => SequenceOperators.Padded(dy, items.Length), null)
        .WithPushforward((double[] items, int count) => SequenceOperators.Prefix(items, count), (double[] items, int count, double[] y, double[] dx) => SequenceOperators.Prefix(dx, count))
        .With((double[] items, int length) => SequenceOperators.Padded(items, length), (items, length, y, dy) => SequenceOperators.Prefix(dy, items.Length), null)
        .WithPushforward((double[] items, int length) => SequenceOperators.Padded(items, length), (double[] items, int length, double[] y, double[] dx) => SequenceOperators.Padded(dx, length))
        .With((double[] items) => SequenceOperators.Grown(items), (items, y, dy) => SequenceOperators.Prefix(dy, items.Length))
        .WithPushforward((double[] items) => SequenceOperators.Grown(items), (items, y, dx) => SequenceOperators.Grown(dx))
        .With((float[] items, int count) => SequenceOperators.Prefix(items, count), (items, count, y, dy) => SequenceOperators.Padded(dy, items.Length), null)
        .WithPushforward((float[] items, int count) => SequenceOperators.Prefix(items, count), (float[] items, int count, float[] y, float[] dx) => SequenceOperators.Prefix(dx, count))
        .With((float[] items, int length) => SequenceOperators.Padded(items, length), (items, length, y, dy) => SequenceOperators.Prefix(dy, items.Length), null)
        .WithPushforward((float[] items, int length) => SequenceOperators.Padded(items, length), (float[] items, int length, float[] y, float[] dx) => SequenceOperators.Padded(dx, length))
        .With((float[] items) => SequenceOperators.Grown(items), (items, y, dy) => SequenceOperators.Prefix(dy, items.Length))
        .WithPushforward((float[] items) => SequenceOperators.Grown(items), (items, y, dx) => SequenceOperators.Grown(dx))
        .With((double[][] items, int count) => SequenceOperators.Prefix(items, count), (items, count, y, dy) => SequenceOperators.Padded(dy, items.Length), null)
        .WithPushforward((double[][] items, int count) => SequenceOperators.Prefix(items, count), (double[][] items, int count, double[][] y, double[][] dx) => SequenceOperators.Prefix(dx, count))
        .With((double[][] items, int length) => SequenceOperators.Padded(items, length), (items, length, y, dy) => SequenceOperators.Prefix(dy, items.Length), null)
        .WithPushforward((double[][] items, int length) => SequenceOperators.Padded(items, length), (double[][] items, int length, double[][] y, double[][] dx) => SequenceOperators.Padded(dx, length))
        .With((double[][] items) => SequenceOperators.Grown(items), (items, y, dy) => SequenceOperators.Prefix(dy, items.Length))
        .WithPushforward((double[][] items) => SequenceOperators.Grown(items), (items, y, dx) => SequenceOperators.Grown(dx));

    /// <summary>Orders are indices, and carry no derivative.</summary>
    private static RuleSet AddOrders(RuleSet rules) => rules
        .WithZeroDerivative((double[] keys, int[] order) => SequenceOperators.Ascending(keys, order))
        .WithZeroDerivative((double[] keys, int[] order) => SequenceOperators.Descending(keys, order));
}
