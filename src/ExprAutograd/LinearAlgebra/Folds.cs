using System.Linq.Expressions;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Functions of the user's that go from element to element, or from row to row, with a state; and tests of all elements.</summary>
internal static class Folds
{
    public static Expression? TryLower(DenseCall call, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("Fold2", "VFNVN" or "MFNMN") => Fold2(call, scope),
        ("FoldByRow", "MFNN") => ByLine(call, scope, isByRow: true),
        ("FoldByColumn", "MFNN") => ByLine(call, scope, isByRow: false),
        ("FoldRows", "MFV") => Whole(call, scope, areRows: true),
        ("FoldColumns", "MFV") => Whole(call, scope, areRows: false),
        ("ReduceRows", "MF") => Reduce(call, scope, areRows: true),
        ("ReduceColumns", "MF") => Reduce(call, scope, areRows: false),
        ("Exists", "VFN" or "MFN") => Any(call, scope),
        ("ForAll", "VFN" or "MFN") => All(call, scope),
        ("Exists2", "VFVN" or "MFMN") => AnyPair(call, scope),
        ("ForAll2", "VFVN" or "MFMN") => AllPairs(call, scope),
        ("IsSymmetric" or "IsHermitian", "M") => IsSymmetric(call.Dense(0, scope), scope),
        _ => null,
    };

    private static Expression Fold2(DenseCall call, Scope scope)
    {
        var (x, y) = (call.Dense(0, scope), call.Dense(3, scope));
        return DenseLoops.Fold(scope, call.Operands[2], Elementwise.SameShape(x, y, call), (body, state, k) => call.Function(1).Apply(body, state, x.At(k), y.At(k)));
    }

    /// <summary>One state for each row, or for each column, as an array.</summary>
    private static Expression ByLine(DenseCall call, Scope scope, bool isByRow)
    {
        var x = call.Dense(0, scope);
        var first = call.Scalar(2, scope);
        var (rows, columns) = (scope.Let(x.Rows, "rows"), scope.Let(x.Columns, "columns"));
        return DenseLoops.Fill(scope, first.Type, isByRow ? rows : columns, (body, line) =>
            DenseLoops.Fold(body, first, isByRow ? columns : rows, (inner, state, k) =>
                call.Function(1).Apply(inner, state, inner.Let(x.At(isByRow ? Layouts.Flat(line, k, rows) : Layouts.Flat(k, line, rows)), "x"))));
    }

    /// <summary>A vector that passes from row to row, or from column to column.</summary>
    private static Expression Whole(DenseCall call, Scope scope, bool areRows)
    {
        var x = call.Dense(0, scope);
        return DenseLoops.Fold(scope, call.Dense(2, scope).Held, areRows ? x.Rows : x.Columns, (body, state, k) => call.Function(1).Apply(body, state, Layouts.Line(x, k, body, areRows)));
    }

    private static Expression Reduce(DenseCall call, Scope scope, bool areRows)
    {
        var x = call.Dense(0, scope);
        var first = Layouts.Line(x, Numbers.Zero, scope, areRows);
        return DenseLoops.Fold(scope, first, Expression.Subtract(areRows ? x.Rows : x.Columns, Numbers.One), (body, state, k) =>
            call.Function(1).Apply(body, state, Layouts.Line(x, Expression.Add(k, Numbers.One), body, areRows)));
    }

    private static Expression Any(DenseCall call, Scope scope)
    {
        var x = call.Dense(0, scope);
        return DenseLoops.Fold(scope, Expression.Constant(false), x.Count, (body, found, k) => Expression.OrElse(found, call.Function(1).Apply(body, x.At(k))));
    }

    private static Expression All(DenseCall call, Scope scope)
    {
        var x = call.Dense(0, scope);
        return DenseLoops.Fold(scope, Expression.Constant(true), x.Count, (body, holds, k) => Expression.AndAlso(holds, call.Function(1).Apply(body, x.At(k))));
    }

    private static Expression AnyPair(DenseCall call, Scope scope)
    {
        var (x, y) = (call.Dense(0, scope), call.Dense(2, scope));
        return DenseLoops.Fold(scope, Expression.Constant(false), Elementwise.SameShape(x, y, call), (body, found, k) => Expression.OrElse(found, call.Function(1).Apply(body, x.At(k), y.At(k))));
    }

    private static Expression AllPairs(DenseCall call, Scope scope)
    {
        var (x, y) = (call.Dense(0, scope), call.Dense(2, scope));
        return DenseLoops.Fold(scope, Expression.Constant(true), Elementwise.SameShape(x, y, call), (body, holds, k) => Expression.AndAlso(holds, call.Function(1).Apply(body, x.At(k), y.At(k))));
    }

    /// <summary>Square, and each element equal to the one across the diagonal.</summary>
    private static Expression IsSymmetric(DenseOperand x, Scope scope)
    {
        var rows = scope.Let(x.Rows, "rows");
        var across = scope.Nested();
        var same = DenseLoops.Fold(across, Expression.Constant(true), x.Count, (_, holds, k) =>
            Expression.AndAlso(holds, Expression.Equal(x.At(k), x.At(Layouts.Flat(Expression.Divide(k, rows), Expression.Modulo(k, rows), rows)))));
        return Expression.Condition(Expression.Equal(rows, x.Columns), across.ToExpression(same), Expression.Constant(false));
    }
}
