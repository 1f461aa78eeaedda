using System.Linq.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Tests as a person writes them: <c>a &lt; b &amp;&amp; c</c>, from the jumps that a compiler makes of them.</summary>
/// <remarks>
/// A comparison of floating numbers is not turned around: where a or b is not a number, <c>!(a &lt; b)</c> holds and <c>a >= b</c> does not.
/// The instructions bge.un, clt.un and so on compare floating numbers "or unordered", which is the negation of the opposite comparison.
/// </remarks>
internal static class Conditions
{
    private static readonly ConstantExpression True = Expression.Constant(true);
    private static readonly ConstantExpression False = Expression.Constant(false);

    /// <summary>The comparison <paramref name="type"/> as the instruction makes it.</summary>
    public static Expression Compare(ExpressionType type, Expression left, Expression right, bool isUnsignedOrUnordered)
    {
        if (type is ExpressionType.Equal or ExpressionType.NotEqual) return Equality(type, left, right);
        if (left.Type.IsValueType && StackTypes.IsFloating(left.Type))
        {
            (left, right) = StackTypes.Unify(left, right);
            return isUnsignedOrUnordered ? Expression.Not(Expression.MakeBinary(Opposite(type), left, right)) : Expression.MakeBinary(type, left, right);
        }
        if (isUnsignedOrUnordered && type == ExpressionType.GreaterThan && IsZero(right)) return Equality(ExpressionType.NotEqual, left, right);
        (left, right) = isUnsignedOrUnordered
            ? StackTypes.Unify(StackTypes.Unsigned(left), StackTypes.Unsigned(right))
            : StackTypes.Unify(StackTypes.Signed(left), StackTypes.Signed(right));
        return Expression.MakeBinary(type, left, right);
    }

    /// <summary>The truth of a value: what brtrue tests.</summary>
    public static Expression IsTrue(Expression value) =>
        value.Type.IsValueType ? StackTypes.To(value, typeof(bool)) : Expression.NotEqual(value, Expression.Constant(null, value.Type));

    public static Expression Negate(Expression test) => test switch
    {
        ConstantExpression c => (bool)c.Value! ? False : True,
        UnaryExpression { NodeType: ExpressionType.Not } not => not.Operand,
        BinaryExpression { NodeType: ExpressionType.AndAlso } b when IsFree(b.Left) || IsFree(b.Right) => Expression.OrElse(Negate(b.Left), Negate(b.Right)),
        BinaryExpression { NodeType: ExpressionType.OrElse } b when IsFree(b.Left) || IsFree(b.Right) => Expression.AndAlso(Negate(b.Left), Negate(b.Right)),
        BinaryExpression { Method: null } b when IsFree(b) => Expression.MakeBinary(Opposite(b.NodeType), b.Left, b.Right),
        _ => Expression.Not(test),
    };

    /// <summary>True when the negation is no longer than the test.</summary>
    private static bool IsFree(Expression test) => test switch
    {
        ConstantExpression or UnaryExpression { NodeType: ExpressionType.Not } => true,
        BinaryExpression { NodeType: ExpressionType.Equal or ExpressionType.NotEqual, Method: null } => true,
        BinaryExpression { NodeType: ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual, Method: null } b => !StackTypes.IsFloating(b.Left.Type),
        BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.OrElse } b => IsFree(b.Left) && IsFree(b.Right),
        _ => false,
    };

    public static Expression And(Expression left, Expression right) =>
        left is ConstantExpression known ? (bool)known.Value! ? right : False : right is ConstantExpression { Value: true } ? left : Expression.AndAlso(left, right);

    public static Expression Or(Expression left, Expression right) =>
        left is ConstantExpression known ? (bool)known.Value! ? True : right : right is ConstantExpression { Value: false } ? left : Expression.OrElse(left, right);

    /// <summary><c>test ? a : b</c>, in terms of and, or, not where a or b is a constant truth value.</summary>
    public static Expression Choose(Expression test, Expression a, Expression b)
    {
        if (a.Type == typeof(bool))
        {
            if (a is ConstantExpression { Value: true }) return Or(test, b);
            if (a is ConstantExpression { Value: false }) return And(Negate(test), b);
            if (b is ConstantExpression { Value: true }) return Or(Negate(test), a);
            if (b is ConstantExpression { Value: false }) return And(test, a);
        }
        return test switch
        {
            UnaryExpression { NodeType: ExpressionType.Not } not => Expression.Condition(not.Operand, b, a),
            BinaryExpression { NodeType: ExpressionType.NotEqual, Method: null } => Expression.Condition(Negate(test), b, a),
            _ => Expression.Condition(test, a, b),
        };
    }

    private static Expression Equality(ExpressionType type, Expression left, Expression right)
    {
        var isNegated = type == ExpressionType.NotEqual;
        if (right is ConstantExpression { Value: int number } && left.Type == typeof(bool) && number is 0 or 1)
            return (number == 1) == isNegated ? Negate(left) : left;
        if (left.Type == typeof(bool) && right.Type == typeof(bool)) return Expression.MakeBinary(type, left, right);
        (left, right) = StackTypes.Unify(left, right);
        return left.Type.IsValueType
            ? Expression.MakeBinary(type, left, right)
            : isNegated ? Expression.ReferenceNotEqual(left, right) : Expression.ReferenceEqual(left, right);
    }

    private static bool IsZero(Expression e) => e is ConstantExpression { Value: null or 0 or 0L };

    private static ExpressionType Opposite(ExpressionType type) => type switch
    {
        ExpressionType.Equal => ExpressionType.NotEqual,
        ExpressionType.NotEqual => ExpressionType.Equal,
        ExpressionType.LessThan => ExpressionType.GreaterThanOrEqual,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThan,
        ExpressionType.GreaterThan => ExpressionType.LessThanOrEqual,
        _ => ExpressionType.LessThan,
    };
}
