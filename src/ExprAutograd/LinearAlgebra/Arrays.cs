using System.Linq.Expressions;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>The elements of a matrix as C#'s own arrays: of rows, of columns, rectangular.</summary>
internal static class Arrays
{
    public static Expression? TryLower(DenseCall call, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("ToRowArrays", "M") => OfArrays(call.Dense(0, scope), scope, areRows: true),
        ("ToColumnArrays", "M") => OfArrays(call.Dense(0, scope), scope, areRows: false),
        ("ToArray", "M") => Rectangle(call.Dense(0, scope), scope),
        _ => null,
    };

    private static Expression OfArrays(DenseOperand x, Scope scope, bool areRows)
    {
        var (rows, columns) = (scope.Let(x.Rows, "rows"), scope.Let(x.Columns, "columns"));
        return DenseLoops.Fill(scope, x.Element.MakeArrayType(), areRows ? rows : columns, (body, line) =>
            DenseLoops.Fill(body, x.Element, areRows ? columns : rows, (_, k) => x.At(areRows ? Layouts.Flat(line, k, rows) : Layouts.Flat(k, line, rows))));
    }

    private static Expression Rectangle(DenseOperand x, Scope scope)
    {
        var (rows, columns) = (scope.Let(x.Rows, "rows"), scope.Let(x.Columns, "columns"));
        var array = scope.Variable(Expression.NewArrayBounds(x.Element, rows, columns), "array");
        DenseLoops.For(scope, scope.Let(x.Count, "count"), (body, k) =>
            body.Add(Expression.Assign(Expression.ArrayAccess(array, Expression.Modulo(k, rows), Expression.Divide(k, rows)), x.At(k))));
        return array;
    }
}
