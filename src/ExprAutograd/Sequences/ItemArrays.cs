using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Sequences;

/// <summary>Memory for items: an array, or for items that are just their members an array for each member.</summary>
internal sealed class ItemArrays
{
    private readonly AggregateType? aggregate;
    private readonly ItemArrays[] members = [];
    private readonly ParameterExpression? array;

    private ItemArrays(Scope scope, Type itemType, Expression length, bool isApart)
    {
        aggregate = isApart ? AggregateType.TryGet(itemType) : null;
        if (aggregate is null) array = scope.Variable(Expression.NewArrayBounds(itemType, length), "items");
        else members = [.. aggregate.Members.Select(m => new ItemArrays(scope, Storage.TypeOf(m.Type), length, isApart: true))];
    }

    private ParameterExpression First => array ?? members[0].First;

    /// <summary>The items of <paramref name="sequence"/>, each computed once, in an order of any kind.</summary>
    public static IndexedSequence Materialize(Sequence sequence, Scope scope)
    {
        var (items, count) = Fill(sequence, scope, isApart: true);
        return new MaterializedSequence(items, sequence.ItemType, count);
    }

    /// <summary>The sequence itself when an item costs no more than a load, else its items in memory.</summary>
    public static IndexedSequence Plain(Sequence sequence, Scope scope) => sequence is IndexedSequence { IsPlain: true } plain ? plain : Materialize(sequence, scope);

    /// <summary>The items of <paramref name="sequence"/> in one array of their number, which is not to be written to: the source, when that is one.</summary>
    public static Expression Whole(Sequence sequence, Scope scope) => sequence is ArraySequence { Whole: { } whole } ? whole : ToArray(sequence, scope);

    /// <summary>The items of <paramref name="sequence"/> in one new array of their number.</summary>
    public static Expression ToArray(Sequence sequence, Scope scope)
    {
        var (items, count) = Fill(sequence, scope, isApart: false);
        return sequence.Length is null ? Resized(nameof(SequenceOperators.Prefix), items.array!, count) : items.array!;
    }

    /// <summary>Arrays that hold the items, at least; and how many there are.</summary>
    /// <remarks>
    /// <code>
    /// exact length known:  items = new T[n];      loop { items[i] = item; }
    /// a bound known:       items = new T[bound];  loop { items[count] = item; count = count + 1; }
    /// nothing known:       items = new T[4];      loop { if (count == items.Length) items = Grown(items); items[count] = item; ... }
    /// </code>
    /// </remarks>
    private static (ItemArrays Items, Expression Count) Fill(Sequence sequence, Scope scope, bool isApart)
    {
        if (sequence.Length is { } length)
        {
            var exact = new ItemArrays(scope, sequence.ItemType, length, isApart);
            sequence.Push(scope, (body, item) => exact.Store(body, item.Position!, item.Value));
            return (exact, length);
        }
        const int FirstRoom = 4;
        var items = new ItemArrays(scope, sequence.ItemType, sequence.Bound ?? Expression.Constant(FirstRoom), isApart);
        var count = scope.Counter("count");
        sequence.Push(scope, (body, item) =>
        {
            if (sequence.Bound is null) items.Grow(body, count);
            items.Store(body, count, item.Value);
            body.Increment(count);
        });
        return (items, count);
    }

    private void Store(Scope scope, Expression index, Expression item)
    {
        if (aggregate is null)
        {
            scope.Add(Expression.Assign(Expression.ArrayAccess(array!, index), Storage.Hold(item)));
            return;
        }
        item = scope.Let(item, "item");
        for (var k = 0; k < members.Length; k++) members[k].Store(scope, index, aggregate.Read(item, k));
    }

    private void Grow(Scope scope, Expression count)
    {
        var more = scope.Nested();
        foreach (var items in Arrays()) more.Add(Expression.Assign(items, Resized(nameof(SequenceOperators.Grown), items)));
        scope.Add(Expression.IfThen(Expression.Equal(count, Expression.ArrayLength(First)), more.ToStatement()));
    }

    /// <summary>The operator for arrays that carry a derivative where there is one, else the one for arrays of anything.</summary>
    private static MethodCallExpression Resized(string name, params Expression[] arguments) =>
        typeof(SequenceOperators).GetMethod(name, [.. arguments.Select(a => a.Type)]) is { IsGenericMethod: false } own
            ? Expression.Call(own, arguments)
            : Expression.Call(typeof(SequenceOperators), name, [arguments[0].Type.GetElementType()!], arguments);

    private IEnumerable<ParameterExpression> Arrays() => array is not null ? [array] : members.SelectMany(m => m.Arrays());

    private Expression Load(Expression index) => aggregate is null ? Expression.ArrayIndex(array!, index) : aggregate.Create([.. members.Select(m => m.Load(index))]);

    /// <summary>What was filled in.</summary>
    private sealed class MaterializedSequence(ItemArrays items, Type itemType, Expression length) : IndexedSequence(itemType, length)
    {
        public override bool IsPlain => true;

        public override Expression At(Scope scope, Expression index) => items.Load(index);
    }
}
