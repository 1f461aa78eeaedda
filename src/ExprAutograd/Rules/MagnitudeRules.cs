namespace ExprAutograd.Rules;

/// <summary>Absolute value and sign.</summary>
internal static class MagnitudeRules
{
    public static RuleSet AddTo(RuleSet rules) => rules

        // PyTorch: 0 at 0, either sign of it.
        .With(x => Math.Abs(x), (x, y, dy) => x > 0 ? dy : x < 0 ? -dy : 0)

        // y is x or -x. PyTorch: 0 at x = 0; 0 in the sign everywhere, though y jumps with it.
        .With((x, s) => Math.CopySign(x, s), (x, s, y, dy) => x == 0 ? 0 : x == y ? dy : -dy, (x, s, y, dy) => 0)

        // PyTorch: 0 at the jump too.
        .WithZeroDerivative((double x) => Math.Sign(x));
}
