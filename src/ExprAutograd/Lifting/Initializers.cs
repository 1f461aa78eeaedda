using System.Linq.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Puts the contents that an array or an object gets right after it is made back into the expression that makes it.</summary>
/// <remarks>
/// <code>
/// t = new double[2]; t[0] = x; t[1] = y; f(t)          becomes          f(new[] { x, y })
/// </code>
/// Only where the compiler made the variable: an array that the user fills by statements stays as written.
/// </remarks>
internal static class Initializers
{
    /// <summary>Contents beyond this are stores to elements, as a loop would make them.</summary>
    private const int MostElements = 4096;

    /// <summary>Tries it for the statement at <paramref name="start"/>.</summary>
    public static bool Collapse(BasicBlock block, int start, VariableUses uses)
    {
        if (block.Statements[start] is not BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression variable, Right: var made }) return false;
        var stores = block.Statements.Skip(start + 1).TakeWhile(s => IsStoreTo(variable, s)).Cast<BinaryExpression>().ToList();
        Expression? whole = made switch
        {
            _ when stores.Count == 0 => null,
            NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions: [ConstantExpression { Value: int length }] } => ToArray(variable.Type.GetElementType()!, length, stores),
            NewExpression { Type.IsValueType: false } created => Expression.MemberInit(created, stores.Select(s => Expression.Bind(((MemberExpression)s.Left).Member, s.Right))),
            _ => null,
        };
        if (whole is null) return false;
        foreach (var statement in block.Statements.Skip(start).Take(stores.Count + 1)) uses.Add(statement, -1);
        block.Statements[start] = Expression.Assign(variable, whole);
        uses.Add(block.Statements[start], 1);
        block.Statements.RemoveRange(start + 1, stores.Count);
        return true;
    }

    private static NewArrayExpression? ToArray(Type elementType, int length, List<BinaryExpression> stores)
    {
        if (length > MostElements) return null;
        var elements = new Expression[length];
        var last = -1;
        foreach (var store in stores)
        {
            // The contents run in the order of the elements.
            if (((IndexExpression)store.Left).Arguments is not [ConstantExpression { Value: int index }] || index <= last || index >= length) return null;
            elements[index] = store.Right;
            last = index;
        }
        for (var k = 0; k < length; k++) elements[k] ??= elementType.IsValueType ? Expression.Constant(Activator.CreateInstance(elementType), elementType) : Expression.Constant(null, elementType);
        return Expression.NewArrayInit(elementType, elements);
    }

    private static bool IsStoreTo(ParameterExpression variable, Expression statement) =>
        statement is BinaryExpression { NodeType: ExpressionType.Assign, Left: var target, Right: var value }
        && ((target is IndexExpression { Object: var array } && array == variable) || (target is MemberExpression { Expression: { } made } && made == variable))
        && !Effects.Of(value).Mentions(variable);
}
