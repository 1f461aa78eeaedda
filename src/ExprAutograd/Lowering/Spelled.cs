using System.Linq.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Lowering;

/// <summary>Array operations that are calls in a program and syntax in C#: what is emitted reads, and runs, as a person would write it.</summary>
internal static class Spelled
{
    public static Expression AsSyntax(Expression value)
    {
        if (value is not MethodCallExpression call || (call.Method.DeclaringType != typeof(ArrayOperators) && call.Method.DeclaringType != typeof(MatrixOperators))) return value;
        var arguments = call.Arguments;
        return call.Method.Name switch
        {
            // An array is named twice below; a name costs nothing, an expression would run twice.
            nameof(ArrayOperators.ZerosLike) when arguments[0] is ParameterExpression && call.Type.GetArrayRank() == 1 && !call.Type.GetElementType()!.IsArray =>
                Expression.NewArrayBounds(call.Type.GetElementType()!, Expression.ArrayLength(arguments[0])),
            nameof(ArrayOperators.ZerosLike) when arguments[0] is ParameterExpression && call.Type.GetArrayRank() == 2 =>
                Expression.NewArrayBounds(call.Type.GetElementType()!, Length(arguments[0], 0), Length(arguments[0], 1)),
            nameof(MatrixOperators.Zeros) => Expression.NewArrayBounds(typeof(double), arguments),
            nameof(ArrayOperators.Load) when arguments[0].Type.GetArrayRank() == 2 => Expression.ArrayAccess(arguments[0], arguments[1], arguments[2]),
            nameof(ArrayOperators.Load) => Expression.ArrayIndex(Expression.ArrayIndex(arguments[0], arguments[1]), arguments[2]),
            _ => value,
        };
    }

    private static MethodCallExpression Length(Expression array, int dimension) =>
        Expression.Call(array, typeof(Array).GetMethod(nameof(Array.GetLength))!, Expression.Constant(dimension));
}
