namespace ExprAutograd.Rules;

/// <summary>The larger, the smaller, and the one in between.</summary>
/// <remarks>
/// <para>Of two operands the one that is the result takes the cotangent. Where they are equal PyTorch splits it in halves for maximum and
/// minimum, and gives it to the first operand for fmax and fmin, which pass over NaN.</para>
/// <para>A tie of magnitudes alone, a = -b, is not a tie: the result is one of the two.</para>
/// </remarks>
internal static class ExtremaRules
{
    public static RuleSet AddTo(RuleSet rules) => AddClamps(AddNumbers(AddHalves(rules)));

    // PyTorch's maximum: halves at a tie; a NaN result is neither operand's, and both get dy.
    private static RuleSet AddHalves(RuleSet rules) => rules
        .With((a, b) => Math.Max(a, b), (a, b, y, dy) => a == b ? dy / 2 : y == b ? 0 : dy, (a, b, y, dy) => a == b ? dy / 2 : y == a ? 0 : dy)
        .With((a, b) => Math.Min(a, b), (a, b, y, dy) => a == b ? dy / 2 : y == b ? 0 : dy, (a, b, y, dy) => a == b ? dy / 2 : y == a ? 0 : dy)
        .With((a, b) => double.MaxNative(a, b), (a, b, y, dy) => a == b ? dy / 2 : y == b ? 0 : dy, (a, b, y, dy) => a == b ? dy / 2 : y == a ? 0 : dy)
        .With((a, b) => double.MinNative(a, b), (a, b, y, dy) => a == b ? dy / 2 : y == b ? 0 : dy, (a, b, y, dy) => a == b ? dy / 2 : y == a ? 0 : dy)
        .With((a, b) => Math.MaxMagnitude(a, b), (a, b, y, dy) => a == b ? dy / 2 : y == b ? 0 : dy, (a, b, y, dy) => a == b ? dy / 2 : y == a ? 0 : dy)
        .With((a, b) => Math.MinMagnitude(a, b), (a, b, y, dy) => a == b ? dy / 2 : y == b ? 0 : dy, (a, b, y, dy) => a == b ? dy / 2 : y == a ? 0 : dy);

    // PyTorch's fmax: a number wins over NaN, and the first operand wins a tie.
    private static RuleSet AddNumbers(RuleSet rules) => rules
        .With((a, b) => double.MaxNumber(a, b), (a, b, y, dy) => y == a ? dy : 0, (a, b, y, dy) => y == a ? 0 : dy)
        .With((a, b) => double.MinNumber(a, b), (a, b, y, dy) => y == a ? dy : 0, (a, b, y, dy) => y == a ? 0 : dy)
        .With((a, b) => double.MaxMagnitudeNumber(a, b), (a, b, y, dy) => y == a ? dy : 0, (a, b, y, dy) => y == a ? 0 : dy)
        .With((a, b) => double.MinMagnitudeNumber(a, b), (a, b, y, dy) => y == a ? dy : 0, (a, b, y, dy) => y == a ? 0 : dy);

    // PyTorch: x passes on the closed interval; where lo = hi, lo gets nothing. They differ in what a NaN bound does to y.
    private static RuleSet AddClamps(RuleSet rules) => rules
        .With(
            (x, lo, hi) => Math.Clamp(x, lo, hi),
            (x, lo, hi, y, dy) => y == x ? dy : 0,
            (x, lo, hi, y, dy) => x < lo && lo < hi ? dy : 0,
            (x, lo, hi, y, dy) => x > hi ? dy : 0)
        .With(
            (x, lo, hi) => double.Clamp(x, lo, hi),
            (x, lo, hi, y, dy) => y == x ? dy : 0,
            (x, lo, hi, y, dy) => x < lo && lo < hi ? dy : 0,
            (x, lo, hi, y, dy) => x > hi ? dy : 0)
        .With(
            (x, lo, hi) => double.ClampNative(x, lo, hi),
            (x, lo, hi, y, dy) => y == x ? dy : 0,
            (x, lo, hi, y, dy) => x < lo && lo < hi ? dy : 0,
            (x, lo, hi, y, dy) => x > hi ? dy : 0);
}
