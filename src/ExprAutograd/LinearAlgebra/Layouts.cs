using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Elements moved and nothing computed: access, slices, triangles, transposes, stacks.</summary>
internal static class Layouts
{
    public static Expression? TryLower(DenseCall call, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("Count", "V") => call.Dense(0, scope).Count,
        ("Item" or "At", "VN") => call.Dense(0, scope).At(call.Operands[1]),
        ("Item" or "At", "MNN") => call.Dense(0, scope).At(call.Operands[1], call.Operands[2]),
        ("AsArray" or "op_Explicit", "V") or ("AsColumnMajorArray", "M") or ("Values", "V" or "M") => call.Dense(0, scope).Values,
        ("Enumerate", "V" or "M" or "VN" or "MN") => Enumerate(call, scope),
        ("EnumerateIndexed" or "EnumerateRows" or "EnumerateColumns" or "EnumerateRowsIndexed" or "EnumerateColumnsIndexed", _) => VectorSequences.TryRead(call.Node, scope),
        ("ToArray", "V") or ("ToColumnMajorArray", "M") => Copy(call.Dense(0, scope), scope),
        ("ToRowMajorArray", "M") => Transposed(call.Dense(0, scope), scope),
        ("Clone" or "op_UnaryPlus" or "Conjugate", "V" or "M") => call.Dense(0, scope) is var x ? x.Like(Copy(x, scope)) : null,
        ("ToColumnMatrix", "V") => call.Dense(0, scope) is var x ? DenseOperand.Matrix(Copy(x, scope), x.Count, Numbers.One) : null,
        ("ToRowMatrix", "V") => call.Dense(0, scope) is var x ? DenseOperand.Matrix(Copy(x, scope), Numbers.One, x.Count) : null,
        ("Transpose" or "ConjugateTranspose", "M") => call.Dense(0, scope) is var x ? DenseOperand.Matrix(Transposed(x, scope), x.Columns, x.Rows) : null,
        ("SubVector", "VNN") => SubVector(call, scope),
        ("Row", "MN") => Row(call, scope, Numbers.Zero, null),
        ("Row", "MNNN") => Row(call, scope, call.Scalar(2, scope), call.Scalar(3, scope)),
        ("Column", "MN") => Column(call, scope, Numbers.Zero, null),
        ("Column", "MNNN") => Column(call, scope, call.Scalar(2, scope), call.Scalar(3, scope)),
        ("SubMatrix", "MNNNN") => SubMatrix(call, scope),
        ("Diagonal", "M") => Diagonal(call.Dense(0, scope), scope),
        ("LowerTriangle", "M") => Triangle(call.Dense(0, scope), scope, Expression.GreaterThanOrEqual),
        ("StrictlyLowerTriangle", "M") => Triangle(call.Dense(0, scope), scope, Expression.GreaterThan),
        ("UpperTriangle", "M") => Triangle(call.Dense(0, scope), scope, Expression.LessThanOrEqual),
        ("StrictlyUpperTriangle", "M") => Triangle(call.Dense(0, scope), scope, Expression.LessThan),
        _ => null,
    };

    /// <summary>A copy of the elements.</summary>
    public static Expression Copy(DenseOperand x, Scope scope) => DenseLoops.Fill(scope, x.Element, x.Count, (_, k) => x.At(k));

    private static Expression Enumerate(DenseCall call, Scope scope)
    {
        if (call.Operands.Length == 2 && call.Operands[1] is not ConstantExpression { Value: Zeros.Include })
            throw call.Refuse("Which elements are zero decides what is enumerated.", "Enumerate with Zeros.Include, the default.");
        return call.Dense(0, scope).Values;
    }

    /// <summary>The elements row after row.</summary>
    public static Expression Transposed(DenseOperand x, Scope scope)
    {
        var (rows, columns) = (scope.Let(x.Rows, "rows"), scope.Let(x.Columns, "columns"));
        return DenseLoops.Fill(scope, x.Element, x.Count, (_, k) => x.At(Flat(Expression.Divide(k, columns), Expression.Modulo(k, columns), rows)));
    }

    /// <summary>Where the element at (row, column) stands, both known to be there.</summary>
    public static Expression Flat(Expression row, Expression column, Expression rows) => Expression.Add(Expression.Multiply(column, rows), row);

    /// <summary>An index checked to be one of <paramref name="count"/>.</summary>
    public static Expression Index(DenseCall call, Scope scope, int operand, Expression count) =>
        scope.Let(Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Index), null, call.Scalar(operand, scope), count, call.Text), "index");

    private static Expression SubVector(DenseCall call, Scope scope)
    {
        var (x, start, count) = (call.Dense(0, scope), call.Scalar(1, scope), call.Scalar(2, scope));
        return DenseOperand.Vector(DenseLoops.Fill(scope, x.Element, Stretch(call, start, count, x.Count), (_, k) => x.At(Expression.Add(start, k))));
    }

    /// <summary>The length of a stretch, checked to lie within <paramref name="length"/>.</summary>
    public static Expression Stretch(DenseCall call, Expression start, Expression count, Expression length) =>
        Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Stretch), null, start, count, length, call.Text);

    private static Expression Row(DenseCall call, Scope scope, Expression start, Expression? count)
    {
        var x = call.Dense(0, scope);
        var row = Index(call, scope, 1, x.Rows);
        return DenseOperand.Vector(DenseLoops.Fill(scope, x.Element, count is null ? x.Columns : Stretch(call, start, count, x.Columns), (_, k) => x.At(Flat(row, Numbers.Add(start, k), x.Rows))));
    }

    private static Expression Column(DenseCall call, Scope scope, Expression start, Expression? count)
    {
        var x = call.Dense(0, scope);
        var column = Index(call, scope, 1, x.Columns);
        var from = scope.Let(Flat(start, column, x.Rows), "from");
        return DenseOperand.Vector(DenseLoops.Fill(scope, x.Element, count is null ? x.Rows : Stretch(call, start, count, x.Rows), (_, k) => x.At(Expression.Add(from, k))));
    }

    /// <summary>Row or column <paramref name="index"/>, known to be there, as a vector of its own.</summary>
    public static Expression Line(DenseOperand x, Expression index, Scope scope, bool isRow)
    {
        var rows = scope.Let(x.Rows, "rows");
        return DenseOperand.Vector(DenseLoops.Fill(scope, x.Element, isRow ? x.Columns : rows, (_, k) => x.At(isRow ? Flat(index, k, rows) : Flat(k, index, rows))));
    }

    private static Expression SubMatrix(DenseCall call, Scope scope)
    {
        var (x, row, column) = (call.Dense(0, scope), call.Scalar(1, scope), call.Scalar(3, scope));
        var rows = scope.Let(Stretch(call, row, call.Scalar(2, scope), x.Rows), "rows");
        var columns = scope.Let(Stretch(call, column, call.Scalar(4, scope), x.Columns), "columns");
        return Gather(scope, x.Element, rows, columns, (_, i, j) => x.At(Flat(Numbers.Add(row, i), Numbers.Add(column, j), x.Rows)));
    }

    /// <summary>A new matrix with <paramref name="item"/> of its row and column at each place.</summary>
    public static Expression Gather(Scope scope, Type element, Expression rows, Expression columns, Func<Scope, Expression, Expression, Expression> item)
    {
        (rows, columns) = (scope.Let(rows, "rows"), scope.Let(columns, "columns"));
        var values = DenseLoops.Fill(scope, element, Expression.Multiply(rows, columns), (body, k) =>
            item(body, body.Let(Expression.Modulo(k, rows), "i"), body.Let(Expression.Divide(k, rows), "j")));
        return DenseOperand.Matrix(values, rows, columns);
    }

    private static Expression Diagonal(DenseOperand x, Scope scope) => DenseOperand.Vector(
        DenseLoops.Fill(scope, x.Element, Numbers.Min(x.Rows, x.Columns), (_, k) => x.At(Expression.Multiply(k, Expression.Add(x.Rows, Numbers.One)))));

    private static Expression Triangle(DenseOperand x, Scope scope, Func<Expression, Expression, Expression> isKept)
    {
        var rows = scope.Let(x.Rows, "rows");
        return x.Like(DenseLoops.Fill(scope, x.Element, x.Count, (_, k) =>
            Expression.Condition(isKept(Expression.Modulo(k, rows), Expression.Divide(k, rows)), x.At(k), Number.Of(0, x.Element))));
    }
}
