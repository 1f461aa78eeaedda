using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Losses. The last attribute is a <see cref="Reduction"/>.</summary>
internal static class Losses
{
    /// <summary>The losses of <paramref name="count"/> elements as the last attribute wants them.</summary>
    public static Expression Reduce(PrimitiveCall call, Scope scope, int count, Func<Scope, Expression, Expression> loss)
    {
        var reduction = (Reduction)call.Attributes[^1];
        if (reduction == Reduction.None) return ElementLoops.Fill(call, scope, loss);
        var sum = DenseLoops.Sum(scope, call.Element, Expression.Constant(count), loss);
        return reduction == Reduction.Sum ? sum : Expression.Divide(sum, Number.Of(count, call.Element));
    }
}
