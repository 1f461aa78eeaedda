using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Products of matrices and vectors: one operator with transposes as flags, so that no transpose is ever made for one.</summary>
internal static class Products
{
    /// <summary>A factor as it enters a product.</summary>
    private readonly record struct Factor(DenseOperand Stored, bool IsTransposed)
    {
        public Expression Rows => IsTransposed ? Stored.Columns : Stored.Rows;

        public Expression Columns => IsTransposed ? Stored.Rows : Stored.Columns;
    }

    public static Expression? TryLower(DenseCall call, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("op_Multiply" or "Multiply", "MM") => Matrix(call, scope, Read(call, 0, scope), Read(call, 1, scope)),
        ("op_Multiply" or "Multiply", "MV") => Vector(call, scope, Read(call, 0, scope), Read(call, 1, scope)),
        ("op_Multiply", "VM") => Vector(call, scope, Row(call.Dense(0, scope)), Read(call, 1, scope)),
        ("LeftMultiply", "MV") => LeftMultiply(call, scope),
        ("TransposeThisAndMultiply" or "ConjugateTransposeThisAndMultiply", "MM") => Matrix(call, scope, Turned(Read(call, 0, scope)), Read(call, 1, scope)),
        ("TransposeThisAndMultiply" or "ConjugateTransposeThisAndMultiply", "MV") => Vector(call, scope, Turned(Read(call, 0, scope)), Read(call, 1, scope)),
        ("TransposeAndMultiply" or "ConjugateTransposeAndMultiply", "MM") => Matrix(call, scope, Read(call, 0, scope), Turned(Read(call, 1, scope))),
        ("op_Multiply" or "DotProduct" or "ConjugateDotProduct", "VV") => Dot(call, scope),
        ("OuterProduct", "VV") => Outer(call, scope),
        ("KroneckerProduct", "MM") => Kronecker(call, scope),
        ("Power", "MN") => null,
        _ => null,
    };

    /// <summary>An operand of a product: of a transpose, what is transposed.</summary>
    private static Factor Read(DenseCall call, int index, Scope scope)
    {
        var (written, isTransposed) = (Storage.Bare(call.Operands[index]), false);
        while (written is MethodCallExpression { Method.Name: nameof(Matrix<double>.Transpose) or nameof(Matrix<double>.ConjugateTranspose), Object: { } inner, Arguments.Count: 0 })
            (written, isTransposed) = (Storage.Bare(inner), !isTransposed);
        return new Factor(DenseOperand.Of(written, scope), isTransposed);
    }

    private static Factor Row(DenseOperand vector) => new(vector, IsTransposed: true);

    private static Factor Turned(Factor factor) => factor with { IsTransposed = !factor.IsTransposed };

    private static Expression LeftMultiply(DenseCall call, Scope scope)
    {
        var matrix = Read(call, 0, scope);
        return Vector(call, scope, Row(call.Dense(1, scope)), matrix);
    }

    private static Expression Matrix(DenseCall call, Scope scope, Factor left, Factor right)
    {
        var (rows, columns) = (scope.Let(left.Rows, "rows"), scope.Let(right.Columns, "columns"));
        return DenseOperand.Matrix(Multiply(call, scope, left, right, rows, columns), rows, columns);
    }

    private static Expression Vector(DenseCall call, Scope scope, Factor left, Factor right) =>
        DenseOperand.Vector(Multiply(call, scope, left, right, scope.Let(left.Rows, "rows"), scope.Let(right.Columns, "columns")));

    private static Expression Multiply(DenseCall call, Scope scope, Factor left, Factor right, Expression rows, Expression columns)
    {
        var inner = scope.Let(Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Inner), null, rows, left.Columns, right.Rows, columns, call.Text), "inner");
        return scope.Let(
            Expression.Call(typeof(ProductOperators), nameof(ProductOperators.Multiply), [left.Stored.Element],
                left.Stored.Values, Expression.Constant(left.IsTransposed), right.Stored.Values, Expression.Constant(right.IsTransposed), rows, columns, inner),
            "product");
    }

    private static Expression Dot(DenseCall call, Scope scope)
    {
        var (x, y) = (call.Dense(0, scope), call.Dense(1, scope));
        return DenseLoops.Sum(scope, x.Element, Elementwise.SameShape(x, y, call), (_, k) => Expression.Multiply(x.At(k), y.At(k)));
    }

    private static Expression Outer(DenseCall call, Scope scope)
    {
        var (x, y) = (call.Dense(0, scope), call.Dense(1, scope));
        var (rows, columns) = (scope.Let(x.Count, "rows"), scope.Let(y.Count, "columns"));
        return DenseOperand.Matrix(
            DenseLoops.Fill(scope, x.Element, Expression.Multiply(rows, columns), (_, k) => Expression.Multiply(x.At(Expression.Modulo(k, rows)), y.At(Expression.Divide(k, rows)))), rows, columns);
    }

    /// <summary>Each element of the left times the whole of the right.</summary>
    private static Expression Kronecker(DenseCall call, Scope scope)
    {
        var (a, b) = (call.Dense(0, scope), call.Dense(1, scope));
        var (below, across) = (scope.Let(b.Rows, "below"), scope.Let(b.Columns, "across"));
        var rows = scope.Let(Expression.Multiply(a.Rows, below), "rows");
        var columns = scope.Let(Expression.Multiply(a.Columns, across), "columns");
        return DenseOperand.Matrix(
            DenseLoops.Fill(scope, a.Element, Expression.Multiply(rows, columns), (body, k) =>
            {
                var (i, j) = (body.Let(Expression.Modulo(k, rows), "i"), body.Let(Expression.Divide(k, rows), "j"));
                return Expression.Multiply(a.At(Expression.Divide(i, below), Expression.Divide(j, across)), b.At(Expression.Modulo(i, below), Expression.Modulo(j, across)));
            }),
            rows, columns);
    }
}
