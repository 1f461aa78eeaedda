using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Rows, columns, blocks and stretches set to others or to zero, and put in another order.</summary>
internal static class BlockMutations
{
    public static Expression? TryLower(DenseCall call, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("Clear", "V" or "M") => Clear(call.Dense(0, scope), scope),
        ("ClearSubVector", "VNN") => ClearStretch(call, scope),
        ("ClearRow", "MN") => ClearLine(call, scope, isRow: true),
        ("ClearColumn", "MN") => ClearLine(call, scope, isRow: false),
        ("ClearRows", "MN") => ClearLines(call, scope, areRows: true),
        ("ClearColumns", "MN") => ClearLines(call, scope, areRows: false),
        ("ClearSubMatrix", "MNNNN") => ClearBlock(call, scope),
        ("SetSubVector", "VNNV") => CopyStretch(call, call.Dense(3, scope), Numbers.Zero, call.Dense(0, scope), call.Scalar(1, scope), call.Scalar(2, scope), scope),
        ("CopySubVectorTo", "VVNNN") => CopyStretch(call, call.Dense(0, scope), call.Scalar(2, scope), call.Dense(1, scope), call.Scalar(3, scope), call.Scalar(4, scope), scope),
        ("SetRow", "MNV" or "MNN" or "MNNNV") => SetLine(call, scope, isRow: true),
        ("SetColumn", "MNV" or "MNN" or "MNNNV") => SetLine(call, scope, isRow: false),
        ("SetDiagonal", "MV" or "MN") => SetDiagonal(call, scope),
        ("SetSubMatrix", "MNNM") => call.Dense(3, scope) is var x ? SetBlock(call, scope, x, 1, null, x.Rows, 2, null, x.Columns) : null,
        ("SetSubMatrix", "MNNNNM") => SetBlock(call, scope, call.Dense(5, scope), 1, null, call.Scalar(2, scope), 3, null, call.Scalar(4, scope)),
        ("SetSubMatrix", "MNNNNNNM") => SetBlock(call, scope, call.Dense(7, scope), 1, call.Scalar(2, scope), call.Scalar(3, scope), 4, call.Scalar(5, scope), call.Scalar(6, scope)),
        ("PermuteRows", "MN") => Permute(call, scope, areRows: true),
        ("PermuteColumns", "MN") => Permute(call, scope, areRows: false),
        _ => null,
    };

    private static Expression Clear(DenseOperand x, Scope scope) => Store(scope, x, x.Count, k => k, _ => Number.Of(0, x.Element));

    private static Expression ClearStretch(DenseCall call, Scope scope)
    {
        var (x, start) = (call.Dense(0, scope), call.Scalar(1, scope));
        return Store(scope, x, Layouts.Stretch(call, start, call.Scalar(2, scope), x.Count), k => Expression.Add(start, k), _ => Number.Of(0, x.Element));
    }

    private static Expression ClearLine(DenseCall call, Scope scope, bool isRow)
    {
        var x = call.Dense(0, scope);
        var line = Layouts.Index(call, scope, 1, isRow ? x.Rows : x.Columns);
        return Store(scope, x, isRow ? x.Columns : x.Rows, k => Place(x, line, k, isRow), _ => Number.Of(0, x.Element));
    }

    private static Expression ClearLines(DenseCall call, Scope scope, bool areRows)
    {
        var (x, lines) = (call.Dense(0, scope), call.Scalar(1, scope));
        DenseLoops.For(scope, scope.Let(Expression.ArrayLength(lines), "count"), (body, n) =>
        {
            var line = body.Let(Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Index), null, Expression.ArrayIndex(lines, n), areRows ? x.Rows : x.Columns, call.Text), "line");
            Store(body, x, areRows ? x.Columns : x.Rows, k => Place(x, line, k, areRows), _ => Number.Of(0, x.Element));
        });
        return Expression.Empty();
    }

    private static Expression ClearBlock(DenseCall call, Scope scope)
    {
        var (x, row, column) = (call.Dense(0, scope), call.Scalar(1, scope), call.Scalar(3, scope));
        var rows = scope.Let(Layouts.Stretch(call, row, call.Scalar(2, scope), x.Rows), "rows");
        var columns = scope.Let(Layouts.Stretch(call, column, call.Scalar(4, scope), x.Columns), "columns");
        return Store(scope, x, Expression.Multiply(rows, columns), k => Layouts.Flat(Numbers.Add(row, Expression.Modulo(k, rows)), Numbers.Add(column, Expression.Divide(k, rows)), x.Rows), _ => Number.Of(0, x.Element));
    }

    /// <summary>The stretch is read before it is written: the two may overlap.</summary>
    private static Expression CopyStretch(DenseCall call, DenseOperand source, Expression from, DenseOperand target, Expression to, Expression count, Scope scope)
    {
        var length = scope.Let(Layouts.Stretch(call, from, count, source.Count), "length");
        var values = scope.Let(DenseLoops.Fill(scope, source.Element, length, (_, k) => source.At(Numbers.Add(from, k))), "values");
        return Store(scope, target, Layouts.Stretch(call, to, length, target.Count), k => Numbers.Add(to, k), k => Expression.ArrayIndex(values, k));
    }

    /// <summary>All of a line from a vector or array of its length, or a stretch of it from the vector's beginning.</summary>
    private static Expression SetLine(DenseCall call, Scope scope, bool isRow)
    {
        var x = call.Dense(0, scope);
        var line = Layouts.Index(call, scope, 1, isRow ? x.Rows : x.Columns);
        var last = call.Operands.Length - 1;
        var values = scope.Let(call.Kinds[^1] == 'V' ? call.Dense(last, scope).Values : call.Operands[last], "values");
        var length = isRow ? x.Columns : x.Rows;
        if (last == 2)
        {
            var count = Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Shared), null, length, Expression.ArrayLength(values), Expression.Constant(isRow ? "columns" : "rows"), call.Text);
            return Store(scope, x, count, k => Place(x, line, k, isRow), k => Expression.ArrayIndex(values, k));
        }
        var (start, given) = (call.Scalar(2, scope), call.Scalar(3, scope));
        var stretch = scope.Let(Layouts.Stretch(call, start, given, length), "stretch");
        return Store(scope, x, Layouts.Stretch(call, Numbers.Zero, stretch, Expression.ArrayLength(values)), k => Place(x, line, Numbers.Add(start, k), isRow), k => Expression.ArrayIndex(values, k));
    }

    private static Expression SetDiagonal(DenseCall call, Scope scope)
    {
        var x = call.Dense(0, scope);
        var values = scope.Let(call.Kinds[^1] == 'V' ? call.Dense(1, scope).Values : call.Operands[1], "values");
        var count = Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Target), null, Expression.ArrayLength(values), Numbers.Min(x.Rows, x.Columns), call.Text);
        return Store(scope, x, count, k => Expression.Multiply(k, Expression.Add(x.Rows, Numbers.One)), k => Expression.ArrayIndex(values, k));
    }

    private static Expression SetBlock(DenseCall call, Scope scope, DenseOperand source, int row, Expression? sourceRow, Expression rowCount, int column, Expression? sourceColumn, Expression columnCount)
    {
        var x = call.Dense(0, scope);
        var (top, left, fromRow, fromColumn) = (call.Scalar(row, scope), call.Scalar(column, scope), sourceRow ?? Numbers.Zero, sourceColumn ?? Numbers.Zero);
        var rows = scope.Let(Layouts.Stretch(call, fromRow, rowCount, source.Rows), "rows");
        var columns = scope.Let(Layouts.Stretch(call, fromColumn, columnCount, source.Columns), "columns");
        var block = DenseOperand.Of(Layouts.Gather(scope, x.Element, Layouts.Stretch(call, top, rows, x.Rows), Layouts.Stretch(call, left, columns, x.Columns), (_, i, j) =>
            source.At(Layouts.Flat(Numbers.Add(fromRow, i), Numbers.Add(fromColumn, j), source.Rows))), scope);
        return Store(scope, x, block.Count, k => Layouts.Flat(Numbers.Add(top, Expression.Modulo(k, rows)), Numbers.Add(left, Expression.Divide(k, rows)), x.Rows), block.At);
    }

    /// <summary>What stood at k stands at p[k] after.</summary>
    private static Expression Permute(DenseCall call, Scope scope, bool areRows)
    {
        var (x, permutation) = (call.Dense(0, scope), call.Scalar(1, scope));
        var rows = scope.Let(x.Rows, "rows");
        var places = DenseLoops.Fill(scope, typeof(int), Expression.Property(permutation, nameof(MathNet.Numerics.Permutation.Dimension)), (_, k) => Expression.Property(permutation, "Item", k));
        Expression count = Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Target), null, Expression.ArrayLength(places), areRows ? rows : x.Columns, call.Text);
        count = scope.Let(count, "count");
        var copy = scope.Let(Layouts.Copy(x, scope), "copy");
        return Store(
            scope, x, Expression.Multiply(count, areRows ? x.Columns : rows),
            k => areRows
                ? Layouts.Flat(Expression.ArrayIndex(places, Expression.Modulo(k, rows)), Expression.Divide(k, rows), rows)
                : Layouts.Flat(Expression.Modulo(k, rows), Expression.ArrayIndex(places, Expression.Divide(k, rows)), rows),
            k => Expression.ArrayIndex(copy, k));
    }

    private static Expression Place(DenseOperand x, Expression line, Expression k, bool isRow) => isRow ? Layouts.Flat(line, k, x.Rows) : Layouts.Flat(k, line, x.Rows);

    private static Expression Store(Scope scope, DenseOperand target, Expression count, Func<Expression, Expression> place, Func<Expression, Expression> item)
    {
        DenseLoops.Overwrite(scope, target.Values, count, (_, k) => place(k), (_, k) => item(k));
        return Expression.Empty();
    }
}
