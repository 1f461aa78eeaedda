using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Many elements to one, or to one per row or column.</summary>
internal static class Reductions
{
    public static Expression? TryLower(DenseCall call, Scope scope) => Norms.TryLower(call, scope) ?? (call.Name, call.Kinds) switch
    {
        ("Sum", "V") => Sum(call.Dense(0, scope), scope),
        ("Maximum", "V") => Extremum(nameof(Enumerable.Max), call.Dense(0, scope).Values),
        ("Minimum", "V") => Extremum(nameof(Enumerable.Min), call.Dense(0, scope).Values),
        ("AbsoluteMaximum", "V") => Extremum(nameof(Enumerable.Max), Magnitudes(call.Dense(0, scope), scope)),
        ("AbsoluteMinimum", "V") => Extremum(nameof(Enumerable.Min), Magnitudes(call.Dense(0, scope), scope)),
        ("MaximumIndex", "V") => IndexOf(call.Dense(0, scope), scope, Expression.GreaterThan, e => e),
        ("MinimumIndex", "V") => IndexOf(call.Dense(0, scope), scope, Expression.LessThan, e => e),
        ("AbsoluteMaximumIndex", "V") => IndexOf(call.Dense(0, scope), scope, Expression.GreaterThan, e => Number.Exact(nameof(Math.Abs), e)),
        ("AbsoluteMinimumIndex", "V") => IndexOf(call.Dense(0, scope), scope, Expression.LessThan, e => Number.Exact(nameof(Math.Abs), e)),
        ("Trace", "M") => Trace(call, scope),
        ("RowSums", "M") => DenseOperand.Vector(Lines(call.Dense(0, scope), scope, isByRow: true, e => e)),
        ("ColumnSums", "M") => DenseOperand.Vector(Lines(call.Dense(0, scope), scope, isByRow: false, e => e)),
        ("RowAbsoluteSums", "M") => DenseOperand.Vector(Lines(call.Dense(0, scope), scope, isByRow: true, e => Number.Exact(nameof(Math.Abs), e))),
        ("ColumnAbsoluteSums", "M") => DenseOperand.Vector(Lines(call.Dense(0, scope), scope, isByRow: false, e => Number.Exact(nameof(Math.Abs), e))),
        _ => null,
    };

    private static Expression Sum(DenseOperand x, Scope scope) => DenseLoops.Sum(scope, x.Element, x.Count, (_, k) => x.At(k));

    /// <summary>One sum for each row, or for each column, as an array of <paramref name="sums"/>: the elements' type where none is given.</summary>
    public static Expression Lines(DenseOperand x, Scope scope, bool isByRow, Func<Expression, Expression> term, Type? sums = null)
    {
        var rows = scope.Let(x.Rows, "rows");
        return DenseLoops.Scatter(scope, sums ?? x.Element, isByRow ? rows : x.Columns, x.Count, k => isByRow ? Expression.Modulo(k, rows) : Expression.Divide(k, rows), (body, k) => term(body.Let(x.At(k), "x")));
    }

    private static Expression Magnitudes(DenseOperand x, Scope scope) => DenseLoops.Fill(scope, x.Element, x.Count, (_, k) => Number.Exact(nameof(Math.Abs), x.At(k)));

    /// <summary>LINQ's extremum over the same elements: the same value, and ties share the derivative in the same way.</summary>
    private static Expression Extremum(string name, Expression values) =>
        Expression.Call(typeof(Enumerable).GetMethod(name, BindingFlags.Public | BindingFlags.Static, [typeof(IEnumerable<>).MakeGenericType(values.Type.GetElementType()!)])!, values);

    private static Expression IndexOf(DenseOperand x, Scope scope, Func<Expression, Expression, Expression> isBetter, Func<Expression, Expression> measure) =>
        DenseLoops.Fold(scope, Numbers.Zero, x.Count, (_, best, k) => Expression.Condition(isBetter(measure(x.At(k)), measure(x.At(best))), k, best));

    private static Expression Trace(DenseCall call, Scope scope)
    {
        var x = call.Dense(0, scope);
        var order = scope.Let(Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Order), null, x.Rows, x.Columns, call.Text), "order");
        return DenseLoops.Sum(scope, x.Element, order, (_, k) => x.At(Expression.Multiply(k, Expression.Add(order, Numbers.One))));
    }
}
