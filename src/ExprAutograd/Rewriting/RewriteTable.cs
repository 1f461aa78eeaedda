using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Rewrites as pairs of lambdas: a pattern, and what it becomes.</summary>
/// <remarks>
/// Every one is exact: the same bits for every operand, NaN, infinities and the sign of zero included. That is why <c>x + 0 → x</c> is
/// missing (-0 + 0 = +0) and <c>x * 0 → 0</c> is (NaN). <see cref="Elementary.Pow"/> is the one operator that promises fewer bits.
/// </remarks>
internal sealed class RewriteTable
{
    private readonly Dictionary<(ExpressionType, MethodInfo?), List<(Expression Pattern, Expression Replacement)>> rules = [];

    public static RewriteTable Exact { get; } = new RewriteTable()
        .Add(x => x * 1.0, x => x)
        .Add(x => 1.0 * x, x => x)
        .Add(x => x / 1.0, x => x)
        .Add(x => x * -1.0, x => -x)
        .Add(x => -1.0 * x, x => -x)
        .Add(x => x / -1.0, x => -x)
        .Add(x => x - 0.0, x => x)
        .Add(x => x + -0.0, x => x)
        .Add(x => -0.0 + x, x => x)
        .Add(x => -0.0 - x, x => -x)
        .Add(x => -(-x), x => x)
        .Add((a, b) => a + -b, (a, b) => a - b)
        .Add((a, b) => -a + b, (a, b) => b - a)
        .Add((a, b) => a - -b, (a, b) => a + b)
        .Add((a, b) => -a * -b, (a, b) => a * b)
        .Add((a, b) => -a * b, (a, b) => -(a * b))
        .Add((a, b) => a * -b, (a, b) => -(a * b))
        .Add((a, b) => -a / -b, (a, b) => a / b)
        .Add((a, b) => -a / b, (a, b) => -(a / b))
        .Add((a, b) => a / -b, (a, b) => -(a / b))
        .Add(x => Elementary.Pow(x, 0.0), x => 1.0)
        .Add(x => Elementary.Pow(x, 1.0), x => x)
        .Add(x => Elementary.Pow(x, 2.0), x => x * x)
        .Add(x => Elementary.Pow(x, 3.0), x => x * x * x)
        .Add(x => Elementary.Pow(x, 4.0), x => x * x * (x * x))
        .Add(x => Elementary.Pow(x, -1.0), x => 1.0 / x)
        .Add(x => Elementary.Pow(x, -2.0), x => 1.0 / (x * x))
        .Add(x => Elementary.Pow(x, 0.5), x => Math.Sqrt(x));

    public IReadOnlyList<(Expression Pattern, Expression Replacement)> For(Expression value)
    {
        var (kind, _, member) = Operation.Identity(value);
        return rules.TryGetValue((kind, member as MethodInfo), out var found) ? found : [];
    }

    private RewriteTable Add(Expression<Func<double, double>> pattern, Expression<Func<double, double>> replacement) => Add(pattern, (LambdaExpression)replacement);

    private RewriteTable Add(Expression<Func<double, double, double>> pattern, Expression<Func<double, double, double>> replacement) => Add(pattern, (LambdaExpression)replacement);

    private RewriteTable Add(LambdaExpression pattern, LambdaExpression replacement)
    {
        var names = pattern.Parameters.Select((p, k) => (From: replacement.Parameters[k], To: p)).ToDictionary(n => n.From, n => (Expression)n.To);
        var (kind, _, member) = Operation.Identity(pattern.Body);
        if (!rules.TryGetValue((kind, member as MethodInfo), out var list)) rules[(kind, member as MethodInfo)] = list = [];
        list.Add((pattern.Body, Rename(replacement.Body, names)));
        return this;
    }

    private static Expression Rename(Expression e, Dictionary<ParameterExpression, Expression> names) =>
        e is ParameterExpression p ? names[p] : Operation.With(e, [.. Operation.Operands(e).Select(o => Rename(o, names))]);

    /// <summary>Matches atoms and their definitions against a pattern; a double pattern serves float operations too.</summary>
    public static bool Matches(Expression pattern, Expression value, Func<ParameterExpression, Expression?> definition, Dictionary<ParameterExpression, Expression> found)
    {
        switch (pattern)
        {
            case ParameterExpression wildcard:
                if (found.TryGetValue(wildcard, out var known)) return SameAtom(known, value);
                found[wildcard] = value;
                return true;
            case ConstantExpression { Value: double number }:
                return Atom.IsNumber(value, number);
            case UnaryExpression { NodeType: ExpressionType.Negate, Operand: ConstantExpression { Value: double number } }:
                return Atom.IsNumber(value, -number);
        }
        if (value is ParameterExpression variable) value = definition(variable)!;
        if (value is null || pattern.NodeType != value.NodeType || (pattern.NodeType != ExpressionType.Call && !NumericTypes.IsFloating(value.Type))) return false;
        if (pattern is MethodCallExpression p && p.Method != ((MethodCallExpression)value).Method) return false;
        for (var k = 0; k < Operation.OperandCount(pattern); k++)
            if (!Matches(Operation.Operand(pattern, k), Operation.Operand(value, k), definition, found)) return false;
        return true;
    }

    public static bool SameAtom(Expression a, Expression b) =>
        ReferenceEquals(a, b) || (a is ConstantExpression c && b is ConstantExpression d && c.Type == d.Type && Equals(c.Value, d.Value)
            && !(c.Value is double x && double.IsNegative(x) != double.IsNegative((double)d.Value!)) && !(c.Value is float y && float.IsNegative(y) != float.IsNegative((float)d.Value!)));
}
