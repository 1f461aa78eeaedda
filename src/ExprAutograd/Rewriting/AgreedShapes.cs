using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Comparisons and checks of a dimension with itself: what a rule's own matrices make of the checks that a user's need.</summary>
/// <remarks>
/// <code>
/// SquareOrder(n, n)                  n
/// OblongColumns(n, n)                0
/// RightSides(n, n, columns, text)    columns
/// n == n                             true
/// </code>
/// Then a factorisation in a rule is the one that the function computed.
/// </remarks>
internal static class AgreedShapes
{
    /// <summary>The atom that <paramref name="value"/> is, or null.</summary>
    public static Expression? TryFold(Expression value) => value switch
    {
        BinaryExpression { NodeType: ExpressionType.Equal, Method: null } b when NumericTypes.IsInteger(b.Left.Type) && Atom.AreSame(b.Left, b.Right) => Expression.Constant(true),
        MethodCallExpression { Method.DeclaringType: var owner } call when owner == typeof(SystemShapes) && Atom.AreSame(call.Arguments[0], call.Arguments[1]) => call.Method.Name switch
        {
            nameof(SystemShapes.SquareOrder) => call.Arguments[0],
            nameof(SystemShapes.RightSides) => call.Arguments[2],
            _ => Expression.Constant(0),
        },
        _ => null,
    };
}
