namespace ExprAutograd.Rules;

/// <summary>All the library's rules, family by family.</summary>
internal static class DefaultRules
{
    public static RuleSet Instance { get; } = ArithmeticRules.AddTo(RuleSet.Empty);
}
