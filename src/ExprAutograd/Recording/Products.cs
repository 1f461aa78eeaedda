using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Products of matrices. Row after row a matrix is stored as its transpose is column after column: C = A B is C^T = B^T A^T, and nothing is copied.</summary>
internal static class Products
{
    /// <summary>[m, k] times [k, n]; a factor that is a transpose comes as what it is the transpose of.</summary>
    public static readonly Primitive MatMul = new("Mm", Saved.OtherOperand, (call, scope) =>
    {
        var (rows, columns) = (call.Shape[0], call.Shape[1]);
        var inner = call[0].IsTransposed ? call[0].Shape[0] : call[0].Shape[1];
        return Expression.Call(
            typeof(ProductOperators), nameof(ProductOperators.Multiply), [call.Element],
            call[1].Atom, Expression.Constant(call[1].IsTransposed), call[0].Atom, Expression.Constant(call[0].IsTransposed),
            Expression.Constant(columns), Expression.Constant(rows), Expression.Constant(inner));
    })
    { IsCostly = true };

    /// <summary>The inner product of two vectors of one length.</summary>
    public static readonly Primitive Dot = new("Dot", Saved.OtherOperand, (call, scope) =>
        DenseLoops.Sum(scope, call.Element, Expression.Constant(call[0].Shape.Count), (_, k) => Expression.Multiply(call[0].At(k), call[1].At(k))));
}
