using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Operations on constants, computed when the function is compiled, with exactly the result they would have at run time.</summary>
internal static class ConstantFolder
{
    /// <summary>The constant that <paramref name="value"/> computes, or null.</summary>
    public static ConstantExpression? TryFold(Expression value)
    {
        var count = Operation.OperandCount(value);
        if (count == 0) return null;
        for (var k = 0; k < count; k++)
            if (Operation.Operand(value, k) is not ConstantExpression) return null;

        object? Constant(int k) => ((ConstantExpression)Operation.Operand(value, k)).Value;
        var result = value switch
        {
            BinaryExpression { Method: null } => (Constant(0), Constant(1)) switch
            {
                (double a, double b) => Fold(value.NodeType, a, b),
                (float a, float b) => Fold(value.NodeType, a, b),
                (int a, int b) => Fold(value.NodeType, a, b),
                (bool a, bool b) => Fold(value.NodeType, a, b),
                _ => null,
            },
            UnaryExpression { Method: null } u => Fold(u, Constant(0)),
            MethodCallExpression { Method: { IsStatic: true } method } m when IsFoldable(method) => Call(m),
            _ => null,
        };
        return result is null ? null : Expression.Constant(result, value.Type);
    }

    private static bool IsFoldable(MethodInfo method) =>
        method.DeclaringType != typeof(ArrayOperators) && Purity.IsPure(method) && (NumericTypes.IsFloating(method.ReturnType) || method.ReturnType.IsPrimitive);

    private static object? Call(MethodCallExpression m)
    {
        try { return m.Method.Invoke(null, [.. m.Arguments.Select(a => ((ConstantExpression)a).Value)]); }
        catch (TargetInvocationException) { return null; } // It throws when it runs, as the user wrote it.
    }

    /// <summary>C#'s arithmetic and comparisons on two numbers of one type; integers wrap, as unchecked arithmetic does.</summary>
    private static object? Fold<T>(ExpressionType kind, T a, T b)
        where T : struct, INumber<T> => kind switch
        {
            ExpressionType.Add => unchecked(a + b),
            ExpressionType.Subtract => unchecked(a - b),
            ExpressionType.Multiply => unchecked(a * b),
            ExpressionType.Divide or ExpressionType.Modulo when IsException(a, b) => null,
            ExpressionType.Divide => a / b,
            ExpressionType.Modulo => a % b,
            ExpressionType.LessThan => a < b,
            ExpressionType.LessThanOrEqual => a <= b,
            ExpressionType.GreaterThan => a > b,
            ExpressionType.GreaterThanOrEqual => a >= b,
            ExpressionType.Equal => a == b,
            ExpressionType.NotEqual => a != b,
            _ => null,
        };

    /// <summary>An integer division that throws when it runs: by zero, and of the least integer by -1.</summary>
    private static bool IsException<T>(T a, T b)
        where T : struct, INumber<T> => a is int && (T.IsZero(b) || b == -T.One);

    private static object? Fold(ExpressionType kind, bool a, bool b) => kind switch
    {
        ExpressionType.And => a & b,
        ExpressionType.Or => a | b,
        ExpressionType.ExclusiveOr => a ^ b,
        ExpressionType.Equal => a == b,
        ExpressionType.NotEqual => a != b,
        _ => null,
    };

    private static object? Fold(UnaryExpression u, object? a) => (u.NodeType, a) switch
    {
        (ExpressionType.Negate, double x) => -x,
        (ExpressionType.Negate, float x) => -x,
        (ExpressionType.Negate, int x) => unchecked(-x),
        (ExpressionType.Not, bool x) => !x,
        (ExpressionType.Convert, double x) when u.Type == typeof(float) => (float)x,
        (ExpressionType.Convert, float x) when u.Type == typeof(double) => (double)x,
        (ExpressionType.Convert, int x) when u.Type == typeof(double) => (double)x,
        (ExpressionType.Convert, int x) when u.Type == typeof(float) => (float)x,
        (ExpressionType.Convert, long x) when u.Type == typeof(double) => (double)x,
        _ => null,
    };
}
