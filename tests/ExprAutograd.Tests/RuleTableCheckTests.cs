using System.Linq.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Rules;
using ExprAutograd.Tests.Rules;

namespace ExprAutograd.Tests;

/// <summary>The gradient check over the whole table of rules: it passes every rule, and finds every pullback whose sign is turned.</summary>
public sealed class RuleTableCheckTests
{
    private static readonly Dictionary<string, RuleRow> Rows = ElementaryRows.All.GroupBy(r => r.Name).ToDictionary(g => g.Key, g => g.First());

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_rule_passes_to_second_order(string name)
    {
        foreach (var x in Points(Rows[name]))
        {
            var report = GradientCheck.Run(Rows[name].Operator, new GradientCheckOptions { Order = 2 }, x);
            Assert.True(report.IsCorrect, report.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_pullback_with_its_sign_turned_is_found(string name)
    {
        var row = Rows[name];
        if (row.Operator.Body is MethodCallExpression { Method.Name: nameof(Elementary.Pow) } call && call.Method.DeclaringType == typeof(Elementary)) return; // It becomes Math.Pow first.
        if (RuleSet.Default.Find(row.Operator.Body) is not { IsZero: false } rule || rule.Pullbacks.Length != row.Operator.Parameters.Count) return;
        for (var k = 0; k < rule.Pullbacks.Length; k++)
        {
            // An array has no sign to turn; MutationTests breaks those.
            if (rule.Pullbacks[k] is not { ReturnType.IsArray: false } pullback || row.Points.All(p => p.Gradient[k] == 0)) continue;
            var turned = Expression.Lambda(pullback.Type, Expression.Negate(pullback.Body), pullback.Parameters);
            var rules = RuleSet.Default.With(OperatorKey.Of(row.Operator.Body), rule with { Pullbacks = rule.Pullbacks.SetItem(k, turned), Pushforward = null });
            var options = new GradientCheckOptions { Differentiation = new AutogradOptions { Rules = rules } };
            Assert.Contains(Points(row), x => !GradientCheck.Run(row.Operator, options, x).IsCorrect);
        }
    }

    /// <summary>
    /// The row's points of ordinary size: beyond, products overflow or vanish, rounding to integers is the identity, and a pole lies
    /// within the last digit of the argument.
    /// </summary>
    private static IEnumerable<object[]> Points(RuleRow row) => row.Points
        .Where(p => p.X.All(v => v == 0 || Math.Abs(v) is > 1e-100 and < 1e15) && p.Gradient.All(g => !(Math.Abs(g) > 1e30) || double.IsInfinity(g)))
        .Select(p => p.X.Select(v => (object)v).ToArray());
}
