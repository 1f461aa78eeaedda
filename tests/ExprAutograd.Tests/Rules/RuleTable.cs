using System.Linq.Expressions;
using ExprAutograd.Compilation;
using ExprAutograd.Operators;
using ExprAutograd.Rules;

namespace ExprAutograd.Tests.Rules;

/// <summary>All rows of the table, and how a row is checked against a rule set.</summary>
internal static class RuleTable
{
    public static RuleRow[] Smooth { get; } = [.. ElementaryRows.All, .. SpecialFunctionRows.All, .. MarkerRows.All];

    public static RuleRow[] Edges { get; } = [.. EdgeRows.All];

    /// <summary>The operators that a row's lambda applies.</summary>
    public static IEnumerable<OperatorKey> OperatorsOf(RuleRow row)
    {
        var collector = new Collector();
        collector.Visit(row.Operator.Body);
        return collector.Found;
    }

    /// <summary>What is wrong at the first point where the row and the compiled derivatives part; null where all agree.</summary>
    public static string? FirstFailure(RuleRow row, DifferentiationMode mode, RuleSet rules)
    {
        var compiled = new CompiledDerivatives(row.Operator, mode, rules);
        foreach (var point in row.Points)
        {
            var (value, gradient) = compiled.ValueAndGradient(point.X);
            var difference = Closeness.Difference("value", value, point.Value, point.Tolerance)
                ?? Closeness.Difference("gradient", gradient, point.Gradient, point.Tolerance);
            if (difference is null && point.Hessian is { } expected) difference = Closeness.Difference("Hessian", compiled.Hessian(point.X), expected, point.Tolerance);
            if (difference is not null) return $"{row.Name} at ({string.Join(", ", point.X)}) in {mode} mode: {difference}. {point.Why}";
        }
        return null;
    }

    private sealed class Collector : ExpressionVisitor
    {
        public List<OperatorKey> Found { get; } = [];

        public override Expression? Visit(Expression? node)
        {
            if (node is MethodCallExpression call && Components.Of(call.Method) is { } components) Found.AddRange(components.Select(c => OperatorKey.Of(c.Body)));
            else if (node is MethodCallExpression marked) Found.Add(OperatorKey.Of(CanonicalAttribute.Of(marked.Method)));
            else if (node is BinaryExpression or UnaryExpression) Found.Add(OperatorKey.Of(node));
            return base.Visit(node);
        }
    }
}
