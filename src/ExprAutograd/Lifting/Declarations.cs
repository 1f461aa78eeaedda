using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Finds for each variable of a method the innermost sequence of statements that holds all its mentions.</summary>
internal sealed class Declarations
{
    private readonly Variables variables;
    private readonly Dictionary<ParameterExpression, Scope> scopes = [];
    private readonly List<Expression> pending = [];

    private Declarations(Variables variables) => this.variables = variables;

    private sealed record Scope(List<Code> Code, Scope? Parent, int Depth);

    public static Dictionary<List<Code>, List<ParameterExpression>> Place(List<Code> code, Variables variables)
    {
        var declarations = new Declarations(variables);
        declarations.Walk(code, null);
        var placed = new Dictionary<List<Code>, List<ParameterExpression>>(ReferenceEqualityComparer.Instance);
        foreach (var (variable, scope) in declarations.scopes)
        {
            if (!placed.TryGetValue(scope.Code, out var list)) placed[scope.Code] = list = [];
            list.Add(variable);
        }
        return placed;
    }

    private void Walk(List<Code> code, Scope? parent)
    {
        var scope = new Scope(code, parent, parent is null ? 0 : parent.Depth + 1);
        foreach (var statement in code)
        {
            switch (statement)
            {
                case Run r: Mention(r.Statement, scope); break;
                case Return { Value: { } value }: Mention(value, scope); break;
                case If c:
                    Mention(c.Test, scope);
                    Walk(c.Then, scope);
                    Walk(c.Else, scope);
                    break;
                case Repeat r: Walk(r.Body, scope); break;
                case Choice c:
                    Mention(c.Value, scope);
                    foreach (var (_, body) in c.Cases) Walk(body, scope);
                    Walk(c.Default, scope);
                    break;
            }
        }
    }

    private void Mention(Expression root, Scope scope)
    {
        pending.Add(root);
        while (pending.Count > 0)
        {
            var next = pending[^1];
            pending.RemoveAt(pending.Count - 1);
            if (next is ParameterExpression variable)
            {
                if (variables.Owns(variable)) scopes[variable] = scopes.TryGetValue(variable, out var known) ? Common(known, scope) : scope;
                continue;
            }
            ExpressionChildren.Push(next, pending);
        }
    }

    private static Scope Common(Scope a, Scope b)
    {
        while (a != b)
        {
            if (a.Depth >= b.Depth) a = a.Parent!;
            else b = b.Parent!;
        }
        return a;
    }
}
