using System.Linq.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Sequences;

/// <summary>One item of a sequence: the first, the last, the only one, the one at an index.</summary>
internal static class Selections
{
    public const string NoElements = "Sequence contains no elements";
    public const string NoMatch = "Sequence contains no matching element";
    private const string TooMany = "Sequence contains more than one element";

    public static Expression Of(MethodCallExpression call, Sequence sequence, Scope scope)
    {
        var otherwise = call.Method.Name.EndsWith("OrDefault", StringComparison.Ordinal) ? Otherwise(call, sequence, scope) : null;
        var isLast = call.Method.Name.StartsWith("Last", StringComparison.Ordinal);
        var isSingle = call.Method.Name.StartsWith("Single", StringComparison.Ordinal);
        if (sequence is IndexedSequence indexed) return Indexed(indexed, isSingle, isLast, otherwise, scope);

        sequence = Unmapped(sequence, out var maps);

        // The last is the first from behind, where the sequence can be read from there.
        var isFirst = !isSingle && (!isLast || sequence.Reversed is not null);
        if (isLast && sequence.Reversed is { } reversed) sequence = reversed;
        var kept = KeptItem.Of(sequence, scope);
        sequence.Push(scope, (body, item) =>
        {
            if (isSingle) body.Add(Expression.IfThen(Expression.Not(kept.IsMissing), Throw(TooMany)));
            kept.Keep(body, item);
            if (isFirst) body.Add(item.Exit.Leave());
        });
        kept = maps.Aggregate(kept, (inner, map) => inner.Through(map));
        return otherwise is null ? kept.Require(scope) : kept.Or(otherwise, scope);
    }

    public static Expression ElementAt(MethodCallExpression call, Sequence sequence, Scope scope)
    {
        var otherwise = call.Method.Name == nameof(Enumerable.ElementAtOrDefault) ? Expression.Default(sequence.ItemType) : null;
        var isFromEnd = call.Arguments[1].Type == typeof(Index);
        if (isFromEnd && sequence is not IndexedSequence) sequence = ItemArrays.Materialize(sequence, scope);
        var index = scope.Let(isFromEnd ? Expression.Call(call.Arguments[1], nameof(Index.GetOffset), null, sequence.Length!) : call.Arguments[1], "index");
        if (sequence is IndexedSequence indexed)
        {
            if (otherwise is null) return indexed.At(scope, scope.Let(Expression.Call(typeof(SequenceOperators), nameof(SequenceOperators.ElementIndex), null, index, indexed.Length), "index"));
            return Choose(Expression.AndAlso(Expression.GreaterThanOrEqual(index, Numbers.Zero), Expression.LessThan(index, indexed.Length)), branch => indexed.At(branch, index), otherwise, scope);
        }

        sequence = Unmapped(sequence, out var maps);
        var kept = KeptItem.Of(sequence, scope);
        sequence.PushNumbered(scope, (body, item) =>
        {
            var wanted = body.Nested();
            kept.Keep(wanted, item);
            wanted.Add(item.Exit.Leave());
            body.Add(Expression.IfThen(Expression.Equal(item.Position!, index), wanted.ToStatement()));
        });
        kept = maps.Aggregate(kept, (inner, map) => inner.Through(map));
        if (otherwise is not null) return kept.Or(otherwise, scope);
        scope.Add(Expression.IfThen(kept.IsMissing, Expression.Throw(Expression.New(typeof(ArgumentOutOfRangeException).GetConstructor([typeof(string)])!, Expression.Constant("index")))));
        return kept.Require(scope);
    }

    /// <summary>The value; the code throws <see cref="InvalidOperationException"/> where <paramref name="isWrong"/> says so.</summary>
    public static Expression Unless(Expression isWrong, Expression value, string message, Scope scope)
    {
        scope.Add(Expression.IfThen(isWrong, Throw(message)));
        return value;
    }

    /// <summary>What the functions at the sequence's end are functions of, and those functions from the first to the last: only the chosen item goes through them.</summary>
    private static Sequence Unmapped(Sequence sequence, out Stack<ItemMap> maps)
    {
        maps = new Stack<ItemMap>();
        while (sequence is MappedSequence { Map.NeedsPosition: false } mapped)
        {
            maps.Push(mapped.Map);
            sequence = mapped.Source;
        }
        return sequence;
    }

    private static Expression Indexed(IndexedSequence sequence, bool isSingle, bool isLast, Expression? otherwise, Scope scope)
    {
        if (otherwise is null) return At(scope);
        return Choose(Expression.NotEqual(sequence.Length, Numbers.Zero), At, otherwise, scope);

        Expression At(Scope place)
        {
            var check = isSingle ? nameof(SequenceOperators.SingleIndex) : isLast ? nameof(SequenceOperators.LastIndex) : nameof(SequenceOperators.FirstIndex);
            return sequence.At(place, place.Let(Expression.Call(typeof(SequenceOperators), check, null, sequence.Length), "index"));
        }
    }

    private static ConditionalExpression Choose(Expression test, Func<Scope, Expression> item, Expression otherwise, Scope scope)
    {
        var branch = scope.Nested();
        var chosen = Storage.Hold(item(branch));
        return Expression.Condition(test, branch.ToExpression(chosen), otherwise, chosen.Type);
    }

    /// <summary>What an OrDefault call gives for no item: its last argument when that is no test, else the type's default.</summary>
    private static Expression Otherwise(MethodCallExpression call, Sequence sequence, Scope scope) => call.Arguments.Count > 1 && !Function.IsOne(call.Arguments[^1])
        ? scope.Let(call.Arguments[^1], "otherwise")
        : Expression.Default(sequence.ItemType);

    private static UnaryExpression Throw(string message) =>
        Expression.Throw(Expression.New(typeof(InvalidOperationException).GetConstructor([typeof(string)])!, Expression.Constant(message)));
}
