using System.Linq.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Recording;

/// <summary>Integers that name a class.</summary>
internal static class Labels
{
    /// <summary>The label, once it is known to name one of <paramref name="classes"/>.</summary>
    public static Expression Checked(Expression label, int classes) =>
        Expression.Call(typeof(LabelOperators), nameof(LabelOperators.Checked), [], label, Expression.Constant(classes));
}
