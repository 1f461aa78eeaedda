namespace ExprAutograd.Tests.Rules;

/// <summary>A row for every elementary rule, family by family as the rules are.</summary>
/// <remarks>Reference values from central differences in 2400-digit arithmetic, rounded once.</remarks>
internal static class ElementaryRows
{
    public static IEnumerable<RuleRow> All =>
    [
        .. ArithmeticRows.All,
        .. ArithmeticFunctionRows.All,
        .. MagnitudeRows.All,
        .. ExtremaRows.All,
        .. RoundingRows.All,
        .. PredicateRows.All,
        .. PowerRows.All,
        .. ExponentialRows.All,
        .. LogarithmRows.All,
        .. TrigonometricRows.All,
        .. HalfTurnRows.All,
        .. HyperbolicRows.All,
        .. SequenceRows.All,
        .. ProductRows.All,
        .. WindowRows.All,
    ];
}
