using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Expressions;

/// <summary>Operands of a LINQ node by position, whatever its class: how every pass reads and rebuilds an equation.</summary>
internal static class Operation
{
    /// <summary>The class of arithmetic nodes, nine of ten in a program: one comparison finds them where a class with subclasses takes a walk.</summary>
    private static readonly Type Arithmetic = Expression.Add(Expression.Constant(0.0), Expression.Constant(0.0)).GetType();

    public static int OperandCount(Expression e) => e.GetType() == Arithmetic ? 2 : e switch
    {
        BinaryExpression => 2,
        UnaryExpression { Operand: null } => 0,
        UnaryExpression => 1,
        MethodCallExpression m => m.Arguments.Count + (m.Object is null ? 0 : 1),
        MemberExpression m => m.Expression is null ? 0 : 1,
        NewExpression n => n.Arguments.Count,
        NewArrayExpression n => n.Expressions.Count,
        TypeBinaryExpression => 1,
        _ => 0,
    };

    public static Expression Operand(Expression e, int index) => e.GetType() == Arithmetic
        ? index == 0 ? Unsafe.As<BinaryExpression>(e).Left : Unsafe.As<BinaryExpression>(e).Right
        : OperandOfAny(e, index);

    private static Expression OperandOfAny(Expression e, int index) => e switch
    {
        BinaryExpression b => index == 0 ? b.Left : b.Right,
        UnaryExpression u => u.Operand,
        MethodCallExpression { Object: null } m => m.Arguments[index],
        MethodCallExpression m => index == 0 ? m.Object! : m.Arguments[index - 1],
        MemberExpression m => m.Expression!,
        NewExpression n => n.Arguments[index],
        NewArrayExpression n => n.Expressions[index],
        TypeBinaryExpression t => t.Expression,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public static Expression[] Operands(Expression e)
    {
        var operands = new Expression[OperandCount(e)];
        for (var k = 0; k < operands.Length; k++) operands[k] = Operand(e, k);
        return operands;
    }

    /// <summary>The same operation on other operands of the same types.</summary>
    public static Expression With(Expression e, Expression[] operands) => e switch
    {
        _ when IsSame(e, operands) => e,
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } => Expression.ArrayIndex(operands[0], operands[1]),
        BinaryExpression b => Expression.MakeBinary(b.NodeType, operands[0], operands[1], b.IsLiftedToNull, b.Method, b.Conversion),
        UnaryExpression u => Expression.MakeUnary(u.NodeType, operands[0], u.Type, u.Method),
        MethodCallExpression { Object: null } m => Expression.Call(m.Method, operands),
        MethodCallExpression m => Expression.Call(operands[0], m.Method, operands[1..]),
        MemberExpression m => Expression.MakeMemberAccess(operands[0], m.Member),
        NewExpression { Constructor: null } => e,
        NewExpression { Members: null } n => Expression.New(n.Constructor!, operands),
        NewExpression n => Expression.New(n.Constructor!, operands, n.Members),
        NewArrayExpression { NodeType: ExpressionType.NewArrayInit } n => Expression.NewArrayInit(n.Type.GetElementType()!, operands),
        NewArrayExpression n => Expression.NewArrayBounds(n.Type.GetElementType()!, operands),
        TypeBinaryExpression { NodeType: ExpressionType.TypeIs } t => Expression.TypeIs(operands[0], t.TypeOperand),
        TypeBinaryExpression t => Expression.TypeEqual(operands[0], t.TypeOperand),
        _ => e,
    };

    /// <summary>What the operation is, operands apart: two operations with equal identities and operands compute the same.</summary>
    public static (ExpressionType Kind, Type Type, MemberInfo? Member) Identity(Expression e) => e switch
    {
        BinaryExpression b => (b.NodeType, b.Type, b.Method),
        UnaryExpression u => (u.NodeType, u.Type, u.Method),
        MethodCallExpression m => (m.NodeType, m.Type, m.Method),
        MemberExpression m => (m.NodeType, m.Type, m.Member),
        NewExpression n => (n.NodeType, n.Type, n.Constructor),
        TypeBinaryExpression t => (t.NodeType, t.TypeOperand, null),
        _ => (e.NodeType, e.Type, null),
    };

    private static bool IsSame(Expression e, Expression[] operands)
    {
        for (var k = 0; k < operands.Length; k++)
            if (!ReferenceEquals(operands[k], Operand(e, k))) return false;
        return true;
    }
}
