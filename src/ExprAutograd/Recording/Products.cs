using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Products of matrices. Row after row a matrix is stored as its transpose is column after column: C = A B is C^T = B^T A^T, and nothing is copied.</summary>
/// <remarks>A factor that is a transpose comes as what it is the transpose of, where <see cref="ReadsTransposed"/> says so.</remarks>
internal static class Products
{
    /// <summary>[m, k] times [k, n].</summary>
    public static readonly Primitive MatMul = One("Mm");

    /// <summary>[..., m, k] times [k].</summary>
    public static readonly Primitive MatVec = One("Mv");

    /// <summary>[k] times [k, n].</summary>
    public static readonly Primitive VecMat = One("Squeeze");

    /// <summary>[..., m, k] times [k, n]: the rows of all matrices on the left are those of one.</summary>
    public static readonly Primitive Folded = One("UnsafeView");

    /// <summary>[..., m, k] times [..., k, n], the leading axes alike.</summary>
    public static readonly Primitive Batched = new("Bmm", Saved.OtherOperand, (call, _) =>
    {
        var rank = call.Shape.Rank;
        var inner = call[0].Shape[call[0].IsTransposed ? rank - 2 : rank - 1];
        return Expression.Call(
            typeof(BatchedProducts), nameof(BatchedProducts.MultiplyEach), [call.Element],
            call[1].Atom, Expression.Constant(call[1].IsTransposed), call[0].Atom, Expression.Constant(call[0].IsTransposed),
            Expression.Constant(call.Shape[rank - 1]), Expression.Constant(call.Shape[rank - 2]), Expression.Constant(inner), Expression.Constant(call.Shape.CountOf(0, rank - 2)));
    })
    { IsCostly = true };

    /// <summary>The inner product of two vectors of one length.</summary>
    public static readonly Primitive Dot = new("Dot", Saved.OtherOperand, (call, scope) =>
        DenseLoops.Sum(scope, call.Element, Expression.Constant(call[0].Shape.Count), (_, k) => Expression.Multiply(call[0].At(k), call[1].At(k))));

    /// <summary>True when a product reads a factor of its, which is the transpose of another tensor, as that is stored.</summary>
    public static bool ReadsTransposed(Node product, Node factor) =>
        factor.Shape.Rank >= 2 && (product.Primitive == Batched || (factor.Shape.Rank == 2 && IsOne(product.Primitive))) && Views.IsTranspose(factor);

    private static bool IsOne(Primitive primitive) => primitive == MatMul || primitive == MatVec || primitive == VecMat || primitive == Folded;

    private static Primitive One(string name) => new(name, Saved.OtherOperand, (call, _) =>
    {
        var (left, right) = (call[0], call[1]);
        var inner = right.Shape.Rank == 1 ? right.Shape[0] : right.Shape[right.IsTransposed ? 1 : 0];
        var columns = right.Shape.Rank == 1 ? 1 : right.Shape[right.IsTransposed ? 0 : 1];
        var rows = left.Shape.Rank == 1 ? 1 : left.IsTransposed ? left.Shape[1] : left.Shape.CountOf(0, left.Shape.Rank - 1);
        return Expression.Call(
            typeof(ProductOperators), nameof(ProductOperators.Multiply), [call.Element],
            right.Atom, Expression.Constant(right.IsTransposed), left.Atom, Expression.Constant(left.IsTransposed),
            Expression.Constant(columns), Expression.Constant(rows), Expression.Constant(inner));
    })
    { IsCostly = true };
}
