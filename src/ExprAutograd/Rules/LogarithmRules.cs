namespace ExprAutograd.Rules;

/// <summary>Logarithms in the bases e, 2, 10 and any, and of one more.</summary>
internal static class LogarithmRules
{
    private const double Ln2 = 0.693147180559945309417;
    private const double Ln10 = 2.30258509299404568402;

    // PyTorch: at 0 the derivative is infinite; for a negative operand, where the value is NaN, it is 1/x as the formula says.
    public static RuleSet AddTo(RuleSet rules) => rules
        .With(x => Math.Log(x), (x, y, dy) => dy / x)
        .With(x => Math.Log2(x), (x, y, dy) => dy / (x * Ln2))
        .With(x => Math.Log10(x), (x, y, dy) => dy / (x * Ln10))

        // y = log(x) / log(b)
        .With((x, b) => Math.Log(x, b), (x, b, y, dy) => dy / (x * Math.Log(b)), (x, b, y, dy) => -dy * y / (b * Math.Log(b)))
        .With(x => double.LogP1(x), (x, y, dy) => dy / (1 + x))
        .With(x => double.Log2P1(x), (x, y, dy) => dy / ((1 + x) * Ln2))
        .With(x => double.Log10P1(x), (x, y, dy) => dy / ((1 + x) * Ln10));
}
