using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>One item while it is being pushed.</summary>
/// <param name="Value">The item, to be evaluated once at most where it stands; whoever needs it twice lets it.</param>
/// <param name="Position">How many items came before it, where that is known without counting.</param>
/// <param name="Exit">The way past the sequence's last item.</param>
internal readonly record struct Item(Expression Value, Expression? Position, Exit Exit)
{
    /// <summary>Its index in the sequence's <see cref="Sequence.Origin"/>.</summary>
    public Expression? Index { get; init; }
}

/// <summary>Writes into <paramref name="body"/> what is to be done with an item.</summary>
internal delegate void Consumer(Scope body, Item item);

/// <summary>A sequence that pushes its items into a consumer: a pipeline of them, pushed once, is one nest of loops and no object.</summary>
/// <remarks>
/// Coutts, Leshchinskiy and Stewart, "Stream fusion" (2007); Kiselyov, Biboudis, Palladinos and Smaragdakis, "Stream fusion, to completeness" (2017):
/// what can be indexed is kept apart, because two such sequences zip without a state machine and an index can start anywhere.
/// </remarks>
internal abstract class Sequence(Type itemType)
{
    /// <summary>The type of every item's value: an array where the user's type is an enumerable.</summary>
    public Type ItemType { get; } = itemType;

    /// <summary>The exact number of items, an atom; null where it is only known by counting.</summary>
    public virtual Expression? Length => null;

    /// <summary>True when every item is pushed with its position; always when the length is known.</summary>
    public virtual bool HasPositions => Length is not null;

    /// <summary>A number of items that is not exceeded, an atom; null where none is known.</summary>
    public virtual Expression? Bound => Length;

    /// <summary>The items that this one chooses from, where it chooses and changes nothing and they cost no more than a load: an index says which item is meant.</summary>
    public virtual IndexedSequence? Origin => null;

    /// <summary>The same items from the last to the first, where that needs no memory.</summary>
    public virtual Sequence? Reversed => null;

    /// <summary>Writes the loops into <paramref name="scope"/>, with what <paramref name="consume"/> does with each item inside.</summary>
    public abstract void Push(Scope scope, Consumer consume);

    /// <summary>Pushes with every item's position known, counted where need be.</summary>
    public void PushNumbered(Scope scope, Consumer consume)
    {
        if (HasPositions)
        {
            Push(scope, consume);
            return;
        }
        var position = scope.Counter("position");
        Push(scope, (body, item) =>
        {
            consume(body, item with { Position = position });
            body.Increment(position);
        });
    }
}

/// <summary>A sequence of known length whose items can be had in any order.</summary>
/// <remarks>
/// <code>
/// i = 0;
/// loop { if (i &lt; length) { ...At(i)...; i = i + 1; } else break end; } end:
/// </code>
/// </remarks>
internal abstract class IndexedSequence(Type itemType, Expression length) : Sequence(itemType)
{
    public sealed override Expression Length { get; } = length;

    /// <summary>True when an item costs no more than a load, and runs no code of the user's.</summary>
    public virtual bool IsPlain => false;

    public sealed override IndexedSequence? Origin => IsPlain ? this : null;

    public override Sequence Reversed => new ReversedSequence(this);

    /// <summary>The item at <paramref name="index"/>, which may be written several times; what the item needs is computed in <paramref name="scope"/>.</summary>
    public abstract Expression At(Scope scope, Expression index);

    public override void Push(Scope scope, Consumer consume) => Push(scope, "i", Length, (body, i, exit) => consume(body, new Item(At(body, i), i, exit) { Index = i }));

    /// <summary>Writes the loop of an index from zero to <paramref name="length"/>.</summary>
    protected static void Push(Scope scope, string name, Expression length, Action<Scope, Expression, Exit> write)
    {
        var exit = new Exit();
        var i = scope.Counter(name);
        var body = scope.Nested();
        write(body, i, exit);
        body.Increment(i);
        scope.Add(Expression.Loop(Expression.IfThenElse(Expression.LessThan(i, length), body.ToStatement(), Expression.Break(exit.Target)), exit.Target));
    }
}
