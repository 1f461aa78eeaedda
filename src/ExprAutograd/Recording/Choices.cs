using System.Linq.Expressions;

namespace ExprAutograd.Recording;

/// <summary>Elements of one tensor or another.</summary>
internal static class Choices
{
    /// <summary>(condition, a, b): a where the condition holds. The derivative of what is not taken is zero, times whatever it was computed by: 0 times infinity is NaN.</summary>
    public static readonly Primitive Where = ElementLoops.Map("Where", Saved.Nothing, (_, x) => Expression.Condition(x[0], x[1], x[2]));
}
