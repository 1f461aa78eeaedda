using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Matrices put together from others, or with a row or column more or less.</summary>
internal static class Blocks
{
    public static Expression? TryLower(DenseCall call, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("Append", "MM") => Append(call, scope),
        ("Stack", "MM") => Stack(call, scope),
        ("DiagonalStack", "MM") => DiagonalStack(call, scope),
        ("RemoveRow", "MN") => RemoveRow(call, scope),
        ("RemoveColumn", "MN") => RemoveColumn(call, scope),
        ("InsertRow", "MNV") => InsertRow(call, scope),
        ("InsertColumn", "MNV") => InsertColumn(call, scope),
        ("Resize", "MNN") => Resize(call, scope),
        _ => null,
    };

    /// <summary>The right beside the left: its columns after the others, in storage too.</summary>
    private static Expression Append(DenseCall call, Scope scope)
    {
        var (a, b) = (call.Dense(0, scope), call.Dense(1, scope));
        var rows = Shared(call, scope, a.Rows, b.Rows, "rows");
        var first = scope.Let(a.Count, "first");
        var columns = scope.Let(Expression.Add(a.Columns, b.Columns), "columns");
        var values = DenseLoops.Fill(scope, a.Element, Expression.Multiply(rows, columns), (_, k) =>
            Expression.Condition(Expression.LessThan(k, first), a.At(k), b.At(Expression.Subtract(k, first))));
        return DenseOperand.Matrix(values, rows, columns);
    }

    private static Expression Stack(DenseCall call, Scope scope)
    {
        var (upper, lower) = (call.Dense(0, scope), call.Dense(1, scope));
        var columns = Shared(call, scope, upper.Columns, lower.Columns, "columns");
        var above = scope.Let(upper.Rows, "above");
        return Layouts.Gather(scope, upper.Element, Expression.Add(above, lower.Rows), columns, (_, i, j) =>
            Expression.Condition(Expression.LessThan(i, above), upper.At(Layouts.Flat(i, j, above)), lower.At(Layouts.Flat(Expression.Subtract(i, above), j, lower.Rows))));
    }

    private static Expression DiagonalStack(DenseCall call, Scope scope)
    {
        var (a, b) = (call.Dense(0, scope), call.Dense(1, scope));
        var (above, before) = (scope.Let(a.Rows, "above"), scope.Let(a.Columns, "before"));
        return Layouts.Gather(scope, a.Element, Expression.Add(above, b.Rows), Expression.Add(before, b.Columns), (_, i, j) =>
        {
            var (isUpper, isLeft) = (Expression.LessThan(i, above), Expression.LessThan(j, before));
            return Expression.Condition(
                Expression.Equal(isUpper, isLeft),
                Expression.Condition(isUpper, a.At(Layouts.Flat(i, j, above)), b.At(Layouts.Flat(Expression.Subtract(i, above), Expression.Subtract(j, before), b.Rows))),
                Number.Of(0, a.Element));
        });
    }

    private static Expression Shared(DenseCall call, Scope scope, Expression left, Expression right, string dimension) =>
        scope.Let(Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Shared), null, left, right, Expression.Constant(dimension), call.Text), "shared");

    private static Expression RemoveRow(DenseCall call, Scope scope)
    {
        var x = call.Dense(0, scope);
        var row = Layouts.Index(call, scope, 1, x.Rows);
        return Layouts.Gather(scope, x.Element, Expression.Subtract(x.Rows, Numbers.One), x.Columns, (_, i, j) => x.At(Layouts.Flat(Past(i, row), j, x.Rows)));
    }

    private static Expression RemoveColumn(DenseCall call, Scope scope)
    {
        var x = call.Dense(0, scope);
        var column = Layouts.Index(call, scope, 1, x.Columns);
        return Layouts.Gather(scope, x.Element, x.Rows, Expression.Subtract(x.Columns, Numbers.One), (_, i, j) => x.At(Layouts.Flat(i, Past(j, column), x.Rows)));
    }

    /// <summary>The index in the whole of what stands at <paramref name="index"/> where one is left out.</summary>
    private static Expression Past(Expression index, Expression removed) => Expression.Condition(Expression.LessThan(index, removed), index, Expression.Add(index, Numbers.One));

    private static Expression InsertRow(DenseCall call, Scope scope)
    {
        var (x, inserted) = (call.Dense(0, scope), call.Dense(2, scope));
        var row = Layouts.Index(call, scope, 1, Expression.Add(x.Rows, Numbers.One));
        var columns = Shared(call, scope, x.Columns, inserted.Count, "columns");
        return Layouts.Gather(scope, x.Element, Expression.Add(x.Rows, Numbers.One), columns, (_, i, j) =>
            Expression.Condition(Expression.Equal(i, row), inserted.At(j), x.At(Layouts.Flat(Before(i, row), j, x.Rows))));
    }

    private static Expression InsertColumn(DenseCall call, Scope scope)
    {
        var (x, inserted) = (call.Dense(0, scope), call.Dense(2, scope));
        var column = Layouts.Index(call, scope, 1, Expression.Add(x.Columns, Numbers.One));
        var rows = Shared(call, scope, x.Rows, inserted.Count, "rows");
        return Layouts.Gather(scope, x.Element, rows, Expression.Add(x.Columns, Numbers.One), (_, i, j) =>
            Expression.Condition(Expression.Equal(j, column), inserted.At(i), x.At(Layouts.Flat(i, Before(j, column), x.Rows))));
    }

    /// <summary>The index in the original of what stands at <paramref name="index"/> where one was put in.</summary>
    private static Expression Before(Expression index, Expression inserted) => Expression.Condition(Expression.LessThan(index, inserted), index, Expression.Subtract(index, Numbers.One));

    /// <summary>The upper left corner, or the whole with zeros to the right and below.</summary>
    private static Expression Resize(DenseCall call, Scope scope)
    {
        var (x, rows, columns) = (call.Dense(0, scope), call.Scalar(1, scope), call.Scalar(2, scope));
        return Layouts.Gather(scope, x.Element, rows, columns, (_, i, j) =>
            Expression.Condition(Expression.AndAlso(Expression.LessThan(i, x.Rows), Expression.LessThan(j, x.Columns)), x.At(Layouts.Flat(i, j, x.Rows)), Number.Of(0, x.Element)));
    }
}
