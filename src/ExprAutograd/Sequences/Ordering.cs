using System.Linq.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Sequences;

/// <summary>Sorting: the keys give an array of indices, which carries no derivative; the items are read through it.</summary>
/// <remarks>Sorting by several keys is sorting by the last first, each time leaving equals as they were.</remarks>
internal static class Ordering
{
    public static bool IsOne(MethodCallExpression call) => IsFirst(call) || call.Method.Name is nameof(Enumerable.ThenBy) or nameof(Enumerable.ThenByDescending);

    public static IndexedSequence Read(MethodCallExpression call, SequenceReader reader, Scope scope)
    {
        // The keys from the last to the first, as the calls stand around one another.
        var sorts = new List<MethodCallExpression> { call };
        while (!IsFirst(sorts[^1]))
        {
            sorts.Add(Storage.Bare(sorts[^1].Arguments[0]) is MethodCallExpression inner && LinqCall.IsOne(inner) && IsOne(inner) ? inner : throw Refusals.Of(sorts[^1]));
            LinqCall.RequireNoComparer(sorts[^1]);
        }

        var items = ItemArrays.Plain(reader.Read(sorts[^1].Arguments[0], scope), scope);
        var order = scope.Let(Expression.Call(typeof(SequenceOperators), nameof(SequenceOperators.GivenOrder), null, items.Length), "order");
        foreach (var sort in sorts)
        {
            Sequence keyed = Sequences.Function.IsOne(sort.Arguments[^1]) ? new MappedIndexedSequence(items, ItemMap.Of(reader.Function(sort, 1))) : items;
            var keys = scope.Let(ItemArrays.Whole(keyed, scope), "keys");
            var name = sort.Method.Name.EndsWith("Descending", StringComparison.Ordinal) ? nameof(SequenceOperators.Descending) : nameof(SequenceOperators.Ascending);
            order = scope.Let(Expression.Call(typeof(SequenceOperators), name, [keyed.ItemType], keys, order), "order");
        }
        return new PermutedSequence(items, order);
    }

    private static bool IsFirst(MethodCallExpression call) => call.Method.Name is "Order" or "OrderDescending" or nameof(Enumerable.OrderBy) or nameof(Enumerable.OrderByDescending);
}
