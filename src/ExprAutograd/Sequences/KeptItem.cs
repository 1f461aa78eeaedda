using System.Linq.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Sequences;

/// <summary>One item of a sequence, kept while the sequence is pushed: the last that was given.</summary>
/// <remarks>
/// Where the items are stored anyway, only an index is kept. The loop then carries integers, which have no derivative, and the derivative goes to
/// the one load behind it.
/// </remarks>
internal abstract class KeptItem
{
    /// <summary>True as long as nothing was kept.</summary>
    public abstract Expression IsMissing { get; }

    public static KeptItem Of(Sequence sequence, Scope scope) => sequence.Origin is { } origin ? new ByIndex(origin, scope) : new ByValue(sequence.ItemType, scope);

    /// <summary>A function of what is kept, computed where the item is asked for: once, however many were kept on the way.</summary>
    public KeptItem Through(ItemMap map) => new Mapped(this, map);

    public abstract void Keep(Scope body, Item item);

    /// <summary>The item.</summary>
    /// <remarks>The code throws <see cref="InvalidOperationException"/> where there is none.</remarks>
    public abstract Expression Require(Scope scope);

    /// <summary>The item, or <paramref name="otherwise"/> where there is none.</summary>
    public Expression Or(Expression otherwise, Scope scope)
    {
        var branch = scope.Nested();
        var item = Storage.Hold(Found(branch));
        return Expression.Condition(IsMissing, otherwise, branch.ToExpression(item), item.Type);
    }

    /// <summary>The item where there is one.</summary>
    protected abstract Expression Found(Scope scope);

    private sealed class ByIndex(IndexedSequence origin, Scope scope) : KeptItem
    {
        private readonly ParameterExpression index = scope.Variable(Expression.Constant(-1), "found");

        public override Expression IsMissing => Expression.LessThan(index, Numbers.Zero);

        public override void Keep(Scope body, Item item) => body.Add(Expression.Assign(index, item.Index!));

        public override Expression Require(Scope scope) => origin.At(scope, scope.Let(Expression.Call(typeof(SequenceOperators), nameof(SequenceOperators.FoundIndex), null, index), "index"));

        protected override Expression Found(Scope scope) => origin.At(scope, index);
    }

    private sealed class ByValue(Type type, Scope scope) : KeptItem
    {
        private readonly ParameterExpression value = scope.Variable(Storage.Initial(type), "found");
        private readonly ParameterExpression isFound = scope.Variable(Expression.Constant(false), "isFound");

        public override Expression IsMissing => Expression.Not(isFound);

        public override void Keep(Scope body, Item item)
        {
            body.Add(Expression.Assign(value, Storage.Hold(item.Value)));
            body.Add(Expression.Assign(isFound, Expression.Constant(true)));
        }

        public override Expression Require(Scope scope) => Selections.Unless(IsMissing, value, Selections.NoMatch, scope);

        protected override Expression Found(Scope scope) => value;
    }

    private sealed class Mapped(KeptItem source, ItemMap map) : KeptItem
    {
        public override Expression IsMissing => source.IsMissing;

        public override void Keep(Scope body, Item item) => source.Keep(body, item);

        public override Expression Require(Scope scope) => map.Apply(scope, source.Require(scope), null);

        protected override Expression Found(Scope scope) => map.Apply(scope, source.Found(scope), null);
    }
}
