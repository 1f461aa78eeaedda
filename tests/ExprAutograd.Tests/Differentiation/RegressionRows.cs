using System.Linq.Expressions;

namespace ExprAutograd.Tests.Differentiation;

/// <summary>Functions that once failed, as small as they could be made.</summary>
internal static class RegressionRows
{
    public static (string Why, LambdaExpression Function)[] All { get; } =
    [
    ];
}
