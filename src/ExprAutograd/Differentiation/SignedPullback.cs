using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using ExprAutograd.Expressions;

namespace ExprAutograd.Differentiation;

/// <summary>A pullback as a sign and the rest.</summary>
/// <remarks>
/// <code>
/// -dy * y / b   =>   minus (dy * y / b)
/// </code>
/// Signs pass through products and quotients without changing a bit. Where the rest is linear in dy by its form, so does dy's own.
/// </remarks>
/// <param name="Unsigned">The pullback without its sign.</param>
/// <param name="IsNegative">The sign.</param>
/// <param name="IsLinear">True when the pullback of -dy is minus the pullback of dy, whatever the numbers.</param>
internal sealed record SignedPullback(LambdaExpression Unsigned, bool IsNegative, bool IsLinear)
{
    private static readonly ConditionalWeakTable<LambdaExpression, SignedPullback> Known = [];

    public static SignedPullback Of(LambdaExpression pullback) => Known.GetValue(pullback, static p =>
    {
        var (rest, isNegative) = Split(p.Body);
        return new SignedPullback(isNegative ? Expression.Lambda(rest, p.Parameters) : p, isNegative, IsLinearIn(p.Parameters[^1], rest));
    });

    private static (Expression Unsigned, bool IsNegative) Split(Expression e)
    {
        switch (e)
        {
            case UnaryExpression { NodeType: ExpressionType.Negate, Method: null } u when NumericTypes.IsFloating(u.Type):
                var (operand, isMinus) = Split(u.Operand);
                return (operand, !isMinus);
            case BinaryExpression { NodeType: ExpressionType.Multiply or ExpressionType.Divide, Method: null } b when NumericTypes.IsFloating(b.Type):
                var (left, isLeftMinus) = Split(b.Left);
                var (right, isRightMinus) = Split(b.Right);
                return (Operation.With(b, [left, right]), isLeftMinus != isRightMinus);
            default:
                return (e, false);
        }
    }

    private static bool IsLinearIn(ParameterExpression dy, Expression e) => e switch
    {
        ParameterExpression => e == dy,
        UnaryExpression { NodeType: ExpressionType.Negate or ExpressionType.Convert, Method: null } u => NumericTypes.IsFloating(u.Type) && IsLinearIn(dy, u.Operand),
        BinaryExpression { NodeType: ExpressionType.Multiply, Method: null } b => (IsLinearIn(dy, b.Left) && IsFreeOf(dy, b.Right)) || (IsFreeOf(dy, b.Left) && IsLinearIn(dy, b.Right)),
        BinaryExpression { NodeType: ExpressionType.Divide, Method: null } b => IsLinearIn(dy, b.Left) && IsFreeOf(dy, b.Right),
        _ => false,
    };

    private static bool IsFreeOf(ParameterExpression dy, Expression e)
    {
        var children = new List<Expression>();
        ExpressionChildren.Push(e, children);
        return e != dy && children.All(c => IsFreeOf(dy, c));
    }
}
