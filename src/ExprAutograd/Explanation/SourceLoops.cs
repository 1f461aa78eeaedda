using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Explanation;

/// <summary>Which of the user's loops a compiled loop is made of: those whose operations it holds.</summary>
internal sealed class SourceLoops
{
    private const int LongestText = 72;

    private readonly SourceMap source;

    /// <summary>The user's loop, by its index, that each of their variables stands in.</summary>
    private readonly Dictionary<ParameterExpression, ParameterExpression> homes = [];

    public SourceLoops(SourceMap source)
    {
        this.source = source;
        if (source.Program is { } program) Note(program, null);
    }

    /// <summary>The user's loops in <paramref name="loop"/>; none in one that the compiler made.</summary>
    public ImmutableArray<SourceLoop> Of(LoopRegion loop)
    {
        var found = new List<(ParameterExpression Index, bool IsAdjoint)>();
        Collect(loop, found);
        return [.. found.Distinct().Where(f => source.LoopOf(f.Index) is not null).Select(f => Describe(source.LoopOf(f.Index)!, f.IsAdjoint)).Distinct()];
    }

    /// <summary>The user's words for a value; empty where there are none.</summary>
    public string TextOf(Expression atom) => atom switch
    {
        ConstantExpression => CSharpPrinter.Print(atom),
        ParameterExpression p when source.NodeOf(source.OriginalOf(p)) is { } node => IsWritten(node) ? Shorten(Head(node)) : "",
        ParameterExpression { Name: { } name } => name,
        _ => "",
    };

    private void Note(AnfProgram program, ParameterExpression? home)
    {
        foreach (var equation in program.Equations)
        {
            if (home is not null)
                foreach (var variable in equation.Variables) homes[variable] = home;
            if (equation.Value is not Region region) continue;
            foreach (var nested in region.Programs) StackGuard.Run(() => { Note(nested, region is LoopRegion loop ? loop.Index : home); return 0; });
        }
    }

    private void Collect(LoopRegion loop, List<(ParameterExpression Index, bool IsAdjoint)> found)
    {
        var copied = new List<ParameterExpression>();
        foreach (var parameter in loop.Body.Parameters) Add(parameter);
        Walk(loop.Body);

        // What an adjoint computes again is no second run of the loop.
        foreach (var home in copied)
            if (!found.Contains((home, true))) found.Add((home, false));

        void Walk(AnfProgram program)
        {
            foreach (var equation in program.Equations)
            {
                foreach (var variable in equation.Variables) Add(variable);
                if (equation.Value is IfRegion branch)
                    foreach (var side in branch.Programs) StackGuard.Run(() => { Walk(side); return 0; });
            }
        }

        void Add(ParameterExpression variable)
        {
            var original = source.OriginalOf(variable);
            var home = source.LoopOf(original) is not null ? original : homes.GetValueOrDefault(original);
            if (source.AdjointLoopOf(original) is { } adjoint) found.Add((source.OriginalOf(adjoint), true));
            else if (home is null) return;
            else if (original == variable) found.Add((home, false));
            else copied.Add(home);
        }
    }

    /// <summary>False for an operator of the compiler's, put in place of what the user wrote.</summary>
    private static bool IsWritten(Expression node) => node is not MethodCallExpression { Method.DeclaringType: { IsPublic: false, Namespace: var space } } || space != typeof(Operators.ArrayOperators).Namespace;

    private static SourceLoop Describe(Expression node, bool isAdjoint)
    {
        var text = node is LambdaExpression point ? $"each point of {OneLine(point)}" : Head(node);
        return new SourceLoop(Shorten(text), SourceLines.Find(node), isAdjoint);
    }

    private static string Head(Expression node) => node switch
    {
        LoopExpression loop when HeadOf(loop) is { } test => $"while ({OneLine(test)})",
        LoopExpression => "loop",
        _ => OneLine(node),
    };

    /// <summary>The condition that a loop begins with; null where it begins otherwise.</summary>
    private static Expression? HeadOf(LoopExpression loop)
    {
        var first = loop.Body;
        while (first is BlockExpression { Expressions: [var statement, ..] }) first = statement;
        if (first is not ConditionalExpression { Type: var type } choice || type != typeof(void)) return null;
        if (IsBreak(choice.IfFalse)) return choice.Test;
        return IsBreak(choice.IfTrue) ? Negated(choice.Test) : null;

        bool IsBreak(Expression e)
        {
            while (e is BlockExpression { Expressions: [var only] }) e = only;
            return e is GotoExpression jump && jump.Target == loop.BreakLabel;
        }
    }

    private static Expression Negated(Expression test) => test is UnaryExpression { NodeType: ExpressionType.Not } not ? not.Operand : Expression.Not(test);

    private static string OneLine(Expression node) => string.Join(' ', CSharpPrinter.Print(node, depthLimit: 12).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Shorten(string text) => text.Length <= LongestText ? text : text[..(LongestText - 4)] + " ...";
}
