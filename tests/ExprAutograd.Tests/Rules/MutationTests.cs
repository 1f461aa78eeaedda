using System.Linq.Expressions;
using ExprAutograd.Compilation;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;
using ExprAutograd.Rules;

namespace ExprAutograd.Tests.Rules;

/// <summary>The table guards every rule: break one, by the sign of a pullback or by a derivative that should be zero, and a row of its operator fails.</summary>
public sealed class MutationTests
{
    /// <summary>Every pullback of every rule: operator number and operand.</summary>
    private static readonly (OperatorKey Key, int Operand)[] Pullbacks =
    [
        .. RuleSet.Default.Entries
            .Where(e => e.Key.Method?.DeclaringType != typeof(Factorizations))
            .SelectMany(e => e.Value.Pullbacks.Select((p, k) => (e.Key, Operand: k, Pullback: p, e.Value.IsZero)))
            .Where(m => m.Pullback is not null || (m.IsZero && m.Operand == 0 && IsNumber(m.Key)))
            .Select(m => (m.Key, m.Operand))
            .OrderBy(m => m.Key.Name, StringComparer.Ordinal),
    ];

    public static TheoryData<string, int> Mutations
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (key, operand) in Pullbacks) data.Add(Name(key), operand);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public void Breaking_one_pullback_fails_a_row_in_each_mode(string name, int operand)
    {
        var key = Pullbacks.First(p => Name(p.Key) == name).Key;
        var rule = RuleSet.Default.Entries.Single(e => e.Key == key).Value;
        var mutated = RuleSet.Default.With(key, Break(rule, key, operand));
        var rows = RuleTable.Smooth.Concat(RuleTable.Edges).Where(r => RuleTable.OperatorsOf(r).Contains(key)).ToArray();
        foreach (var mode in CompiledDerivatives.BothModes)
            Assert.True(rows.Any(r => Fails(r, mode, mutated)), $"No row of {name} notices that the derivative in operand {operand} is wrong in {mode} mode.");
    }

    [Fact]
    public void Every_pushforward_agrees_with_its_pullbacks_or_is_derived_from_them() => Assert.All(
        RuleSet.Default.Entries.Where(e => e.Value.Pushforward is not null && e.Key.Method?.DeclaringType != typeof(Factorizations)),
        entry => Assert.Contains(RuleTable.Smooth, r => RuleTable.OperatorsOf(r).Contains(entry.Key)));

    private static string Name(OperatorKey key) => key.Method is { } method
        ? $"{key.Name}({string.Join(", ", ((System.Reflection.MethodInfo)method).GetParameters().Select(p => NumericTypes.Name(p.ParameterType)))})"
        : $"{key.Name} of {NumericTypes.Name(key.Type)}";

    /// <summary>A zero derivative can only be broken where the result is a number: into that of the identity.</summary>
    private static bool IsNumber(OperatorKey key) => key.Method is System.Reflection.MethodInfo { ContainsGenericParameters: false } method && method.ReturnType == typeof(double);

    private static bool Fails(RuleRow row, DifferentiationMode mode, RuleSet rules)
    {
        try
        {
            return RuleTable.FirstFailure(row, mode, rules) is not null;
        }
        catch (AutogradException)
        {
            return true;
        }
    }

    private static Rule Break(Rule rule, OperatorKey key, int operand)
    {
        if (rule.IsZero || rule.Pullbacks[operand]!.Body is ConstantExpression { Value: 0.0 or 0f })
        {
            var parameters = ((System.Reflection.MethodInfo)key.Method!).GetParameters().Select(p => Expression.Parameter(p.ParameterType)).ToArray();
            var result = ((System.Reflection.MethodInfo)key.Method!).ReturnType;
            var dy = Expression.Parameter(result);
            var pullback = Expression.Lambda(dy, [.. parameters, Expression.Parameter(result), dy]);
            return rule with { IsZero = false, Pullbacks = rule.Pullbacks.SetItem(operand, pullback) };
        }
        return rule with { Pullbacks = rule.Pullbacks.SetItem(operand, Wrong(rule.Pullbacks[operand]!)), Pushforward = rule.Pushforward is { } pushforward ? Wrong(pushforward) : null };
    }

    /// <summary>Of numbers the negative, of arrays zeros.</summary>
    private static LambdaExpression Wrong(LambdaExpression right) =>
        Expression.Lambda(right.ReturnType.IsArray ? ArrayMethods.Call(nameof(ArrayOperators.ZerosLike), right.Body) : Expression.Negate(right.Body), right.Parameters);
}
