using System.Linq.Expressions;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Puts a value that is computed in one statement and read once in the next to where it is read.</summary>
/// <remarks>
/// <code>
/// flag = i &lt; n; if (flag) ...          becomes          if (i &lt; n) ...
/// </code>
/// What the next statement computes before the read must not notice, nor be noticed.
/// </remarks>
internal static class Forwarding
{
    private enum Outcome
    {
        NotThere,
        Found,
        Blocked,
    }

    public static bool Run(BasicBlock block, VariableUses uses, Variables variables)
    {
        var isChanged = false;
        for (var k = block.Statements.Count - 1; k >= 0; k--)
        {
            if (block.Statements[k] is not BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression variable, Right: var value } assignment || !variables.Owns(variable)) continue;
            if (uses.Reads(variable) == 0 && Effects.Of(value).IsPure && value is not InvocationExpression)
            {
                uses.Add(assignment, -1);
                block.Statements.RemoveAt(k);
                isChanged = true;
                continue;
            }

            if (variables.Added.Contains(variable) && Initializers.Collapse(block, k, uses))
            {
                isChanged = true;
                k++;
                continue;
            }

            // Nothing reads a variable after the method returns.
            var isLast = k == block.Statements.Count - 1;
            if (isLast && block.Exit is Leave { Value: ParameterExpression returned } && returned == variable)
            {
                uses.Add(variable, -1);
                uses.Add(assignment, -1);
                value = StackTypes.To(value, variable.Type);
                uses.Add(value, 1);
                block.Exit = new Leave(value);
                block.Statements.RemoveAt(k);
                isChanged = true;
                continue;
            }
            if (uses.Reads(variable) != 1 || uses.Writes(variable) != 1 || value is BlockExpression { Expressions.Count: > 1 }) continue;

            var next = isLast ? Exits.ValueOf(block.Exit) : block.Statements[k + 1];
            if (next is null || Find(next, variable, value, Effects.Of(value)) != Outcome.Found) continue;
            var replaced = new Replacement(variable, StackTypes.To(value, variable.Type)).Visit(next);
            if (isLast) block.Exit = Exits.WithValue(block.Exit, replaced);
            else block.Statements[k + 1] = replaced;
            block.Statements.RemoveAt(k);
            uses.Forget(variable);
            isChanged = true;
        }
        return isChanged;
    }

    /// <summary>Whether running <paramref name="value"/> at the one read of <paramref name="variable"/> in <paramref name="node"/>, instead of before it, is the same.</summary>
    private static Outcome Find(Expression node, ParameterExpression variable, Expression value, Effects effects)
    {
        if (node == variable) return Outcome.Found;
        switch (node)
        {
            case ParameterExpression or ConstantExpression or DefaultExpression: return Own(node, effects);
            case BinaryExpression { NodeType: ExpressionType.Assign } assignment:
                return InTurn(AssignedParts(assignment.Left).Append(assignment.Right), variable, value, effects);
            case BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.OrElse } b:
                return Maybe(b.Left, [b.Right], variable, value, effects);
            case ConditionalExpression c: return Maybe(c.Test, [c.IfTrue, c.IfFalse], variable, value, effects);
            case InvocationExpression { Expression: LambdaExpression lambda } i:
                var inArguments = InTurn(i.Arguments, variable, value, effects);
                return inArguments != Outcome.NotThere ? inArguments : Whole(lambda, variable, effects);
            case LambdaExpression or BlockExpression or LoopExpression or SwitchExpression: return Whole(node, variable, effects);
        }
        var children = new List<Expression>();
        ExpressionChildren.Push(node, children);
        var outcome = StackGuard.Run(() => InTurn(children, variable, value, effects));
        return outcome == Outcome.NotThere ? Own(node, effects) : outcome;
    }

    private static IEnumerable<Expression> AssignedParts(Expression target) => target switch
    {
        IndexExpression i => [i.Object!, .. i.Arguments],
        MemberExpression { Expression: { } inner } => AssignedParts(inner),
        _ => [],
    };

    private static Outcome InTurn(IEnumerable<Expression> nodes, ParameterExpression variable, Expression value, Effects effects)
    {
        foreach (var node in nodes)
            if (Find(node, variable, value, effects) is var outcome && outcome != Outcome.NotThere) return outcome;
        return Outcome.NotThere;
    }

    /// <summary>The first always runs, the others perhaps: only what is free may be moved there.</summary>
    private static Outcome Maybe(Expression first, Expression[] others, ParameterExpression variable, Expression value, Effects effects)
    {
        var outcome = Find(first, variable, value, effects);
        if (outcome != Outcome.NotThere) return outcome;
        if (value is ConstantExpression or ParameterExpression) return InTurn(others, variable, value, effects);
        foreach (var other in others)
            if (Whole(other, variable, effects) == Outcome.Blocked) return Outcome.Blocked;
        return Outcome.NotThere;
    }

    private static Outcome Own(Expression node, Effects effects) => Effects.OfNodeAlone(node).ConflictsWith(effects) ? Outcome.Blocked : Outcome.NotThere;

    private static Outcome Whole(Expression node, ParameterExpression variable, Effects effects)
    {
        var own = Effects.Of(node);
        return own.Mentions(variable) || own.ConflictsWith(effects) ? Outcome.Blocked : Outcome.NotThere;
    }
}

/// <summary>Puts an expression in the place of a variable.</summary>
internal sealed class Replacement(ParameterExpression variable, Expression value) : ExpressionVisitor
{
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node) => node is null ? null : StackGuard.Run(() => base.Visit(node));

    protected override Expression VisitParameter(ParameterExpression node) => node == variable ? value : node;
}
