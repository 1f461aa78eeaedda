using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>A sequence that pushes some of another's items, unchanged.</summary>
internal abstract class FilteredSequence(Sequence source) : Sequence(source.ItemType)
{
    protected Sequence Source { get; } = source;

    public override Expression? Bound => Source.Bound;

    public sealed override IndexedSequence? Origin => Source.Origin;

    /// <summary>Pushes the source, with each item's position only where the test asks for it.</summary>
    protected void PushSource(Scope scope, ItemMap test, Consumer consume)
    {
        if (test.NeedsPosition) Source.PushNumbered(scope, consume);
        else Source.Push(scope, consume);
    }
}

/// <summary>The items that pass a test: <c>if (test(item)) ...</c>.</summary>
internal sealed class WhereSequence(Sequence source, ItemMap test) : FilteredSequence(source)
{
    public override Sequence? Reversed => !test.NeedsPosition && Source.Reversed is { } reversed ? new WhereSequence(reversed, test) : null;

    public override void Push(Scope scope, Consumer consume) => PushSource(scope, test, (body, item) =>
    {
        var value = body.Let(item.Value, "item");
        var passed = body.Nested();
        consume(passed, item with { Value = value, Position = null });
        body.Add(Expression.IfThen(test.Apply(body, value, item.Position), passed.ToStatement()));
    });
}

/// <summary>The items before the first that fails a test: <c>if (test(item)) ... else goto end</c>.</summary>
internal sealed class TakeWhileSequence(Sequence source, ItemMap test) : FilteredSequence(source)
{
    public override bool HasPositions => Source.HasPositions;

    public override void Push(Scope scope, Consumer consume) => PushSource(scope, test, (body, item) =>
    {
        var value = body.Let(item.Value, "item");
        var passed = body.Nested();
        consume(passed, item with { Value = value });
        body.Add(Expression.IfThenElse(test.Apply(body, value, item.Position), passed.ToStatement(), item.Exit.Leave()));
    });
}

/// <summary>The items from the first that fails a test: <c>if (skips) skips = test(item); if (!skips) ...</c>.</summary>
internal sealed class SkipWhileSequence(Sequence source, ItemMap test) : FilteredSequence(source)
{
    public override void Push(Scope scope, Consumer consume)
    {
        var skips = scope.Variable(Expression.Constant(true), "skips");
        PushSource(scope, test, (body, item) =>
        {
            var value = body.Let(item.Value, "item");
            var passed = body.Nested();
            consume(passed, item with { Value = value, Position = null });
            body.Add(Expression.IfThen(skips, Expression.Assign(skips, test.Apply(body, value, item.Position))));
            body.Add(Expression.IfThen(Expression.Not(skips), passed.ToStatement()));
        });
    }
}

/// <summary>The first <paramref name="count"/> items of what cannot be indexed: no item is asked for behind the last.</summary>
internal sealed class TakeSequence(Sequence source, Expression count, Expression? bound) : FilteredSequence(source)
{
    public override Expression? Length => Source.Length is null ? null : bound;

    public override Expression? Bound => bound;

    public override bool HasPositions => true;

    public override void Push(Scope scope, Consumer consume)
    {
        var loops = scope.Nested();
        var taken = loops.Counter("taken");
        Source.Push(loops, (body, item) =>
        {
            consume(body, item with { Position = taken });
            body.Increment(taken);
            body.Add(Expression.IfThen(Expression.GreaterThanOrEqual(taken, count), item.Exit.Leave()));
        });
        scope.Add(Expression.IfThen(Expression.GreaterThan(count, Numbers.Zero), loops.ToStatement()));
    }
}

/// <summary>The items after the first <paramref name="count"/> of what cannot be indexed.</summary>
internal sealed class SkipSequence(Sequence source, Expression count) : FilteredSequence(source)
{
    public override void Push(Scope scope, Consumer consume) => Source.PushNumbered(scope, (body, item) =>
    {
        var passed = body.Nested();
        consume(passed, item with { Position = null });
        body.Add(Expression.IfThen(Expression.GreaterThanOrEqual(item.Position!, count), passed.ToStatement()));
    });
}
