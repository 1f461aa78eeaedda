using System.Linq.Expressions;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Lifting;

/// <summary>Sees through variables that only repeat another, or a constant that lifting put there.</summary>
/// <remarks>
/// <code>
/// t = x; offset = 0; t[offset + i]          becomes          x[i]
/// </code>
/// Both variables are written once, so the first write comes before the second and the second before every read: no read sees a difference.
/// (That a write stands in a loop changes nothing: to run again it would run before the copy does.)
/// </remarks>
internal sealed class CopyPropagation : ExpressionVisitor
{
    private readonly Dictionary<ParameterExpression, Expression> known = [];

    public static bool Run(List<BasicBlock> blocks, Variables variables)
    {
        var uses = new VariableUses(blocks);
        var copies = new CopyPropagation();
        foreach (var block in blocks)
            foreach (var statement in block.Statements)
                if (statement is BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression variable, Right: var value } && variables.Owns(variable) && uses.Writes(variable) == 1)
                    copies.Learn(variable, value, variables, uses);
        if (copies.known.Count == 0) return false;

        foreach (var block in blocks)
        {
            for (var k = block.Statements.Count - 1; k >= 0; k--)
            {
                if (copies.IsSeenThrough(block.Statements[k])) block.Statements.RemoveAt(k);
                else block.Statements[k] = copies.Visit(block.Statements[k]);
            }
            if (Exits.ValueOf(block.Exit) is { } value) block.Exit = Exits.WithValue(block.Exit, copies.Visit(value));
        }
        return true;
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node) => node is null ? null : StackGuard.Run(() => base.Visit(node));

    protected override Expression VisitParameter(ParameterExpression node) => Resolve(node);

    protected override Expression VisitBinary(BinaryExpression node)
    {
        var visited = base.VisitBinary(node);
        return visited is BinaryExpression { NodeType: ExpressionType.Add, Left: ConstantExpression { Value: 0 }, Right: var right } && visited != node ? right : visited;
    }

    private void Learn(ParameterExpression variable, Expression value, Variables variables, VariableUses uses)
    {
        if (value.Type != variable.Type) return;
        switch (value)
        {
            case ParameterExpression source when Resolve(source) != Resolve(variable) && IsFixed(source):
                // Of the two the one that the user named is kept.
                if (variables.Added.Contains(source) && !variables.Added.Contains(variable) && !known.ContainsKey(source)) known[source] = variable;
                else known[variable] = source;
                break;
            case ConstantExpression when variables.Added.Contains(variable): known[variable] = value; break;
            case UnaryExpression { NodeType: ExpressionType.ArrayLength, Operand: ParameterExpression array } when variables.Added.Contains(variable) && IsFixed(array): known[variable] = value; break;
        }

        bool IsFixed(ParameterExpression source) => uses.Writes(source) == (variables.Owns(source) ? 1 : 0) && (variables.Owns(source) || variables.IsParameter(source));
    }

    private bool IsSeenThrough(Expression statement) =>
        statement is BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression variable, Right: var value }
        && (known.ContainsKey(variable) ? known[variable] == value || (value is ParameterExpression p && Resolve(p) == Resolve(variable)) : value is ParameterExpression source && Resolve(source) == variable);

    private Expression Resolve(ParameterExpression variable)
    {
        Expression resolved = variable;
        while (resolved is ParameterExpression p && known.TryGetValue(p, out var next)) resolved = next;
        return resolved is UnaryExpression { Operand: ParameterExpression array } length && known.ContainsKey(array) ? length.Update(Resolve(array)) : resolved;
    }
}
