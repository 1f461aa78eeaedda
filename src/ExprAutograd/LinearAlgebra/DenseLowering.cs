using System.Linq.Expressions;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>MathNet's linear algebra as loops over arrays and a few operators: products and factorisations.</summary>
/// <remarks>
/// <code>
/// (y - X * w).PointwiseTanh()      becomes
///
/// product = Products.Multiply(X.Values, w.Values, ...)
/// values = new double[n]; loop { values[k] = y.Values[k] - product[k]; }
/// more = new double[n];   loop { more[k] = Math.Tanh(values[k]); }        (and fusion makes one loop of the two, without the first array)
/// </code>
/// A vector is its array, a matrix its array column after column, with its dimensions; nothing else of MathNet's objects exists inside a program.
/// </remarks>
internal static class DenseLowering
{
    /// <summary>The equivalent of <paramref name="node"/>, of its type; null when it is no member of MathNet's vectors and matrices.</summary>
    /// <param name="node">An operator, call, property or construction.</param>
    /// <param name="resolve">The lambda that an argument stands for when it is not one literally; null when it is unknown.</param>
    /// <param name="describe">The user's words for an expression.</param>
    /// <exception cref="UnsupportedExpressionException">A member that has no equivalent here.</exception>
    public static Expression? TryLower(Expression node, Func<Expression, LambdaExpression?> resolve, Func<Expression, string> describe)
    {
        var scope = new Scope();
        if (ComplexEigenvalues.TryLower(node, resolve, describe, scope) is { } parts) return scope.ToExpression(parts);
        if (DenseCall.TryRead(node, resolve, describe) is not { } call) return null;
        if (Mutations.IsOne(call)) return Mutations.TryLower(call, scope) is { } value ? scope.ToExpression(value) : null;
        var result = TryLower(call, scope);
        if (result is null) return null;
        return scope.ToExpression(result.Type == node.Type || FactorizationCalls.IsFactored(result) ? result : Expression.Convert(result, node.Type));
    }

    /// <summary>The value of a call that changes nothing; null when it is not known.</summary>
    public static Expression? TryLower(DenseCall call, Scope scope) =>
        FactorizationCalls.TryLower(call, scope) ?? Elementwise.TryLower(call, scope) ?? Products.TryLower(call, scope) ?? Reductions.TryLower(call, scope) ?? Folds.TryLower(call, scope)
        ?? Layouts.TryLower(call, scope) ?? Blocks.TryLower(call, scope) ?? Arrays.TryLower(call, scope) ?? Builders.TryLower(call, scope) ?? Diagonals.TryLower(call, scope) ?? Lines.TryLower(call, scope);
}
