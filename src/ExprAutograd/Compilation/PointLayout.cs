using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Compilation;

/// <summary>How values of one type, one for each of many points, lie in a value of another: as an array of them, member by member, or one for all.</summary>
/// <remarks>
/// <code>
/// point                 many                      layout
/// double                double[]                  elements
/// (double, double)      (double, double)[]        elements
/// (double, double)      (double[], double[])      members, each in elements
/// (double, double)      (double[], double)        members, the second shared
/// </code>
/// </remarks>
internal sealed class PointLayout
{
    private readonly ImmutableArray<PointLayout> members;

    private PointLayout(ValueShape point, bool isShared, ImmutableArray<PointLayout> members)
    {
        Point = point;
        IsShared = isShared;
        this.members = members;
        LeafCount = isShared ? point.LeafCount : members.IsEmpty ? 1 : members.Sum(m => m.LeafCount);
    }

    /// <summary>The shape of one point's value.</summary>
    public ValueShape Point { get; }

    /// <summary>True where all points have the same.</summary>
    public bool IsShared { get; }

    /// <summary>The number of leaves of the value that holds all points.</summary>
    public int LeafCount { get; }

    /// <summary>The arrays of one element for each point among the leaves, by position.</summary>
    public IEnumerable<int> MappedLeaves
    {
        get
        {
            if (IsShared) yield break;
            if (members.IsEmpty) yield return 0;
            var start = 0;
            foreach (var member in members)
            {
                foreach (var leaf in member.MappedLeaves) yield return start + leaf;
                start += member.LeafCount;
            }
        }
    }

    /// <summary>How <paramref name="many"/> holds values of type <paramref name="point"/>; null where it does not.</summary>
    /// <param name="point">The type of one point's value.</param>
    /// <param name="many">The type of all points' values.</param>
    /// <param name="mayShare">Whether one value may do for all.</param>
    public static PointLayout? TryFit(Type point, Type many, bool mayShare)
    {
        var shape = ValueShape.Of(point);
        if (mayShare && many == point) return new PointLayout(shape, isShared: true, []);
        if (many == point.MakeArrayType()) return new PointLayout(shape, isShared: false, []);
        if (!IsMemberwise(point) || !many.IsGenericType || many.GetGenericTypeDefinition() != point.GetGenericTypeDefinition()) return null;
        var parts = shape.Members.Zip(ValueShape.Of(many).Members, (p, m) => TryFit(p.Type, m.Type, mayShare)).ToImmutableArray();
        return parts.Contains(null) ? null : new PointLayout(shape, isShared: false, parts!);
    }

    /// <summary>The type that holds a point's values in arrays of numbers wherever it can: tuples of arrays rather than arrays of tuples.</summary>
    public static Type ArraysOf(Type point) => IsMemberwise(point) ? point.GetGenericTypeDefinition().MakeGenericType([.. point.GetGenericArguments().Select(ArraysOf)]) : point.MakeArrayType();

    /// <summary>The leaves of the value of the point at <paramref name="index"/>.</summary>
    public IEnumerable<Expression> Read(ProgramBuilder builder, ReadOnlyMemory<Expression> leaves, Expression index)
    {
        if (IsShared) return leaves[..LeafCount].ToArray();
        if (members.IsEmpty)
        {
            var element = builder.Bind(Expression.ArrayIndex(leaves.Span[0], index));
            return [.. Point.TakeApart(element).Select(leaf => Bind(builder, leaf))];
        }
        var read = new List<Expression>();
        foreach (var member in members)
        {
            read.AddRange(member.Read(builder, leaves, index));
            leaves = leaves[member.LeafCount..];
        }
        return read;
    }

    /// <summary>The arrays with the value of the point at <paramref name="index"/>, given by its leaves, stored in them.</summary>
    public IEnumerable<Expression> Write(ProgramBuilder builder, ReadOnlyMemory<Expression> arrays, Expression index, ReadOnlyMemory<Expression> point)
    {
        if (members.IsEmpty)
            return [builder.Bind(ArrayMethods.Call(nameof(ArrayOperators.Store), arrays.Span[0], index, Bind(builder, Point.PutTogether(point.Span[..Point.LeafCount]))))];
        var written = new List<Expression>();
        foreach (var member in members)
        {
            written.AddRange(member.Write(builder, arrays, index, point));
            arrays = arrays[member.LeafCount..];
            point = point[member.Point.LeafCount..];
        }
        return written;
    }

    /// <summary>The first type that elements must be put together as and cannot be, for its values are made by setting members; null when there is none.</summary>
    public Type? FirstWithoutConstructor() => members.IsEmpty ? FirstWithoutConstructor(Point) : members.Select(m => m.FirstWithoutConstructor()).FirstOrDefault(t => t is not null);

    private static Type? FirstWithoutConstructor(ValueShape shape) =>
        shape.Aggregate is { HasConstructor: false } ? shape.Type : shape.Members.Select(FirstWithoutConstructor).FirstOrDefault(t => t is not null);

    /// <summary>True for tuples, whose members may have any types.</summary>
    private static bool IsMemberwise(Type type) => type.IsGenericType
        && (type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal) || type.FullName.StartsWith("System.Tuple`", StringComparison.Ordinal));

    private static Expression Bind(ProgramBuilder builder, Expression e) =>
        Atom.Is(e) ? e : builder.Bind(Operation.With(e, [.. Operation.Operands(e).Select(o => Bind(builder, o))]));
}
