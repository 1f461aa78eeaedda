using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd.Anf;

/// <summary>How a value of a user's type is made of flat leaves: scalars and arrays are leaves, tuples, records and structs are not.</summary>
/// <remarks>JAX calls this a pytree. Leaves are numbered depth first.</remarks>
internal sealed class ValueShape
{
    private ValueShape(Type type, AggregateType? aggregate, ImmutableArray<ValueShape> members)
    {
        Type = type;
        Aggregate = aggregate;
        Members = members;
        LeafCount = aggregate is null && members.IsEmpty ? 1 : members.Sum(m => m.LeafCount);
    }

    public Type Type { get; }

    /// <summary>How to take a value apart and put it together; null for a leaf.</summary>
    public AggregateType? Aggregate { get; }

    public ImmutableArray<ValueShape> Members { get; }

    public int LeafCount { get; }

    public bool IsLeaf => Aggregate is null && Members.IsEmpty;

    public static ValueShape Leaf(Type type) => new(type, null, []);

    /// <summary>An <c>object[]</c> with a leaf of each type in its place: the arguments of a function that no delegate type has room for. It is only taken apart.</summary>
    public static ValueShape Objects(IEnumerable<Type> leaves) => new(typeof(object[]), null, [.. leaves.Select(Leaf)]);

    /// <summary>The shape of a type: nested aggregates to any depth.</summary>
    public static ValueShape Of(Type type) => AggregateType.TryGet(type) is { } aggregate
        ? new ValueShape(type, aggregate, [.. aggregate.Members.Select(m => Of(m.Type))])
        : Leaf(type);

    /// <summary>A tuple of the given shapes, or the one shape itself when there is one.</summary>
    public static ValueShape Tuple(params ImmutableArray<ValueShape> members) =>
        members.Length == 1 ? members[0] : Of(TupleTypes.Of([.. members.Select(m => m.Type)]));

    public IEnumerable<Type> LeafTypes => IsLeaf ? [Type] : Members.SelectMany(m => m.LeafTypes);

    /// <summary>For each leaf, whether it is a dimension of a matrix: a derivative in the matrix's shape has the same one.</summary>
    public IEnumerable<bool> AreDimensions => IsLeaf ? [false] : Members.SelectMany((m, k) => Aggregate!.Dense is null ? m.AreDimensions : [k > 0]);

    /// <summary>Names such as <c>p.Item1</c> for the leaves of a value called <paramref name="root"/>.</summary>
    public IEnumerable<string> LeafNames(string root) =>
        IsLeaf ? [root] : Members.SelectMany((m, k) => m.LeafNames($"{root}.{Aggregate!.Members[k].Name}"));

    /// <summary>The leaves of <paramref name="value"/> as member accesses.</summary>
    public IEnumerable<Expression> TakeApart(Expression value) =>
        IsLeaf ? [value] : Members.SelectMany((m, k) => m.TakeApart(Aggregate?.Read(value, k) ?? Expression.Convert(Expression.ArrayIndex(value, Expression.Constant(k)), m.Type)));

    /// <summary>The value made of the given leaves.</summary>
    public Expression PutTogether(ReadOnlySpan<Expression> leaves)
    {
        if (IsLeaf) return leaves[0];
        var members = new Expression[Members.Length];
        foreach (var (member, k) in Members.Select((m, k) => (m, k)))
        {
            members[k] = member.PutTogether(leaves[..member.LeafCount]);
            leaves = leaves[member.LeafCount..];
        }
        return Aggregate!.Create(members);
    }

    public Expression PutTogether(ImmutableArray<Expression> leaves) => PutTogether(leaves.AsSpan());
}
