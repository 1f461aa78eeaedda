using System.Linq.Expressions;
using ExprAutograd.Diagnostics;
using ExprAutograd.Operators;

namespace ExprAutograd.Sequences;

/// <summary>Reads an expression of a sequence: the LINQ calls that make one of another become a <see cref="Sequence"/>, what they start from an array.</summary>
/// <param name="resolve">Finds the lambda behind an argument that is none.</param>
internal sealed class SequenceReader(Func<Expression, LambdaExpression?> resolve)
{
    /// <summary>The sequence that <paramref name="written"/> makes; what is evaluated once is evaluated in <paramref name="scope"/>.</summary>
    public Sequence Read(Expression written, Scope scope) => StackGuard.Run(() =>
    {
        var source = Storage.Bare(written);
        source = LinqCall.ArrayBehindSpan(source) ?? VectorSequences.TryRead(source, scope) ?? source;
        return source is MethodCallExpression call && LinqCall.IsOne(call) ? ReadCall(call, scope) : ReadSource(source, scope);
    });

    /// <summary>The function argument at <paramref name="position"/>.</summary>
    public Function Function(MethodCallExpression call, int position) => Sequences.Function.Of(call.Arguments[position], resolve);

    private Sequence ReadCall(MethodCallExpression call, Scope scope)
    {
        LinqCall.RequireNoComparer(call);
        return call.Method.Name switch
        {
            nameof(Enumerable.Range) => ReadRange(call, scope),
            nameof(Enumerable.Repeat) => ReadRepeat(call, scope),
            nameof(Enumerable.Empty) => new RepeatedSequence(Expression.Default(Storage.TypeOf(LinqCall.ItemType(call))), Numbers.Zero),
            nameof(Enumerable.AsEnumerable) or nameof(Enumerable.ToArray) or nameof(Enumerable.ToList) or nameof(Queryable.AsQueryable) => Source(),
            nameof(Enumerable.Cast) => ReadCast(call, scope),
            nameof(Enumerable.Select) => Map(Source(), ItemMap.Of(Function(call, 1))),
            "Index" => Map(Source(), Numbering(LinqCall.ItemType(call))),
            nameof(Enumerable.Where) => new WhereSequence(Source(), ItemMap.Of(Function(call, 1))),
            nameof(Enumerable.TakeWhile) => new TakeWhileSequence(Source(), ItemMap.Of(Function(call, 1))),
            nameof(Enumerable.SkipWhile) => new SkipWhileSequence(Source(), ItemMap.Of(Function(call, 1))),
            nameof(Enumerable.Zip) => ReadZip(call, scope),
            nameof(Enumerable.SelectMany) => new SelectManyReader(this).Read(call, Source(), scope),
            nameof(Enumerable.Take) when call.Arguments[1].Type == typeof(int) => Slices.Take(Source(), call.Arguments[1], scope),
            nameof(Enumerable.Take) => Slices.Take(ReadIndexed(call.Arguments[0], scope), scope.Let(call.Arguments[1], "range"), scope),
            nameof(Enumerable.Skip) => Slices.Skip(Source(), call.Arguments[1], scope),
            nameof(Enumerable.TakeLast) => Slices.TakeLast(ReadIndexed(call.Arguments[0], scope), call.Arguments[1], scope),
            nameof(Enumerable.SkipLast) => Slices.SkipLast(ReadIndexed(call.Arguments[0], scope), call.Arguments[1], scope),
            nameof(Enumerable.Concat) => Concatenate(Source(), Read(call.Arguments[1], scope), scope),
            nameof(Enumerable.Append) => Concatenate(Source(), Single(call, scope), scope),
            nameof(Enumerable.Prepend) => Concatenate(Single(call, scope), Source(), scope),
            nameof(Enumerable.Reverse) => Source() is var source && source.Reversed is { } reversed ? reversed : new ReversedSequence(ItemArrays.Materialize(source, scope)),
            nameof(Enumerable.DefaultIfEmpty) => ReadDefaultIfEmpty(call, scope),
            _ when Ordering.IsOne(call) => Ordering.Read(call, this, scope),
            _ => ReadSource(SequenceLowering.TryReduce(call, this, scope) ?? throw Refusals.Of(call), scope),
        };

        Sequence Source() => Read(call.Arguments[0], scope);
    }

    /// <summary>The sequence, its items in memory where they cannot be indexed as they are.</summary>
    public IndexedSequence ReadIndexed(Expression written, Scope scope) => Read(written, scope) is var sequence && sequence is IndexedSequence indexed ? indexed : ItemArrays.Materialize(sequence, scope);

    /// <summary>What is an array is read by index, what is a list by its indexer, and what is neither becomes an array once.</summary>
    private static Sequence ReadSource(Expression source, Scope scope)
    {
        if (source.Type.IsArray && source.Type.GetArrayRank() == 1) return Whole(scope.Let(source, "source"), scope);
        if (ListMembers.Of(source.Type) is not { } members) return Whole(scope.Let(Storage.ArrayOf(source), "source"), scope);
        var list = scope.Let(source, "source");
        return new IndexerSequence(list, members.Indexer, scope.Let(Expression.Property(list, members.Count), "length"));
    }

    private static ArraySequence Whole(Expression array, Scope scope) => new(array, scope.Let(Expression.ArrayLength(array), "length"), isWhole: true);

    private static RangeSequence ReadRange(MethodCallExpression call, Scope scope)
    {
        var start = scope.Let(call.Arguments[0], "start");
        return new RangeSequence(start, Length(start, call.Arguments[1], scope));
    }

    private static RepeatedSequence ReadRepeat(MethodCallExpression call, Scope scope)
    {
        var value = scope.Let(call.Arguments[0], "value");
        return new RepeatedSequence(value, Length(Numbers.One, call.Arguments[1], scope));
    }

    /// <summary>A length that is plainly not negative is not checked.</summary>
    private static Expression Length(Expression start, Expression count, Scope scope)
    {
        var isLength = count.NodeType == ExpressionType.ArrayLength || count is ConstantExpression { Value: >= 0 };
        return scope.Let(isLength && start is ConstantExpression { Value: 0 or 1 } ? count : Expression.Call(typeof(SequenceOperators), nameof(SequenceOperators.RangeLength), null, start, count), "length");
    }

    /// <summary>A cast that changes nothing, or one that lists the elements of a two-dimensional array.</summary>
    private Sequence ReadCast(MethodCallExpression call, Scope scope)
    {
        var item = LinqCall.ItemType(call);
        var source = Storage.Bare(call.Arguments[0]);
        if (source.Type.IsArray && source.Type.GetArrayRank() == 2 && source.Type.GetElementType() == item)
        {
            var array = scope.Let(source, "source");
            var (rows, columns) = (Dimension(0), Dimension(1));
            return new GridSequence(array, rows, columns, scope.Let(Numbers.Multiply(rows, columns), "length"));

            Expression Dimension(int axis) => scope.Let(Expression.Call(array, nameof(Array.GetLength), null, Expression.Constant(axis)), axis == 0 ? "rows" : "columns");
        }
        if (!typeof(IEnumerable<>).MakeGenericType(item).IsAssignableFrom(source.Type)) throw Refusals.Of(call);
        return Read(source, scope);
    }

    /// <summary>Two sequences that can be indexed zip by index; else the one that cannot counts its items; where neither can, the second is kept in memory.</summary>
    /// <remarks>Kept in memory, it is computed to its end, although LINQ stops where the first one ends.</remarks>
    private Sequence ReadZip(MethodCallExpression call, Scope scope)
    {
        var types = call.Method.GetGenericArguments();
        var (first, second) = (Read(call.Arguments[0], scope), Read(call.Arguments[1], scope));
        if (call.Arguments.Count == 2) return Zip(first, second, PairMap.Tuple(types[0], types[1]), scope);
        if (Sequences.Function.IsOne(call.Arguments[2])) return Zip(first, second, PairMap.Of(Function(call, 2)), scope);
        return Zip(Zip(first, second, PairMap.Tuple(types[0], types[1]), scope), Read(call.Arguments[2], scope), PairMap.TupleOfThree(types[0], types[1], types[2]), scope);
    }

    private static Sequence Zip(Sequence first, Sequence second, PairMap map, Scope scope)
    {
        if (first is not IndexedSequence && second is not IndexedSequence) second = ItemArrays.Materialize(second, scope);
        return (first, second) switch
        {
            (IndexedSequence x, IndexedSequence y) => new ZippedIndexedSequence(x, y, map, scope.Let(Numbers.Min(x.Length, y.Length), "length")),
            (IndexedSequence x, _) => new ZippedSequence(Slices.Take(second, x.Length, scope), x, map, isPushedFirst: false),
            (_, var y) => new ZippedSequence(Slices.Take(first, y.Length!, scope), (IndexedSequence)y, map, isPushedFirst: true),
        };
    }

    /// <summary>The sequence through a function.</summary>
    public static Sequence Map(Sequence source, ItemMap map) => source is IndexedSequence indexed ? new MappedIndexedSequence(indexed, map) : new MappedSequence(source, map);

    private static ItemMap Numbering(Type item)
    {
        var type = typeof(ValueTuple<,>).MakeGenericType(typeof(int), item);
        return new ItemMap(type, true, (_, value, position) => Expression.New(type.GetConstructor([typeof(int), item])!, position!, value));
    }

    private static SingleSequence Single(MethodCallExpression call, Scope scope) => new(scope.Let(call.Arguments[1], "value"));

    private static Sequence Concatenate(Sequence first, Sequence second, Scope scope)
    {
        var length = first.Length is { } m && second.Length is { } n ? scope.Let(Numbers.Add(m, n), "length") : null;
        if (first is IndexedSequence a && second is IndexedSequence b) return new ConcatenatedIndexedSequence(a, b, length!);
        var bound = length ?? (first.Bound is { } atMost && second.Bound is { } more ? scope.Let(Numbers.Add(atMost, more), "bound") : null);
        return new ConcatenatedSequence(first, second, length, bound);
    }

    private Sequence ReadDefaultIfEmpty(MethodCallExpression call, Scope scope)
    {
        var source = Read(call.Arguments[0], scope);
        var value = scope.Let(call.Arguments.Count == 2 ? call.Arguments[1] : Expression.Default(source.ItemType), "otherwise");
        var bound = source.Bound is null ? null : scope.Let(Numbers.Max(source.Bound, Numbers.One), "length");
        return source is IndexedSequence indexed ? new DefaultedIndexedSequence(indexed, value, bound!) : new DefaultedSequence(source, value, bound);
    }
}
