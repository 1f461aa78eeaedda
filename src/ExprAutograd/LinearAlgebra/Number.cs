using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.LinearAlgebra;

/// <summary>Scalars of the element type: constants, and the elementary functions as MathNet computes them.</summary>
internal static class Number
{
    public static ConstantExpression Of(double value, Type type) =>
        type == typeof(float) ? Expression.Constant((float)value) : type == typeof(int) ? Expression.Constant((int)value) : Expression.Constant(value);

    public static Expression As(Type type, Expression value) => value.Type == type ? value : Expression.Convert(value, type);

    /// <summary>A function of <see cref="Math"/>; on floats computed in double and rounded once, as MathNet does.</summary>
    public static Expression Call(string function, params Expression[] operands) => Call(typeof(Math), function, operands);

    /// <summary>A function over doubles of any class.</summary>
    public static Expression Call(Type owner, string function, params Expression[] operands)
    {
        var method = owner.GetMethod(function, [.. operands.Select(_ => typeof(double))])!;
        return As(operands[0].Type, Expression.Call(method, operands.Select(o => As(typeof(double), o))));
    }

    /// <summary>A function of <see cref="Math"/> that is exact in every type: one of the element type.</summary>
    public static Expression Exact(string function, params Expression[] operands) =>
        Expression.Call(typeof(Math).GetMethod(function, BindingFlags.Public | BindingFlags.Static, [.. operands.Select(o => o.Type)])!, operands);
}
