using System.Collections.Immutable;
using System.Linq.Expressions;

namespace ExprAutograd.Rules;

/// <summary>The derivative of one operator: a pullback per operand, and a pushforward where one pays.</summary>
/// <param name="Pullbacks">One per operand, over (operands, result, cotangent); null for an operand that carries no derivative.</param>
/// <param name="Pushforward">Over (operands, result, tangents of the floating operands); null when it is derived from the pullbacks.</param>
/// <param name="Refusals">For an operand whose derivative does not exist in closed form: the reason.</param>
internal sealed record Rule(
    ImmutableArray<LambdaExpression?> Pullbacks,
    LambdaExpression? Pushforward,
    ImmutableDictionary<int, string> Refusals)
{
    /// <summary>The derivative is zero wherever it exists: floor, sign, comparisons.</summary>
    public bool IsZero { get; init; }
}
