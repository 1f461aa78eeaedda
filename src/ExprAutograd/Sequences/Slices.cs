using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>Stretches of a sequence: an index that starts elsewhere where there is one, else a count of the items.</summary>
internal static class Slices
{
    public static Sequence Take(Sequence source, Expression count, Scope scope)
    {
        if (source is IndexedSequence indexed) return Slice(indexed, Numbers.Zero, Clamped(count, indexed, scope), scope);
        count = scope.Let(count, "count");
        return new TakeSequence(source, count, source.Bound is { } bound ? scope.Let(Numbers.Min(Numbers.Max(count, Numbers.Zero), bound), "bound") : null);
    }

    public static Sequence Skip(Sequence source, Expression count, Scope scope)
    {
        if (source is not IndexedSequence indexed) return new SkipSequence(source, scope.Let(count, "count"));
        var start = Clamped(count, indexed, scope);
        return Slice(indexed, start, Numbers.Subtract(indexed.Length, start), scope);
    }

    public static Sequence TakeLast(IndexedSequence source, Expression count, Scope scope)
    {
        var length = Clamped(count, source, scope);
        return Slice(source, Numbers.Subtract(source.Length, length), length, scope);
    }

    public static Sequence SkipLast(IndexedSequence source, Expression count, Scope scope) => Slice(source, Numbers.Zero, Numbers.Subtract(source.Length, Clamped(count, source, scope)), scope);

    /// <summary>The items of a range, cut off where the sequence ends.</summary>
    public static Sequence Take(IndexedSequence source, Expression range, Scope scope)
    {
        var start = End(nameof(Range.Start));
        return Slice(source, start, Numbers.Max(Numbers.Subtract(End(nameof(Range.End)), start), Numbers.Zero), scope);

        Expression End(string name) => Clamped(Expression.Call(Expression.Property(range, name), nameof(Index.GetOffset), null, source.Length), source, scope);
    }

    /// <summary>All items but the first, which there is.</summary>
    public static IndexedSequence Rest(IndexedSequence source, Scope scope) => Slice(source, Numbers.One, Numbers.Subtract(source.Length, Numbers.One), scope);

    private static Expression Clamped(Expression count, IndexedSequence source, Scope scope) => scope.Let(Numbers.Min(Numbers.Max(count, Numbers.Zero), source.Length), "count");

    private static SlicedSequence Slice(IndexedSequence source, Expression start, Expression length, Scope scope) => new(source, scope.Let(start, "start"), scope.Let(length, "length"));
}
