using System.Linq.Expressions;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Sequences;

/// <summary>LINQ as loops: a pipeline of calls becomes one nest of loops over arrays, without delegates, enumerators or objects.</summary>
/// <remarks>
/// <code>
/// xs.Where(x => x > 0).Select(x => x * k).Sum()      becomes
///
/// source = xs; length = source.Length; sum = 0; i = 0;
/// loop { if (i &lt; length) { item = source[i]; if (item > 0) sum = sum + item * k; i = i + 1; } else break; }
/// sum
/// </code>
/// Values are LINQ's bit for bit and exceptions are of LINQ's types. A lambda runs once for an item that LINQ looks at, and for none that LINQ passes over,
/// with two exceptions: what must be kept in memory (to be sorted, reversed, or zipped with another that cannot be indexed) is computed to its end even
/// where LINQ stops early, and LINQ finds some items (the last, one of a concatenation) without going there. Lambdas appear only invoked. A call that makes a
/// sequence, and does not stand inside another LINQ call, makes an array.
/// </remarks>
internal static class SequenceLowering
{
    /// <summary>The equivalent of <paramref name="call"/>, of its type; null when it is no LINQ call.</summary>
    /// <param name="call">The outermost call of a pipeline.</param>
    /// <param name="resolveLambda">The lambda that an argument stands for when it is not one literally; null when it is unknown, and the argument is invoked as it is.</param>
    /// <exception cref="UnsupportedExpressionException">A LINQ call that has no equivalent here.</exception>
    public static Expression? TryLower(MethodCallExpression call, Func<Expression, LambdaExpression?> resolveLambda)
    {
        if (!LinqCall.IsOne(call)) return null;
        LinqCall.RequireNoComparer(call);
        var reader = new SequenceReader(resolveLambda);
        var scope = new Scope();
        var result = TryReduce(call, reader, scope) ?? Collect(call, reader, scope);
        return scope.ToExpression(Numbers.As(call.Type, result));
    }

    /// <summary>The value of a call that makes one value of a sequence; null when it makes a sequence.</summary>
    public static Expression? TryReduce(MethodCallExpression call, SequenceReader reader, Scope scope) => call.Method.Name switch
    {
        nameof(Enumerable.Sum) => Sums.Sum(call, Selected(call, reader, scope), scope),
        nameof(Enumerable.Average) => Sums.Average(call, Selected(call, reader, scope), scope),
        nameof(Enumerable.Min) => Extrema.Of(call, Selected(call, reader, scope), scope),
        nameof(Enumerable.Max) => Extrema.Of(call, Selected(call, reader, scope), scope),
        nameof(Enumerable.MinBy) or nameof(Enumerable.MaxBy) => Extrema.By(call, reader.Read(call.Arguments[0], scope), reader.Function(call, 1), scope),
        nameof(Enumerable.Count) or nameof(Enumerable.LongCount) => Sums.Count(Tested(call, reader, scope), scope),
        nameof(Enumerable.Aggregate) => Folds.Aggregate(call, reader, scope),
        nameof(Enumerable.Any) => Searches.Any(Tested(call, reader, scope), scope),
        nameof(Enumerable.All) => Searches.All(reader.Read(call.Arguments[0], scope), ItemMap.Of(reader.Function(call, 1)), scope),
        nameof(Enumerable.Contains) => Searches.Contains(call, reader, scope),
        nameof(Enumerable.SequenceEqual) => Searches.SequenceEqual(call, reader, scope),
        nameof(Enumerable.First) or nameof(Enumerable.FirstOrDefault) or nameof(Enumerable.Last) or nameof(Enumerable.LastOrDefault)
            or nameof(Enumerable.Single) or nameof(Enumerable.SingleOrDefault) => Selections.Of(call, Tested(call, reader, scope), scope),
        nameof(Enumerable.ElementAt) or nameof(Enumerable.ElementAtOrDefault) => Selections.ElementAt(call, reader.Read(call.Arguments[0], scope), scope),
        _ => null,
    };

    private static Expression Collect(MethodCallExpression call, SequenceReader reader, Scope scope)
    {
        var sequence = reader.Read(call, scope);
        return call.Method.Name switch
        {
            nameof(Enumerable.ToList) => ToList(call, ItemArrays.ToArray(sequence, scope)),
            nameof(Enumerable.AsEnumerable) or nameof(Queryable.AsQueryable) => ItemArrays.Whole(sequence, scope),
            _ => ItemArrays.ToArray(sequence, scope),
        };
    }

    /// <summary>The source, through the selector where the call has one.</summary>
    private static Sequence Selected(MethodCallExpression call, SequenceReader reader, Scope scope)
    {
        var source = reader.Read(call.Arguments[0], scope);
        return call.Arguments.Count > 1 && Function.IsOne(call.Arguments[1]) ? SequenceReader.Map(source, ItemMap.Of(reader.Function(call, 1))) : source;
    }

    /// <summary>The source, or its items that pass the test where the call has one.</summary>
    private static Sequence Tested(MethodCallExpression call, SequenceReader reader, Scope scope)
    {
        var source = reader.Read(call.Arguments[0], scope);
        return call.Arguments.Count > 1 && Function.IsOne(call.Arguments[1]) ? new WhereSequence(source, ItemMap.Of(reader.Function(call, 1))) : source;
    }

    private static NewExpression ToList(MethodCallExpression call, Expression items) =>
        Expression.New(call.Type.GetConstructor([typeof(IEnumerable<>).MakeGenericType(LinqCall.ItemType(call))])!, items);
}
