using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;

namespace ExprAutograd.Recording;

/// <summary>What networks do to elements beside activations.</summary>
internal static class NetworkFunctions
{
    /// <summary>Zeros at random, the rest scaled up. Operands: the tensor, the probability of a zero, the seed.  Srivastava et al. (2014), "Dropout".</summary>
    public static readonly Primitive Dropout = new("Dropout", Saved.Nothing, (call, scope) => ElementLoops.Fill(call, scope, (body, k) =>
    {
        var drop = Number.As(typeof(double), call[1].Atom);
        var isDropped = Expression.LessThan(Expression.Call(typeof(RandomOperators), nameof(RandomOperators.Uniform), [], call[2].Atom, k), drop);
        var kept = Expression.Divide(call[0].At(k), Expression.Subtract(Number.Of(1, call.Element), call[1].Atom));
        return Expression.Condition(isDropped, Number.Of(0, call.Element), kept);
    }));

    /// <summary>1 at the place of each label, 0 elsewhere, along a new last axis.</summary>
    public static readonly Primitive OneHot = new("OneHot", Saved.Nothing, (call, scope) =>
    {
        var lines = new AxisLines(call.Shape, call.Shape.Rank - 1);
        return ElementLoops.Fill(call, scope, (body, k) =>
        {
            var label = Labels.Checked(call[0].At(body.Let(lines.LineOf(k), "line")), lines.Length);
            return Expression.Condition(Expression.Equal(label, lines.PlaceOf(k)), Constant(1), Constant(0));
        });

        Expression Constant(int value) => Expression.Convert(Expression.Constant(value), call.Element);
    });

    /// <summary>Operands: the tensor and its bounds. The derivative is 1 from bound to bound, both included; the lower bound gives way where they cross.</summary>
    public static readonly Primitive Clamp = ElementLoops.Map("Clamp", Saved.Operands, (_, operands) =>
    {
        var (x, low, high) = (operands[0], operands[1], operands[2]);
        var isInside = Expression.AndAlso(Expression.GreaterThanOrEqual(x, low), Expression.LessThanOrEqual(x, high));
        var bound = Expression.Condition(Expression.AndAlso(Expression.LessThan(x, low), Expression.LessThanOrEqual(low, high)), low, high);
        var outside = x.Type == typeof(int) ? bound : (Expression)Expression.Condition(Expression.NotEqual(x, x), Extrema.Constant(x), bound);
        return Expression.Condition(isInside, x, outside);
    });
}
