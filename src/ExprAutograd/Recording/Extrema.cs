using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>The greatest and the least along axes.</summary>
internal static class Extrema
{
    /// <summary>For each line its greatest element, a constant to derivatives; NaN is passed over.</summary>
    public static Expression Greatest(TensorOperand x, AxisLines lines, Scope scope) =>
        lines.Fold(scope, Number.Of(double.NegativeInfinity, x.Element), (body, greatest, k) =>
        {
            var item = body.Let(Constant(x.At(k)), "item");
            return Expression.Condition(Expression.GreaterThan(item, greatest), item, greatest);
        });

    private static MethodCallExpression Constant(Expression value) => Expression.Call(typeof(DerivativeOperators), nameof(DerivativeOperators.StopGradient), [value.Type], value);
}
