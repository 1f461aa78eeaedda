using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Statements that change a vector or matrix: elements set, maps in place, and every overload that writes its result to an operand.</summary>
/// <remarks>
/// <code>
/// A.Multiply(B, C)      becomes      product = A * B; loop { C.Values[k] = product[k]; }
/// </code>
/// What is written is computed first: an operand may be the target too, as in MathNet.
/// </remarks>
internal static class Mutations
{
    /// <summary>True for a call that returns nothing, and for an assignment to an element.</summary>
    public static bool IsOne(DenseCall call) => call.Name is "set_Item" or "TrySolveIterative" || call.Node.Type == typeof(void);

    /// <summary>Nothing, or the value of the assignment: the statements are in <paramref name="scope"/>. Null when the call is not known.</summary>
    public static Expression? TryLower(DenseCall call, Scope scope) => (call.Name, call.Kinds) switch
    {
        ("set_Item" or "At", "VNN" or "MNNN") => SetElement(call, scope),
        ("TrySolveIterative", _) => throw call.Refuse("An iterative solver writes to its operand unseen.", "Use Solve, whose derivative reuses the factors."),
        ("SetValues", "VN") => CopyInto(call, call.Dense(0, scope), call.Scalar(1, scope), scope),
        ("CopyTo", "VV" or "MM") => Write(call, call.Dense(0, scope), 1, scope),
        ("CoerceZero", "VN" or "MN") => MapInplace(call, scope, (_, _, x) => Coerced(Expression.LessThan(Number.As(typeof(double), Number.Exact(nameof(Math.Abs), x)), call.Scalar(1, scope)), x)),
        ("CoerceZero", "VF" or "MF") => MapInplace(call, scope, (body, _, x) => Coerced(call.Function(1).Apply(body, x), x)),
        ("MapInplace", "VFN" or "MFN") => MapInplace(call, scope, (body, _, x) => call.Function(1).Apply(body, x)),
        ("MapIndexedInplace", "VFN") => MapInplace(call, scope, (body, k, x) => call.Function(1).Apply(body, k, x)),
        ("MapIndexedInplace", "MFN") => call.Dense(0, scope) is var x && scope.Let(x.Rows, "rows") is var rows
            ? MapInplace(call, scope, (body, k, v) => call.Function(1).Apply(body, Expression.Modulo(k, rows), Expression.Divide(k, rows), v)) : null,
        ("Map" or "MapIndexed" or "MapConvert" or "MapIndexedConvert", "VFVN" or "MFMN") => WriteTo(call, 2, scope),
        ("Map2", "VFVVN" or "MFMMN") => WriteTo(call, 3, scope),
        _ => BlockMutations.TryLower(call, scope) ?? (call.Kinds is [_, .., 'V' or 'M'] ? WriteTo(call, call.Operands.Length - 1, scope) : null),
    };

    private static Expression SetElement(DenseCall call, Scope scope)
    {
        var x = call.Dense(0, scope);
        var at = x.IsMatrix ? x.IndexOf(call.Scalar(1, scope), call.Scalar(2, scope)) : call.Scalar(1, scope);
        at = scope.Let(at, "at");
        var value = call.Scalar(call.Operands.Length - 1, scope);
        scope.Add(Expression.Assign(Expression.ArrayAccess(x.Values, at), value));
        return call.Node.Type == typeof(void) ? Expression.Empty() : value;
    }

    /// <summary>The call without its target, then its result stored there.</summary>
    private static Expression? WriteTo(DenseCall call, int target, Scope scope) =>
        DenseLowering.TryLower(call.Without(target), scope) is { } result ? Write(call, DenseOperand.Of(result, scope), target, scope) : null;

    private static Expression Write(DenseCall call, DenseOperand result, int operand, Scope scope)
    {
        var target = call.Dense(operand, scope);
        var count = result.IsMatrix
            ? Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Target), null, result.Rows, result.Columns, target.Rows, target.Columns, call.Text)
            : Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Target), null, result.Count, target.Count, call.Text);
        DenseLoops.Overwrite(scope, target.Values, count, (_, k) => k, (_, k) => result.At(k));
        return Expression.Empty();
    }

    private static Expression CopyInto(DenseCall call, DenseOperand target, Expression array, Scope scope)
    {
        var count = Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Target), null, Expression.ArrayLength(array), target.Count, call.Text);
        DenseLoops.Overwrite(scope, target.Values, count, (_, k) => k, (_, k) => Expression.ArrayIndex(array, k));
        return Expression.Empty();
    }

    private static Expression MapInplace(DenseCall call, Scope scope, Func<Scope, Expression, Expression, Expression> function)
    {
        var x = call.Dense(0, scope);
        var values = scope.Let(DenseLoops.Fill(scope, x.Element, x.Count, (body, k) => function(body, k, body.Let(x.At(k), "x"))), "values");
        DenseLoops.Overwrite(scope, x.Values, x.Count, (_, k) => k, (_, k) => Expression.ArrayIndex(values, k));
        return Expression.Empty();
    }

    private static Expression Coerced(Expression isZero, Expression x) => Expression.Condition(isZero, Number.Of(0, x.Type), x);
}
