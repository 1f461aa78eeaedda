using System.Linq.Expressions;

namespace ExprAutograd;

/// <summary>The base of every error that says a function cannot be differentiated or compiled as written.</summary>
/// <remarks>Its message names the subexpression in the user's own words, the reason, and the remedy.</remarks>
public abstract class AutogradException : Exception
{
    private protected AutogradException(string message, Expression? expression, string reason, string remedy)
        : base(message)
    {
        Expression = expression;
        Reason = reason;
        Remedy = remedy;
    }

    /// <summary>The subexpression that is at fault, as the user wrote it; null when the fault is in the call itself.</summary>
    public Expression? Expression { get; }

    /// <summary>Why it cannot be done, one sentence.</summary>
    public string Reason { get; }

    /// <summary>What to write instead, one sentence.</summary>
    public string Remedy { get; }
}

/// <summary>A construct of the user's function has no meaning under the transform that was asked for.</summary>
public sealed class UnsupportedExpressionException : AutogradException
{
    internal UnsupportedExpressionException(Expression? expression, string where, string reason, string remedy)
        : base(where.Length == 0 ? $"{reason} {remedy}" : $"{reason} It stands in '{where}'. {remedy}", expression, reason, remedy)
    {
    }
}

/// <summary>A function that the result depends on has no derivative rule.</summary>
public sealed class MissingRuleException : AutogradException
{
    internal MissingRuleException(Expression? expression, string operatorName, string where, string remedy)
        : base($"No derivative rule for '{operatorName}', used in '{where}'. {remedy}", expression, $"No derivative rule for '{operatorName}'.", remedy) =>
        Operator = operatorName;

    /// <summary>The name of the operator without a rule, such as <c>Foo.Bar</c>.</summary>
    public string Operator { get; }
}
