using System.Linq.Expressions;

namespace ExprAutograd.Frontends;

/// <summary>The operator inside <c>+=</c>, <c>++</c> and their kin.</summary>
internal static class CompoundAssignment
{
    public static bool IsOne(BinaryExpression node) => Operator(node.NodeType) is not null;

    public static bool IsOne(UnaryExpression node) => node.NodeType is ExpressionType.PreIncrementAssign or ExpressionType.PreDecrementAssign
        or ExpressionType.PostIncrementAssign or ExpressionType.PostDecrementAssign;

    public static ExpressionType? Operator(ExpressionType kind) => kind switch
    {
        ExpressionType.AddAssign => ExpressionType.Add,
        ExpressionType.AddAssignChecked => ExpressionType.AddChecked,
        ExpressionType.SubtractAssign => ExpressionType.Subtract,
        ExpressionType.SubtractAssignChecked => ExpressionType.SubtractChecked,
        ExpressionType.MultiplyAssign => ExpressionType.Multiply,
        ExpressionType.MultiplyAssignChecked => ExpressionType.MultiplyChecked,
        ExpressionType.DivideAssign => ExpressionType.Divide,
        ExpressionType.ModuloAssign => ExpressionType.Modulo,
        ExpressionType.PowerAssign => ExpressionType.Power,
        ExpressionType.AndAssign => ExpressionType.And,
        ExpressionType.OrAssign => ExpressionType.Or,
        ExpressionType.ExclusiveOrAssign => ExpressionType.ExclusiveOr,
        ExpressionType.LeftShiftAssign => ExpressionType.LeftShift,
        ExpressionType.RightShiftAssign => ExpressionType.RightShift,
        _ => null,
    };

    /// <summary>The 1 of a numeric type.</summary>
    public static Expression One(Type type) => Expression.Constant(Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture), type);
}
