using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Expressions;
using ExprAutograd.Rules;

namespace ExprAutograd;

/// <summary>Derivative rules by operator: persistent, passed in, never a mutable global.</summary>
/// <remarks>
/// <para>The operator is read from the first lambda's body, a single call or arithmetic node over the lambda's parameters. One pullback per
/// operand follows, over the operands, the result and the result's cotangent; it returns the operand's cotangent.</para>
/// <code>
/// RuleSet.Default.With(x => Foo.Bar(x), (x, y, dy) => dy * Foo.BarPrime(x))
/// </code>
/// <para>A pullback must be linear in its cotangent: forward mode is derived from it. It may call anything that has a rule itself; then
/// second derivatives follow. A rule for double serves float where the operator has a float spelling.</para>
/// </remarks>
public sealed partial class RuleSet
{
    private readonly ImmutableDictionary<OperatorKey, Rule> rules;

    /// <summary>Rules of the methods of one class, made when the first of them is asked for; null for none.</summary>
    private readonly (Type Owner, Lazy<RuleSet> Rules)? deferred;

    private ConcurrentDictionary<OperatorKey, Rule?>? found;

    private RuleSet(ImmutableDictionary<OperatorKey, Rule> rules, (Type Owner, Lazy<RuleSet> Rules)? deferred = null)
    {
        this.rules = rules;
        this.deferred = deferred;
    }

    /// <summary>No rules at all.</summary>
    public static RuleSet Empty { get; } = new(ImmutableDictionary<OperatorKey, Rule>.Empty);

    /// <summary>Every operator the library knows.</summary>
    public static RuleSet Default => DefaultRules.Instance;

    /// <summary>The number of operators with a rule.</summary>
    public int Count => Entries.Count();

    /// <summary>Adds or replaces the rule of an operator of one double operand.</summary>
    /// <param name="operation">The operator, such as <c>x => Foo.Bar(x)</c>.</param>
    /// <param name="pullback">(operand, result, cotangent) to the operand's cotangent.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    /// <exception cref="ArgumentException">The first lambda's body is not a single operation over its parameters.</exception>
    public RuleSet With(Expression<Func<double, double>> operation, Expression<Func<double, double, double, double>> pullback)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(pullback);
        return Add(operation, [pullback]);
    }

    /// <summary>Adds or replaces the rule of an operator of two double operands.</summary>
    /// <param name="operation">The operator, such as <c>(a, b) => Foo.Bar(a, b)</c>.</param>
    /// <param name="pullbackA">(a, b, result, cotangent) to the cotangent of a.</param>
    /// <param name="pullbackB">(a, b, result, cotangent) to the cotangent of b.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet With(
        Expression<Func<double, double, double>> operation,
        Expression<Func<double, double, double, double, double>> pullbackA,
        Expression<Func<double, double, double, double, double>> pullbackB) => Add(operation, [pullbackA, pullbackB]);

    /// <summary>Adds or replaces the rule of an operator of three double operands.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="pullbackA">(a, b, c, result, cotangent) to the cotangent of a.</param>
    /// <param name="pullbackB">The same for b.</param>
    /// <param name="pullbackC">The same for c.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet With(
        Expression<Func<double, double, double, double>> operation,
        Expression<Func<double, double, double, double, double, double>> pullbackA,
        Expression<Func<double, double, double, double, double, double>> pullbackB,
        Expression<Func<double, double, double, double, double, double>> pullbackC) => Add(operation, [pullbackA, pullbackB, pullbackC]);

    /// <summary>Adds or replaces the rule of an operator of one operand of any type; write the lambda's parameter type.</summary>
    /// <param name="operation">The operator, such as <c>(float x) => Foo.Bar(x)</c>.</param>
    /// <param name="pullback">(operand, result, cotangent) to the operand's cotangent.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet With<TA, TResult>(Expression<Func<TA, TResult>> operation, Expression<Func<TA, TResult, TResult, TA>> pullback) =>
        Add(operation, [pullback]);

    /// <summary>Adds or replaces the rule of an operator of two operands of any types; write the lambda's parameter types.</summary>
    /// <param name="operation">The operator, such as <c>(int n, double x) => Foo.Bar(n, x)</c>.</param>
    /// <param name="pullbackA">For a; null when a carries no derivative (an int), or when it is refused by <see cref="RefuseDerivative"/>.</param>
    /// <param name="pullbackB">For b; likewise.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet With<TA, TB, TResult>(
        Expression<Func<TA, TB, TResult>> operation,
        Expression<Func<TA, TB, TResult, TResult, TA>>? pullbackA,
        Expression<Func<TA, TB, TResult, TResult, TB>>? pullbackB) => Add(operation, [pullbackA, pullbackB]);

    /// <summary>Adds or replaces the rule of an operator of three operands of any types; write the lambda's parameter types.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="pullbackA">For a; null when a carries no derivative.</param>
    /// <param name="pullbackB">For b; likewise.</param>
    /// <param name="pullbackC">For c; likewise.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet With<TA, TB, TC, TResult>(
        Expression<Func<TA, TB, TC, TResult>> operation,
        Expression<Func<TA, TB, TC, TResult, TResult, TA>>? pullbackA,
        Expression<Func<TA, TB, TC, TResult, TResult, TB>>? pullbackB,
        Expression<Func<TA, TB, TC, TResult, TResult, TC>>? pullbackC) => Add(operation, [pullbackA, pullbackB, pullbackC]);

    /// <summary>Adds or replaces a rule of an operator of four or more operands, the typed lambdas given as they are.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="pullbacks">One per operand, over (operands, result, cotangent); null for an operand without a derivative.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    /// <exception cref="ArgumentException">A pullback's parameters or result do not have the operand's types.</exception>
    public RuleSet WithPullbacks(LambdaExpression operation, params LambdaExpression?[] pullbacks) => Add(operation, [.. pullbacks]);

    /// <summary>Gives an operator of one operand its own forward rule; without one it is derived from the pullback.</summary>
    /// <param name="operation">An operator that has a rule in this set.</param>
    /// <param name="pushforward">(operand, result, operand's tangent) to the result's tangent.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet WithPushforward<TA, TResult>(Expression<Func<TA, TResult>> operation, Expression<Func<TA, TResult, TA, TResult>> pushforward) =>
        AddPushforward(operation, pushforward);

    /// <summary>Gives an operator of two operands its own forward rule; without one it is derived from the pullbacks.</summary>
    /// <param name="operation">An operator that has a rule in this set.</param>
    /// <param name="pushforward">(a, b, result, tangent of a, tangent of b) to the result's tangent.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet WithPushforward<TA, TB, TResult>(Expression<Func<TA, TB, TResult>> operation, Expression<Func<TA, TB, TResult, TA, TB, TResult>> pushforward) =>
        AddPushforward(operation, pushforward);

    /// <summary>Gives an operator of any number of operands its own forward rule, the typed lambdas given as they are.</summary>
    /// <param name="operation">An operator that has a rule in this set.</param>
    /// <param name="pushforward">(operands, result, tangents of the operands that can carry one) to the result's tangent.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet WithPushforward(LambdaExpression operation, LambdaExpression pushforward) => AddPushforward(operation, pushforward);

    /// <summary>Declares that an operator's derivative is zero wherever it exists.</summary>
    /// <param name="operation">The operator, such as <c>(double x) => Math.Floor(x)</c>.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet WithZeroDerivative(LambdaExpression operation) =>
        Put(operation, new Rule([.. operation.Parameters.Select(_ => (LambdaExpression?)null)], null, ImmutableDictionary<int, string>.Empty) { IsZero = true });

    /// <summary>Declares that an operator's derivative is zero wherever it exists.</summary>
    /// <param name="operation">The operator.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet WithZeroDerivative<TA, TResult>(Expression<Func<TA, TResult>> operation) => WithZeroDerivative((LambdaExpression)operation);

    /// <summary>Declares that an operator's derivative is zero wherever it exists.</summary>
    /// <param name="operation">The operator.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet WithZeroDerivative<TA, TB, TResult>(Expression<Func<TA, TB, TResult>> operation) => WithZeroDerivative((LambdaExpression)operation);

    /// <summary>Declares that the derivative in one operand is not to be had; asking for it fails with <paramref name="reason"/> when the gradient is built.</summary>
    /// <param name="operation">An operator that has a rule in this set.</param>
    /// <param name="operand">The operand's position, from 0.</param>
    /// <param name="reason">Why, and what to do: whole sentences.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet RefuseDerivative(LambdaExpression operation, int operand, string reason)
    {
        var key = OperatorKey.OfPattern(operation);
        if (!TryGet(key, out var rule)) throw new ArgumentException($"'{key.Name}' has no rule in this set; add one before refusing one of its derivatives.", nameof(operation));
        if (operand < 0 || operand >= operation.Parameters.Count) throw new ArgumentOutOfRangeException(nameof(operand), operand, $"'{key.Name}' has {operation.Parameters.Count} operands, numbered from 0.");
        return With(key, rule with { Refusals = rule.Refusals.SetItem(operand, reason) });
    }

    /// <summary>Declares that the derivative in one operand is not to be had.</summary>
    /// <param name="operation">An operator that has a rule in this set.</param>
    /// <param name="operand">The operand's position, from 0.</param>
    /// <param name="reason">Why, and what to do: whole sentences.</param>
    /// <returns>A new set; this one is unchanged.</returns>
    public RuleSet RefuseDerivative<TA, TB, TResult>(Expression<Func<TA, TB, TResult>> operation, int operand, string reason) =>
        RefuseDerivative((LambdaExpression)operation, operand, reason);

    /// <summary>True when the set has a rule for the operator at the root of <paramref name="operation"/>'s body.</summary>
    /// <param name="operation">The operator, as in <see cref="With(Expression{Func{double, double}}, Expression{Func{double, double, double, double}})"/>.</param>
    public bool Contains(LambdaExpression operation) => TryGet(OperatorKey.OfPattern(operation), out _);

    internal IEnumerable<KeyValuePair<OperatorKey, Rule>> Entries => deferred is { } later ? rules.Concat(later.Rules.Value.rules.Where(e => !rules.ContainsKey(e.Key))) : rules;

    /// <summary>The same set with the rules of the methods of <paramref name="owner"/> that <paramref name="addTo"/> would add: there are many, and most programs ask for none.</summary>
    internal RuleSet Deferring(Type owner, Func<RuleSet, RuleSet> addTo) => new(rules, (owner, new Lazy<RuleSet>(() => addTo(Empty))));

    /// <summary>True when <paramref name="method"/> has a rule: then it is a function of its operands and nothing else.</summary>
    internal bool HasRuleFor(MethodInfo method)
    {
        var key = OperatorKey.Of(method);
        return TryGet(key, out _) || (FloatTwin.DoubleKeyOf(key) is { } twin && TryGet(twin, out _));
    }

    internal RuleSet With(OperatorKey key, Rule rule) => new(rules.SetItem(key, rule), deferred);

    /// <summary>The rule of the operation <paramref name="value"/>, or null. A float operation finds the double rule, retyped.</summary>
    internal Rule? Find(Expression value)
    {
        // Every pass asks about every operation: the answer is kept under the name that the operation has as it stands.
        var (kind, type, member) = Operation.Identity(value);
        var known = found ??= new ConcurrentDictionary<OperatorKey, Rule?>();
        var name = new OperatorKey(kind, type, member);
        return known.TryGetValue(name, out var rule) ? rule : known[name] = FloatTwin.Instantiate(Find(OperatorKey.Of(value)), name);
    }

    private Rule? Find(OperatorKey key)
    {
        if (TryGet(key, out var rule)) return rule;
        return FloatTwin.DoubleKeyOf(key) is { } twin && TryGet(twin, out rule) ? FloatTwin.Retype(rule, key) : null;
    }

    private RuleSet Add(LambdaExpression operation, ImmutableArray<LambdaExpression?> pullbacks)
    {
        if (pullbacks.Length != operation.Parameters.Count)
            throw new ArgumentException($"The operator has {operation.Parameters.Count} operands; {pullbacks.Length} pullbacks were given. Give one per operand, null where there is no derivative.");
        foreach (var pullback in pullbacks)
            if (pullback is not null && pullback.Parameters.Count != operation.Parameters.Count + 2)
                throw new ArgumentException($"A pullback takes the {operation.Parameters.Count} operands, the result and the cotangent; this one takes {pullback.Parameters.Count}.");
        for (var k = 0; k < pullbacks.Length; k++)
            if (pullbacks[k] is { } pullback) RequireTypes(operation, pullback, k);
        return Put(operation, new Rule(pullbacks, null, ImmutableDictionary<int, string>.Empty));
    }

    /// <summary>A pullback's parameters are the operands, the result and its cotangent; it returns the operand's cotangent.</summary>
    private static void RequireTypes(LambdaExpression operation, LambdaExpression pullback, int operand)
    {
        Type[] expected = [.. operation.Parameters.Select(p => p.Type), operation.ReturnType, operation.ReturnType];
        var found = pullback.Parameters.Select(p => p.Type);
        if (found.SequenceEqual(expected) && pullback.ReturnType == operation.Parameters[operand].Type) return;
        throw new ArgumentException(
            $"The pullback of operand {operand + 1} is ({string.Join(", ", found.Select(NumericTypes.Name))}) => {NumericTypes.Name(pullback.ReturnType)}; "
            + $"it must be ({string.Join(", ", expected.Select(NumericTypes.Name))}) => {NumericTypes.Name(operation.Parameters[operand].Type)}.");
    }

    private RuleSet AddPushforward(LambdaExpression operation, LambdaExpression pushforward)
    {
        var key = OperatorKey.OfPattern(operation);
        var rule = TryGet(key, out var known)
            ? known
            : new Rule([.. operation.Parameters.Select(_ => (LambdaExpression?)null)], null, ImmutableDictionary<int, string>.Empty);
        return With(key, rule with { Pushforward = pushforward, IsZero = false });
    }

    private RuleSet Put(LambdaExpression operation, Rule rule) => With(OperatorKey.OfPattern(operation), rule);

    private bool TryGet(OperatorKey key, [MaybeNullWhen(false)] out Rule rule) =>
        rules.TryGetValue(key, out rule) || (deferred is { } later && key.Method?.DeclaringType == later.Owner && later.Rules.Value.rules.TryGetValue(key, out rule));
}
