using System.Linq.Expressions;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Anf;

/// <summary>Which of the user's subexpressions a variable came from, so that an error speaks in the user's words.</summary>
internal sealed class SourceMap
{
    private readonly Dictionary<ParameterExpression, (Expression Node, Expression? Parent)> origins = [];
    private readonly Dictionary<ParameterExpression, Expression> loops = [];
    private readonly Dictionary<ParameterExpression, ParameterExpression> copies = [];
    private readonly Dictionary<ParameterExpression, ParameterExpression> adjoints = [];

    /// <summary>The user's function before any pass, whose loops the entries are about; null where none was read.</summary>
    public AnfProgram? Program { get; set; }

    /// <summary>The user's function as it was written; null where none was read.</summary>
    public LambdaExpression? Function { get; set; }

    public void Add(ParameterExpression variable, Expression node, Expression? parent) => origins.TryAdd(variable, (node, parent));

    /// <summary>Notes what the user wrote for the loop with this index.</summary>
    public void AddLoop(ParameterExpression index, Expression node) => loops.TryAdd(index, node);

    /// <summary>Notes the fresh variables of a copied program.</summary>
    public void AddCopies(Dictionary<ParameterExpression, Expression> names)
    {
        foreach (var (original, name) in names)
            if (name is ParameterExpression fresh) copies.TryAdd(fresh, original);
    }

    /// <summary>Notes that <paramref name="body"/> is the adjoint of one iteration of the loop with this index.</summary>
    public void AddAdjoint(AnfProgram body, ParameterExpression index)
    {
        foreach (var parameter in body.Parameters) adjoints.TryAdd(parameter, index);
        foreach (var equation in body.Equations)
            foreach (var variable in equation.Variables)
                if (!origins.ContainsKey(variable)) adjoints.TryAdd(variable, index);
    }

    /// <summary>The user's expression that <paramref name="variable"/> is the value of.</summary>
    public Expression? NodeOf(ParameterExpression variable) => origins.TryGetValue(variable, out var origin) ? origin.Node : null;

    /// <summary>What the user wrote for the loop with this index; null for one that the compiler made.</summary>
    public Expression? LoopOf(ParameterExpression index) => loops.GetValueOrDefault(index);

    /// <summary>The variable that this one is a fresh copy of, and itself where it is none.</summary>
    public ParameterExpression OriginalOf(ParameterExpression variable)
    {
        while (copies.TryGetValue(variable, out var original)) variable = original;
        return variable;
    }

    /// <summary>The index of the loop in whose adjoint the variable was made; null where it was not.</summary>
    public ParameterExpression? AdjointLoopOf(ParameterExpression variable) => adjoints.GetValueOrDefault(variable);

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
