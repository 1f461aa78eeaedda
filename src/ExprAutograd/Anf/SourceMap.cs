using System.Linq.Expressions;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Anf;

/// <summary>Which of the user's subexpressions a variable came from, so that an error speaks in the user's words.</summary>
internal sealed class SourceMap
{
    private readonly Dictionary<ParameterExpression, (Expression Node, Expression? Parent)> origins = [];

    public void Add(ParameterExpression variable, Expression node, Expression? parent) => origins.TryAdd(variable, (node, parent));

    /// <summary>The user's expression that <paramref name="variable"/> is the value of.</summary>
    public Expression? NodeOf(ParameterExpression variable) => origins.TryGetValue(variable, out var origin) ? origin.Node : null;

    /// <summary>The text in which the expression of <paramref name="variable"/> stands.</summary>
    public string Where(ParameterExpression variable, Expression fallback) => origins.TryGetValue(variable, out var origin)
        ? ErrorText.Of(origin.Parent ?? origin.Node, origin.Node)
        : ErrorText.Of(fallback);
}

/// <summary>The user's expression as one line of C# of bearable length.</summary>
internal static class ErrorText
{
    private const int LongestLine = 160;

    public static string Of(Expression expression)
    {
        var text = CSharpPrinter.Print(expression, depthLimit: 12).ReplaceLineEndings(" ");
        return text.Length <= LongestLine ? text : text[..(LongestLine - 4)] + " ...";
    }

    /// <summary>The text of <paramref name="outer"/>, or of <paramref name="inner"/> alone where the outer is too long to show it.</summary>
    public static string Of(Expression outer, Expression inner)
    {
        var text = outer is LambdaExpression lambda ? Of(lambda.Body) : Of(outer);
        return text.EndsWith(" ...", StringComparison.Ordinal) ? Of(inner) : text;
    }

    public static UnsupportedExpressionException Unsupported(Expression node, string reason, string remedy) =>
        new(node, Of(node), reason, remedy);
}
