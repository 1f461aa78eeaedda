using System.Linq.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Arrays made like others: their length is the other's, so that nothing is kept alive to ask.</summary>
internal sealed class ArrayLengths
{
    private readonly Dictionary<ParameterExpression, Expression> like = [];

    public Expression Simplify(Expression value) => value switch
    {
        UnaryExpression { NodeType: ExpressionType.ArrayLength, Operand: ParameterExpression array } when like.TryGetValue(array, out var origin) => Expression.ArrayLength(origin),
        MethodCallExpression { Method: { Name: nameof(ArrayOperators.ZerosLike) } m } call when m.DeclaringType == typeof(ArrayOperators)
            && call.Arguments[0] is ParameterExpression array && like.TryGetValue(array, out var origin) => Expression.Call(m, origin),
        _ => value,
    };

    /// <summary>The array whose length an array has: itself where it is like no other.</summary>
    public Expression OriginOf(Expression array) => array is ParameterExpression p ? like.GetValueOrDefault(p, p) : array;

    /// <summary>Notes that an array has the length of another.</summary>
    public void NoteSame(ParameterExpression variable, ParameterExpression array) => like[variable] = like.GetValueOrDefault(array, array);

    public void Note(ParameterExpression variable, Expression value)
    {
        // A row put in place of another may have another length.
        if (value is MethodCallExpression call && !(call.Method.Name == nameof(ArrayOperators.Store) && call.Arguments[^1].Type.IsArray) && call.Method.DeclaringType == typeof(ArrayOperators)
            && call.Method.Name is nameof(ArrayOperators.ZerosLike) or nameof(ArrayOperators.Store) or nameof(ArrayOperators.AddAt) or nameof(ArrayOperators.Sum) or nameof(ArrayOperators.Copy)
            && call.Arguments[0] is ParameterExpression array)
            NoteSame(variable, array);
    }
}
