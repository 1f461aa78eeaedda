using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Sequences;

/// <summary>The smallest and the largest item, and the item with the smallest or largest key.</summary>
internal static class Extrema
{
    /// <summary>A loop for integers; for floating numbers an operator on an array.</summary>
    /// <remarks>
    /// Where several items are the extremum, its derivative is spread evenly over them, as PyTorch's amax and amin do. A fold by pairs would halve again
    /// and again and give the last of three ties a half; so the array is one operand of one operator, whose rule knows how many tie.
    /// </remarks>
    public static Expression Of(MethodCallExpression call, Sequence sequence, Scope scope)
    {
        var isMax = call.Method.Name == nameof(Enumerable.Max);
        if (sequence.ItemType == typeof(double) || sequence.ItemType == typeof(float))
            return Expression.Call(typeof(SequenceOperators), isMax ? nameof(SequenceOperators.Max) : nameof(SequenceOperators.Min), null, ItemArrays.Whole(sequence, scope));
        if (!NumericTypes.IsInteger(sequence.ItemType) && sequence.ItemType != typeof(decimal)) throw Refusals.OfType(call, sequence.ItemType);

        var worst = sequence.ItemType.GetField(isMax ? "MinValue" : "MaxValue")!.GetValue(null);
        var best = scope.Variable(Expression.Constant(worst, sequence.ItemType), isMax ? "largest" : "smallest");
        var count = sequence.Length is null ? scope.Counter("count") : null;
        sequence.Push(scope, (body, item) =>
        {
            body.Add(Expression.Assign(best, Expression.Call(typeof(Math), call.Method.Name, null, best, item.Value)));
            if (count is not null) body.Increment(count);
        });
        return Selections.Unless(Expression.Equal(count ?? sequence.Length!, Numbers.Zero), best, Selections.NoElements, scope);
    }

    /// <summary>The first item whose key is smaller, or larger, than the keys of all before it.</summary>
    public static Expression By(MethodCallExpression call, Sequence sequence, Function keyOf, Scope scope)
    {
        if (!IsOrdered(keyOf.ResultType)) throw Refusals.OfType(call, keyOf.ResultType);
        var kept = KeptItem.Of(sequence, scope);
        var bestKey = scope.Variable(Expression.Default(keyOf.ResultType), "bestKey");
        sequence.Push(scope, (body, item) =>
        {
            var value = body.Let(item.Value, "item");
            var key = body.Let(keyOf.Apply(body, value), "key");
            var better = body.Nested();
            better.Add(Expression.Assign(bestKey, key));
            kept.Keep(better, item with { Value = value });
            var isBetter = call.Method.Name == nameof(Enumerable.MaxBy) ? Precedes(bestKey, key) : Precedes(key, bestKey);
            body.Add(Expression.IfThen(Expression.OrElse(kept.IsMissing, isBetter), better.ToStatement()));
        });

        // Of no objects the best is null; of no numbers there is none.
        return call.Type.IsValueType ? kept.Require(scope) : kept.Or(Expression.Default(sequence.ItemType), scope);
    }

    private static bool IsOrdered(Type type) => NumericTypes.IsInteger(type) || type == typeof(double) || type == typeof(float) || type == typeof(decimal);

    /// <summary>Less in the order of sorting, in which NaN comes before every number.</summary>
    private static BinaryExpression Precedes(Expression a, Expression b)
    {
        var isLess = Expression.LessThan(a, b);
        return a.Type == typeof(double) || a.Type == typeof(float) ? Expression.OrElse(isLess, Expression.AndAlso(IsNaN(a), Expression.Not(IsNaN(b)))) : isLess;
    }

    private static MethodCallExpression IsNaN(Expression number) => Expression.Call(number.Type, nameof(double.IsNaN), null, number);
}
