using System.Linq.Expressions;

namespace ExprAutograd.Anf;

/// <summary>An operand of an equation: a variable or a constant.</summary>
internal static class Atom
{
    public static bool Is(Expression e) => e is ParameterExpression or ConstantExpression;

    /// <summary>True for one variable, or constants of one type with equal bits (0 and -0 differ).</summary>
    public static bool AreSame(Expression a, Expression b) =>
        ReferenceEquals(a, b) || (a is ConstantExpression c && b is ConstantExpression d && c.Type == d.Type && Equals(c.Value, d.Value)
            && !(c.Value is double x && double.IsNegative(x) != double.IsNegative((double)d.Value!)) && !(c.Value is float y && float.IsNegative(y) != float.IsNegative((float)d.Value!)));

    public static ConstantExpression Constant<T>(T value) => Expression.Constant(value, typeof(T));

    /// <summary>The constant <paramref name="value"/> as a <paramref name="type"/> (double, float).</summary>
    public static ConstantExpression Number(double value, Type type) =>
        type == typeof(float) ? Expression.Constant((float)value) : Expression.Constant(value);

    public static ConstantExpression Zero(Type type) => Number(0, type);

    /// <summary>True when the atom is a floating constant with exactly this value; +0 and -0 differ.</summary>
    public static bool IsNumber(Expression e, double value) => e is ConstantExpression c && c.Value switch
    {
        double d => d.Equals(value) && double.IsNegative(d) == double.IsNegative(value),
        float f => ((double)f).Equals(value) && float.IsNegative(f) == double.IsNegative(value),
        _ => false,
    };

    public static bool TryGetNumber(Expression e, out double value)
    {
        (value, var found) = e is ConstantExpression c
            ? c.Value switch { double d => (d, true), float f => (f, true), _ => (0d, false) }
            : (0d, false);
        return found;
    }

    /// <summary>The product of two known numbers, as when a cotangent that is a number passes through a factor that is one; null for anything else.</summary>
    public static ConstantExpression? KnownProduct(Expression e) =>
        e is BinaryExpression { NodeType: ExpressionType.Multiply, Method: null } b && TryGetNumber(b.Left, out var x) && TryGetNumber(b.Right, out var y) ? Number(x * y, e.Type) : null;

    public static bool TryGetInteger(Expression e, out int value)
    {
        value = e is ConstantExpression { Value: int i } ? i : 0;
        return e is ConstantExpression { Value: int };
    }
}
