using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;

namespace ExprAutograd.Recording;

/// <summary>What norms are made of beside sums. At zero their derivative is zero, as in PyTorch.</summary>
internal static class Norms
{
    /// <summary>The root of a sum of squares.</summary>
    public static readonly Primitive Length = Of("LinalgVectorNorm");

    /// <summary>The root of a variance.</summary>
    public static readonly Primitive Deviation = Of("Std");

    /// <summary>x to a power p, the second operand, for x at least 0.</summary>
    public static readonly Primitive Powers = ElementLoops.Map("Pow", Saved.Operands, (_, x) =>
    {
        var zero = Number.Of(0, x[0].Type);
        return Expression.Condition(Expression.Equal(x[0], zero), zero, Number.Call(nameof(Math.Pow), x[0], x[1]));
    });

    /// <summary>The p-th root of a sum of p-th powers.</summary>
    public static readonly Primitive Root = ElementLoops.Map("LinalgVectorNorm", Saved.Operands, (_, x) => Number.Call(typeof(NormOperators), nameof(NormOperators.Root), x[0], x[1]));

    private static Primitive Of(string name) => ElementLoops.Map(name, Saved.Result, (_, x) => Number.Call(typeof(NormOperators), nameof(NormOperators.Root), x[0]));
}
