using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.InteropServices;
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
    private readonly Dictionary<ExpressionType, List<Rewrite>> operators = [];
    private readonly Dictionary<MethodInfo, List<Rewrite>> calls = [];

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

    /// <summary>What <paramref name="value"/> becomes, over the wildcards in <paramref name="found"/>; null when no pattern matches.</summary>
    public Expression? Find(Expression value, Dictionary<ParameterExpression, Expression> definitions, out Dictionary<ParameterExpression, Expression> found)
    {
        found = None;
        var rewrites = value is MethodCallExpression call ? calls.GetValueOrDefault(call.Method) : operators.GetValueOrDefault(value.NodeType);
        if (rewrites is null || (value is BinaryExpression b ? b.Method : (value as UnaryExpression)?.Method) is not null) return null;

        // Which kinds the operands are rules nearly every pattern out, at no cost.
        var first = KindOf(Operation.Operand(value, 0), definitions);
        var second = Operation.OperandCount(value) > 1 ? KindOf(Operation.Operand(value, 1), definitions) : ExpressionType.Default;
        foreach (var rewrite in rewrites)
        {
            if ((rewrite.First is { } f && f != first) || (rewrite.Second is { } s && s != second)) continue;
            found = [];
            if (Matches(rewrite.Pattern, value, definitions, found)) return rewrite.Replacement;
        }
        return null;
    }

    private static readonly Dictionary<ParameterExpression, Expression> None = [];

    /// <param name="Pattern">An operation over wildcards, constants and operations.</param>
    /// <param name="Replacement">What it becomes, over the same wildcards.</param>
    /// <param name="First">What the first operand must be, or be defined as; null for anything.</param>
    /// <param name="Second">The same for the second.</param>
    private sealed record Rewrite(Expression Pattern, Expression Replacement, ExpressionType? First, ExpressionType? Second);

    private static ExpressionType KindOf(Expression atom, Dictionary<ParameterExpression, Expression> definitions) =>
        atom is not ParameterExpression p ? ExpressionType.Constant : definitions.TryGetValue(p, out var definition) ? definition.NodeType : ExpressionType.Parameter;

    private static ExpressionType? Required(Expression pattern, int operand) =>
        operand >= Operation.OperandCount(pattern) || Operation.Operand(pattern, operand) is ParameterExpression ? null : Operation.Operand(pattern, operand).NodeType;

    private RewriteTable Add(Expression<Func<double, double>> pattern, Expression<Func<double, double>> replacement) => Add(pattern, (LambdaExpression)replacement);

    private RewriteTable Add(Expression<Func<double, double, double>> pattern, Expression<Func<double, double, double>> replacement) => Add(pattern, (LambdaExpression)replacement);

    private RewriteTable Add(LambdaExpression pattern, LambdaExpression replacement)
    {
        var names = pattern.Parameters.Select((p, k) => (From: replacement.Parameters[k], To: p)).ToDictionary(n => n.From, n => (Expression)n.To);
        var rewrite = new Rewrite(pattern.Body, Rename(replacement.Body, names), Required(pattern.Body, 0), Required(pattern.Body, 1));
        if (pattern.Body is MethodCallExpression call) (CollectionsMarshal.GetValueRefOrAddDefault(calls, call.Method, out _) ??= []).Add(rewrite);
        else (CollectionsMarshal.GetValueRefOrAddDefault(operators, pattern.Body.NodeType, out _) ??= []).Add(rewrite);
        return this;
    }

    private static Expression Rename(Expression e, Dictionary<ParameterExpression, Expression> names) =>
        e is ParameterExpression p ? names[p] : Operation.With(e, [.. Operation.Operands(e).Select(o => Rename(o, names))]);

    /// <summary>Matches atoms and their definitions against a pattern; a double pattern serves float operations too.</summary>
    private static bool Matches(Expression pattern, Expression value, Dictionary<ParameterExpression, Expression> definitions, Dictionary<ParameterExpression, Expression> found)
    {
        switch (pattern)
        {
            case ParameterExpression wildcard:
                if (found.TryGetValue(wildcard, out var known)) return Atom.AreSame(known, value);
                found[wildcard] = value;
                return true;
            case ConstantExpression { Value: double number }:
                return Atom.IsNumber(value, number);
        }
        if (value is ParameterExpression variable && !definitions.TryGetValue(variable, out value!)) return false;
        if (pattern.NodeType != value.NodeType || (pattern.NodeType != ExpressionType.Call && !NumericTypes.IsFloating(value.Type))) return false;
        if (pattern is MethodCallExpression p && p.Method != ((MethodCallExpression)value).Method) return false;
        for (var k = 0; k < Operation.OperandCount(pattern); k++)
            if (!Matches(Operation.Operand(pattern, k), Operation.Operand(value, k), definitions, found)) return false;
        return true;
    }
}
