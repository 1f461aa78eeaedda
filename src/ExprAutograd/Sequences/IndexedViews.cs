using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary><paramref name="length"/> items of another sequence, from <paramref name="start"/> on.</summary>
internal sealed class SlicedSequence(IndexedSequence source, Expression start, Expression length) : IndexedSequence(source.ItemType, length)
{
    public override bool IsPlain => source.IsPlain;

    public override Expression At(Scope scope, Expression index) => source.At(scope, Numbers.Add(start, index));
}

/// <summary>From the last item to the first.</summary>
internal sealed class ReversedSequence(IndexedSequence source) : IndexedSequence(source.ItemType, source.Length)
{
    public override bool IsPlain => source.IsPlain;

    public override Sequence Reversed => source;

    public override Expression At(Scope scope, Expression index) => source.At(scope, Expression.Subtract(Numbers.Subtract(Length, Numbers.One), index));
}

/// <summary>A function of every item and its position.</summary>
internal sealed class MappedIndexedSequence(IndexedSequence source, ItemMap map) : IndexedSequence(map.ResultType, source.Length)
{
    public override Expression At(Scope scope, Expression index) => map.Apply(scope, source.At(scope, index), index);
}

/// <summary>A function of the items of two sequences at one position.</summary>
internal sealed class ZippedIndexedSequence(IndexedSequence first, IndexedSequence second, PairMap map, Expression length) : IndexedSequence(map.ResultType, length)
{
    public override Expression At(Scope scope, Expression index) => map.Apply(scope, first.At(scope, index), second.At(scope, index));
}

/// <summary>The items at the positions that an array of indices names.</summary>
internal sealed class PermutedSequence(IndexedSequence source, Expression order) : IndexedSequence(source.ItemType, source.Length)
{
    public override bool IsPlain => source.IsPlain;

    public override Expression At(Scope scope, Expression index) => source.At(scope, scope.Let(Expression.ArrayIndex(order, index), "k"));
}

/// <summary>The items, or one other value where there are none.</summary>
internal sealed class DefaultedIndexedSequence(IndexedSequence source, Expression value, Expression length) : IndexedSequence(source.ItemType, length)
{
    public override Expression At(Scope scope, Expression index)
    {
        var branch = scope.Nested();
        var item = Storage.Hold(source.At(branch, index));
        return Expression.Condition(Expression.Equal(source.Length, Numbers.Zero), value, branch.ToExpression(item), ItemType);
    }
}
