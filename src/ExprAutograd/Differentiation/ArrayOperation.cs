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
        || (value is MethodCallExpression m && (m.Method.DeclaringType == typeof(ArrayOperators) || m.Method.DeclaringType == typeof(MatrixOperators)));

    /// <summary>The array with the value stored at one index, or at two.</summary>
    public static Expression Store(params Expression[] arrayIndicesAndValue) => Call(nameof(ArrayOperators.Store), arrayIndicesAndValue);

    /// <summary>The array with a value added at one index, or at two.</summary>
    public static Expression AddAt(params Expression[] arrayIndicesAndValue) => Call(nameof(ArrayOperators.AddAt), arrayIndicesAndValue);

    /// <summary>The element at one index, or at two.</summary>
    public static Expression Load(Expression array, params Expression[] indices) =>
        indices.Length == 1 ? Expression.ArrayIndex(array, indices[0]) : Call(nameof(ArrayOperators.Load), [array, .. indices]);

    public static Expression Count(Expression array) => array.Type.GetArrayRank() == 1 && !array.Type.GetElementType()!.IsArray ? Expression.ArrayLength(array) : Call(nameof(ArrayOperators.Count), array);

    public static Expression UnitLike(Expression array, Expression index) => Call(nameof(ArrayOperators.UnitLike), array, index);

    public static Expression Flatten(Expression array) => Call(nameof(ArrayOperators.Flatten), array);

    public static Expression Reshape(Expression flat, Expression like) => Call(nameof(ArrayOperators.Reshape), flat, like);

    /// <summary>True for an operation that reads nothing of its array but the shape.</summary>
    public static bool DependsOnShapeOnly(Expression value) => IsOne(value, nameof(ArrayOperators.ZerosLike)) || IsOne(value, nameof(ArrayOperators.UnitLike)) || IsOne(value, nameof(ArrayOperators.Count))
        || value is MethodCallExpression { Method: { Name: nameof(Array.GetLength) } m } && m.DeclaringType == typeof(Array);

    /// <summary>True for an operation that is linear in its arrays and numbers: its tangent is itself, on tangents.</summary>
    public static bool IsLinear(Expression value) => value is MethodCallExpression m && (m.Method.DeclaringType == typeof(MatrixOperators)
        ? m.Method.Name.StartsWith(nameof(MatrixOperators.With), StringComparison.Ordinal)
        : m.Method.DeclaringType == typeof(ArrayOperators) && m.Method.Name is nameof(ArrayOperators.Store) or nameof(ArrayOperators.AddAt)
            or nameof(ArrayOperators.Sum) or nameof(ArrayOperators.Copy) or nameof(ArrayOperators.Load) or nameof(ArrayOperators.Flatten) or nameof(ArrayOperators.Reshape));

    public static Expression ZerosLike(Expression array) => Call(nameof(ArrayOperators.ZerosLike), array);

    public static Expression Sum(Expression a, Expression b) => Call(nameof(ArrayOperators.Sum), a, b);

    /// <summary>A zero of the atom's type: the number, or an array of zeros like it.</summary>
    public static Expression Zero(ProgramBuilder builder, Expression like) =>
        like.Type.IsArray ? builder.Bind(ZerosLike(like)) : Atom.Zero(like.Type);

    public static Expression Copy(Expression array) => Call(nameof(ArrayOperators.Copy), array);

    private static MethodCallExpression Call(string name, params Expression[] arguments) => ArrayMethods.TryCall(name, arguments)
        ?? throw ErrorText.Unsupported(arguments[0], $"Arrays of type {NumericTypes.Name(arguments[0].Type)} carry no derivative here.", "Use double[] or float[].");
}
