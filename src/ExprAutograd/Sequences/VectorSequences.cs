using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>What vectors and matrices enumerate, as queries over their indices.</summary>
/// <remarks>
/// <code>
/// A.EnumerateRows()      becomes      Enumerable.Range(0, A.RowCount).Select(k => A.Row(k))
/// </code>
/// </remarks>
internal static class VectorSequences
{
    /// <summary>The query that <paramref name="source"/> stands for; null when it enumerates no vector or matrix.</summary>
    public static MethodCallExpression? TryRead(Expression source, Scope scope)
    {
        if (DenseEnumeration.SkipsZeros(source)) throw Refusals.OfSkippedZeros((MethodCallExpression)source);
        if (DenseEnumeration.TryRead(source, e => scope.Let(e, "enumerated")) is not { } items) return null;
        var k = Expression.Parameter(typeof(int), "k");
        var item = items.Item(k);
        var range = Expression.Call(typeof(Enumerable), nameof(Enumerable.Range), null, items.First, items.Count);
        return Expression.Call(typeof(Enumerable), nameof(Enumerable.Select), [typeof(int), item.Type], range, Expression.Lambda(item, k));
    }
}
