using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;

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
        if (source is not MethodCallExpression { Object: { } owner } call || !call.Method.DeclaringType!.IsGenericType) return null;
        var open = call.Method.DeclaringType.GetGenericTypeDefinition();
        if (open != typeof(Vector<>) && open != typeof(Matrix<>)) return null;
        if (call.Method.Name is not ("EnumerateIndexed" or "EnumerateRows" or "EnumerateColumns" or "EnumerateRowsIndexed" or "EnumerateColumnsIndexed")) return null;
        if (call.Arguments is [{ } zeros] && zeros.Type == typeof(Zeros) && zeros is not ConstantExpression { Value: Zeros.Include }) throw Refusals.OfSkippedZeros(call);

        var x = scope.Let(owner, "enumerated");
        var k = Expression.Parameter(typeof(int), "k");
        var rows = open == typeof(Matrix<>) ? Expression.Property(x, nameof(Matrix<double>.RowCount)) : null;
        var columns = open == typeof(Matrix<>) ? Expression.Property(x, nameof(Matrix<double>.ColumnCount)) : null;
        return call.Method.Name switch
        {
            "EnumerateIndexed" when rows is null => Query(Numbers.Zero, Expression.Property(x, "Count"), Tuple(k, Expression.Property(x, "Item", k))),
            "EnumerateIndexed" => Query(Numbers.Zero, Expression.Multiply(rows!, columns!), Cell(Expression.Modulo(k, rows!), Expression.Divide(k, rows!))),
            "EnumerateRows" => Query(Start(), Count(rows!), Line("Row")),
            "EnumerateColumns" => Query(Start(), Count(columns!), Line("Column")),
            "EnumerateRowsIndexed" => Query(Start(), Count(rows!), Tuple(k, Line("Row"))),
            _ => Query(Start(), Count(columns!), Tuple(k, Line("Column"))),
        };

        Expression Start() => call.Arguments.Count == 2 ? call.Arguments[0] : Numbers.Zero;

        Expression Count(Expression all) => call.Arguments.Count == 2 ? call.Arguments[1] : all;

        Expression Line(string method) => Expression.Call(x, method, null, k);

        Expression Cell(Expression i, Expression j) => Tuple(i, j, Expression.Property(x, "Item", i, j));

        MethodCallExpression Query(Expression start, Expression count, Expression item) => Expression.Call(
            typeof(Enumerable), nameof(Enumerable.Select), [typeof(int), item.Type],
            Expression.Call(typeof(Enumerable), nameof(Enumerable.Range), null, start, count), Expression.Lambda(item, k));
    }

    private static NewExpression Tuple(params Expression[] items) =>
        Expression.New((items.Length == 2 ? typeof(ValueTuple<,>) : typeof(ValueTuple<,,>)).MakeGenericType([.. items.Select(i => i.Type)]).GetConstructors()[0], items);
}
