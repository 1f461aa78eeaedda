using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Differentiation;

/// <summary>The array operations, as both modes build and recognise them.</summary>
internal static class ArrayOperation
{
    public static bool IsOne(Expression value, string name) =>
        value is MethodCallExpression { Method: { } m } && m.DeclaringType == typeof(ArrayOperators) && m.Name == name;

    public static bool IsAny(Expression value) =>
        value is NewArrayExpression or BinaryExpression { NodeType: ExpressionType.ArrayIndex } or UnaryExpression { NodeType: ExpressionType.ArrayLength }
        || (value is MethodCallExpression m && m.Method.DeclaringType == typeof(ArrayOperators));

    public static Expression Store(Expression array, Expression index, Expression value) =>
        Expression.Call(typeof(ArrayOperators), nameof(ArrayOperators.Store), [array.Type.GetElementType()!], array, index, value);

    public static Expression AddAt(Expression array, Expression index, Expression value) => Call(nameof(ArrayOperators.AddAt), array, index, value);

    public static Expression ZerosLike(Expression array) => Call(nameof(ArrayOperators.ZerosLike), array);

    public static Expression Sum(Expression a, Expression b) => Call(nameof(ArrayOperators.Sum), a, b);

    /// <summary>A zero of the atom's type: the number, or an array of zeros like it.</summary>
    public static Expression Zero(ProgramBuilder builder, Expression like) =>
        like.Type.IsArray ? builder.Bind(ZerosLike(like)) : Atom.Zero(like.Type);

    private static Expression Call(string name, params Expression[] arguments) =>
        Expression.Call(typeof(ArrayOperators).GetMethod(name, [.. arguments.Select(a => a.Type)])
            ?? throw ErrorText.Unsupported(arguments[0], $"Arrays of type {NumericTypes.Name(arguments[0].Type)} carry no derivative here.", "Use double[] or float[]."), arguments);
}
