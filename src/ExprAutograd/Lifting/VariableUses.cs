using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>How often each variable is written and read, kept up to date while statements are moved.</summary>
internal sealed class VariableUses
{
    private const int Often = 2;

    private readonly Dictionary<ParameterExpression, (int Writes, int Reads)> counts = [];

    public VariableUses(IEnumerable<BasicBlock> blocks)
    {
        foreach (var block in blocks)
        {
            foreach (var statement in block.Statements) Add(statement, 1);
            if (Exits.ValueOf(block.Exit) is { } value) Add(value, 1);
        }
    }

    public int Reads(ParameterExpression variable) => counts.GetValueOrDefault(variable).Reads;

    public int Writes(ParameterExpression variable) => counts.GetValueOrDefault(variable).Writes;

    /// <summary>Counts what <paramref name="root"/> mentions; a mention that may run more than once counts as often.</summary>
    public void Add(Expression root, int sign)
    {
        var pending = new List<(Expression Node, int Weight)> { (root, sign) };
        var children = new List<Expression>();
        while (pending.Count > 0)
        {
            var (node, weight) = pending[^1];
            pending.RemoveAt(pending.Count - 1);
            switch (node)
            {
                case ParameterExpression p:
                    Count(p, 0, weight);
                    continue;
                case BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression v } assignment:
                    Count(v, weight, 0);
                    pending.Add((assignment.Right, weight));
                    continue;
                case BinaryExpression { NodeType: ExpressionType.Assign, Left: MemberExpression member }:
                    Expression target = member;
                    while (target is MemberExpression { Expression: { } inner }) target = inner;
                    if (target is ParameterExpression structure) Count(structure, Often * weight, Often * weight);
                    break;
                case LambdaExpression or LoopExpression: weight *= Often; break;
            }
            children.Clear();
            ExpressionChildren.Push(node, children);
            foreach (var child in children) pending.Add((child, weight));
        }
    }

    public void Forget(ParameterExpression variable) => counts.Remove(variable);

    private void Count(ParameterExpression variable, int writes, int reads)
    {
        var known = counts.GetValueOrDefault(variable);
        counts[variable] = (known.Writes + writes, known.Reads + reads);
    }
}

/// <summary>The expression that an exit computes.</summary>
internal static class Exits
{
    public static Expression? ValueOf(Exit exit) => exit switch
    {
        Branch b => b.Test,
        Select s => s.Value,
        Leave l => l.Value,
        Fail f => f.Exception,
        _ => null,
    };

    public static Exit WithValue(Exit exit, Expression value) => exit switch
    {
        Branch b => b with { Test = value },
        Select s => s with { Value = value },
        Leave => new Leave(value),
        Fail => new Fail(value),
        _ => exit,
    };
}
