using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>A function of every item of what cannot be indexed.</summary>
internal sealed class MappedSequence(Sequence source, ItemMap map) : Sequence(map.ResultType)
{
    public Sequence Source => source;

    public ItemMap Map => map;

    public override Expression? Length => source.Length;

    public override Expression? Bound => source.Bound;

    public override bool HasPositions => source.HasPositions;

    public override Sequence? Reversed => !map.NeedsPosition && source.Reversed is { } reversed ? new MappedSequence(reversed, map) : null;

    public override void Push(Scope scope, Consumer consume)
    {
        if (map.NeedsPosition) source.PushNumbered(scope, Apply);
        else source.Push(scope, Apply);

        void Apply(Scope body, Item item) => consume(body, item with { Value = map.Apply(body, item.Value, item.Position), Index = null });
    }
}

/// <summary>What cannot be indexed, each item with the item of an indexed sequence, no shorter, at the same position.</summary>
internal sealed class ZippedSequence(Sequence pushed, IndexedSequence indexed, PairMap map, bool isPushedFirst) : Sequence(map.ResultType)
{
    public override Expression? Length => pushed.Length;

    public override Expression? Bound => pushed.Bound;

    public override bool HasPositions => pushed.HasPositions;

    public override void Push(Scope scope, Consumer consume) => pushed.PushNumbered(scope, (body, item) =>
    {
        var partner = indexed.At(body, item.Position!);
        consume(body, item with { Value = isPushedFirst ? map.Apply(body, item.Value, partner) : map.Apply(body, partner, item.Value), Index = null });
    });
}

/// <summary>The sequences that belong to another's items, one after the other: loops in a loop.</summary>
/// <param name="source">The outer sequence.</param>
/// <param name="inner">Reads the sequence that belongs to an item at a position, in the scope of the outer loop.</param>
/// <param name="map">What becomes of an outer and an inner item.</param>
/// <param name="needsPosition">True when <paramref name="inner"/> wants the position.</param>
internal sealed class FlattenedSequence(Sequence source, Func<Scope, Expression, Expression?, Sequence> inner, PairMap map, bool needsPosition) : Sequence(map.ResultType)
{
    public override void Push(Scope scope, Consumer consume)
    {
        if (needsPosition) source.PushNumbered(scope, Each);
        else source.Push(scope, Each);

        void Each(Scope body, Item outer)
        {
            var x = body.Let(outer.Value, "outer");
            inner(body, x, outer.Position).Push(body, (innermost, item) => consume(innermost, new Item(map.Apply(innermost, x, item.Value), null, outer.Exit)));
        }
    }
}

/// <summary>Every pair of the items of two sequences, the second of which does not depend on the first: a grid of known size.</summary>
internal sealed class ProductSequence(Sequence first, Sequence second, PairMap map, Expression length) : Sequence(map.ResultType)
{
    public override Expression Length => length;

    public override void Push(Scope scope, Consumer consume) => first.Push(scope, (body, outer) =>
    {
        var x = body.Let(outer.Value, "outer");
        second.Push(body, (innermost, item) =>
        {
            var position = innermost.Let(Numbers.Add(Numbers.Multiply(outer.Position!, second.Length!), item.Position!), "position");
            consume(innermost, new Item(map.Apply(innermost, x, item.Value), position, outer.Exit));
        });
    });
}
