using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>One item.</summary>
internal sealed class SingleSequence(Expression value) : IndexedSequence(value.Type, Numbers.One)
{
    public override bool IsPlain => true;

    public override Expression At(Scope scope, Expression index) => value;

    /// <summary>No loop: the item, and a label for whoever leaves.</summary>
    public override void Push(Scope scope, Consumer consume)
    {
        var exit = new Exit();
        var body = scope.Nested();
        consume(body, new Item(value, Numbers.Zero, exit) { Index = Numbers.Zero });
        scope.Add(body.ToStatement());
        exit.PlaceIn(scope);
    }
}

/// <summary>Two sequences that can be indexed, one after the other: two loops when pushed, a choice when indexed.</summary>
internal sealed class ConcatenatedIndexedSequence(IndexedSequence first, IndexedSequence second, Expression length) : IndexedSequence(first.ItemType, length)
{
    public override Sequence Reversed => first.Reversed is IndexedSequence a && second.Reversed is IndexedSequence b ? new ConcatenatedIndexedSequence(b, a, Length) : base.Reversed;

    public override Expression At(Scope scope, Expression index)
    {
        var (early, late) = (scope.Nested(), scope.Nested());
        var (a, b) = (Storage.Hold(first.At(early, index)), Storage.Hold(second.At(late, Numbers.Subtract(index, first.Length))));
        return Expression.Condition(Expression.LessThan(index, first.Length), early.ToExpression(a), late.ToExpression(b), ItemType);
    }

    public override void Push(Scope scope, Consumer consume) => ConcatenatedSequence.Push(first, second, scope, consume);
}

/// <summary>Two sequences, one after the other: the consumer is written twice.</summary>
internal sealed class ConcatenatedSequence(Sequence first, Sequence second, Expression? length, Expression? bound) : Sequence(first.ItemType)
{
    public override Expression? Length => length;

    public override Expression? Bound => bound;

    public override Sequence? Reversed => first.Reversed is { } a && second.Reversed is { } b ? new ConcatenatedSequence(b, a, Length, Bound) : null;

    public override void Push(Scope scope, Consumer consume) => Push(first, second, scope, consume);

    public static void Push(Sequence first, Sequence second, Scope scope, Consumer consume)
    {
        var exit = new Exit();
        first.Push(scope, (body, item) => consume(body, item with { Exit = exit, Index = null, Position = first.Length is null ? null : item.Position }));
        second.Push(scope, (body, item) => consume(body, item with
        {
            Exit = exit,
            Index = null,
            Position = first.Length is null || second.Length is null ? null : body.Let(Numbers.Add(first.Length, item.Position!), "position"),
        }));
        exit.PlaceIn(scope);
    }
}

/// <summary>The items, or one other value where there are none: <c>loop { isEmpty = false; ... } if (isEmpty) ...</c>.</summary>
internal sealed class DefaultedSequence(Sequence source, Expression value, Expression? bound) : Sequence(source.ItemType)
{
    public override Expression? Bound => bound;

    public override void Push(Scope scope, Consumer consume)
    {
        var exit = new Exit();
        var isEmpty = scope.Variable(Expression.Constant(true), "isEmpty");
        source.Push(scope, (body, item) =>
        {
            body.Add(Expression.Assign(isEmpty, Expression.Constant(false)));
            consume(body, item with { Exit = exit, Index = null, Position = null });
        });
        var alone = scope.Nested();
        consume(alone, new Item(value, null, exit));
        scope.Add(Expression.IfThen(isEmpty, alone.ToStatement()));
        exit.PlaceIn(scope);
    }
}
