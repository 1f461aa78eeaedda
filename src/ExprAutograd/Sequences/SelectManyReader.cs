using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>Reads <c>SelectMany</c>: the collection's expression is read in the scope of the outer loop, so that it is fused as well.</summary>
internal sealed class SelectManyReader(SequenceReader reader)
{
    public Sequence Read(MethodCallExpression call, Sequence source, Scope scope)
    {
        var collection = reader.Function(call, 1);
        var map = call.Arguments.Count == 3 ? PairMap.Of(reader.Function(call, 2)) : null;
        if (collection.ConstantBody is { } body && IsHarmless(body))
        {
            // The inner sequence is the same for every outer item: what it starts from is evaluated once, outside the loops.
            var same = reader.Read(body, scope);
            map ??= PairMap.Second(same.ItemType);
            if (source.Length is { } m && same.Length is { } n) return new ProductSequence(source, same, map, scope.Let(Numbers.Multiply(m, n), "length"));
            return new FlattenedSequence(source, (_, _, _) => same, map, needsPosition: false);
        }
        var needsPosition = collection.Arity == 2;
        map ??= PairMap.Second(Storage.TypeOf(call.Method.GetGenericArguments()[^1]));
        return new FlattenedSequence(source, (inside, item, position) => reader.Read(needsPosition ? collection.Body(item, position!) : collection.Body(item), inside), map, needsPosition);
    }

    /// <summary>True for what cannot throw, so that evaluating it although there is no outer item makes no difference.</summary>
    private static bool IsHarmless(Expression e) => Storage.Bare(e) switch
    {
        ParameterExpression or ConstantExpression => true,
        MemberExpression { Member: System.Reflection.FieldInfo, Expression: var owner } => owner is null || IsHarmless(owner),
        UnaryExpression { NodeType: ExpressionType.ArrayLength } length => IsHarmless(length.Operand),
        BinaryExpression { NodeType: ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply, Method: null } b => IsHarmless(b.Left) && IsHarmless(b.Right),
        MethodCallExpression { Method.Name: nameof(Enumerable.Range) or nameof(Enumerable.Repeat) or nameof(Enumerable.Select) or nameof(Enumerable.Where) or nameof(Enumerable.Take) or nameof(Enumerable.Skip) } call
            when LinqCall.IsOne(call) => call.Arguments.All(a => Function.IsOne(a) || IsHarmless(a)),
        _ => false,
    };
}
