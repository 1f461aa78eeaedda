namespace ExprAutograd.Rules;

/// <summary>Exponentials in the bases e, 2 and 10, and less one.</summary>
internal static class ExponentialRules
{
    private const double Ln2 = 0.693147180559945309417;
    private const double Ln10 = 2.30258509299404568402;

    public static RuleSet AddTo(RuleSet rules) => rules
        .With(x => Math.Exp(x), (x, y, dy) => dy * y)
        .With(x => double.Exp2(x), (x, y, dy) => dy * y * Ln2)
        .With(x => double.Exp10(x), (x, y, dy) => dy * y * Ln10)

        // y + 1 would lose the small exponentials of a negative x.
        .With(x => double.ExpM1(x), (x, y, dy) => dy * Math.Exp(x))
        .With(x => double.Exp2M1(x), (x, y, dy) => dy * double.Exp2(x) * Ln2)
        .With(x => double.Exp10M1(x), (x, y, dy) => dy * double.Exp10(x) * Ln10);
}
