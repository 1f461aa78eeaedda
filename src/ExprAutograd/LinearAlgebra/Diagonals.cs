using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Matrices that are zero but for the diagonal, made of a number, a function, an array or a vector.</summary>
internal static class Diagonals
{
    public static Expression? TryLower(DenseCall call, Scope scope)
    {
        if (DenseType.TryGet(call.Node.Type) is not { IsMatrix: true } made) return null;
        return (call.Name, call.Kinds) switch
        {
            ("DenseIdentity" or "SparseIdentity" or "DiagonalIdentity" or "CreateIdentity", "N") => Of(call.Scalar(0, scope), call.Scalar(0, scope), made, scope, (_, _) => Number.Of(1, made.Element)),
            ("DenseIdentity" or "SparseIdentity" or "DiagonalIdentity", "NN") => Of(call.Scalar(0, scope), call.Scalar(1, scope), made, scope, (_, _) => Number.Of(1, made.Element)),
            ("DenseDiagonal" or "SparseDiagonal", "NN") => Repeated(call.Scalar(0, scope), call.Scalar(0, scope), call.Scalar(1, scope), made, scope),
            ("DenseDiagonal" or "SparseDiagonal" or "Diagonal" or "CreateDiagonal", "NNN") when call.Operands[2].Type == made.Element =>
                Repeated(call.Scalar(0, scope), call.Scalar(1, scope), call.Scalar(2, scope), made, scope),
            ("DenseDiagonal" or "SparseDiagonal" or "Diagonal" or "CreateDiagonal", "NNF") => Of(call.Scalar(0, scope), call.Scalar(1, scope), made, scope, (body, k) => call.Function(2).Apply(body, k)),
            ("DenseOfDiagonalVector" or "SparseOfDiagonalVector" or "DiagonalOfDiagonalVector" or "OfDiagonalVector", "V" or "NNV")
                or ("DenseOfDiagonalArray" or "SparseOfDiagonalArray" or "DiagonalOfDiagonalArray" or "OfDiagonalArray" or "Diagonal", "N" or "NNN") => OfElements(call, made, scope),
            _ => null,
        };
    }

    private static Expression Repeated(Expression rows, Expression columns, Expression value, DenseType made, Scope scope) => Of(rows, columns, made, scope, (_, _) => value);

    private static Expression OfElements(DenseCall call, DenseType made, Scope scope)
    {
        var last = call.Operands.Length - 1;
        var values = scope.Let(call.Kinds[^1] == 'V' ? call.Dense(last, scope).Values : call.Operands[last], "diagonal");
        var length = scope.Let(Expression.ArrayLength(values), "length");
        if (last == 0) return Of(length, length, made, scope, (_, k) => Expression.ArrayIndex(values, k));
        var (rows, columns) = (call.Scalar(0, scope), call.Scalar(1, scope));
        var count = Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Same), null, length, Numbers.Min(rows, columns), call.Text);
        return Of(rows, columns, made, scope, (_, k) => Expression.ArrayIndex(values, k), count);
    }

    /// <summary>Zeros, and <paramref name="item"/> of its row on the diagonal.</summary>
    private static Expression Of(Expression rows, Expression columns, DenseType made, Scope scope, Func<Scope, Expression, Expression> item, Expression? count = null)
    {
        var values = scope.Variable(Expression.NewArrayBounds(made.Element, Expression.Multiply(rows, columns)), "values");
        DenseLoops.Overwrite(scope, values, count ?? Numbers.Min(rows, columns), (_, k) => Expression.Multiply(k, Expression.Add(rows, Numbers.One)), item);
        return DenseOperand.Matrix(values, rows, columns);
    }
}
