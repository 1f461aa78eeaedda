namespace ExprAutograd.Rules;

/// <summary>Sums, products, quotients and remainders that are spelled as functions.</summary>
internal static class ArithmeticFunctionRules
{
    public static RuleSet AddTo(RuleSet rules) => rules
        .With(
            (a, b, c) => Math.FusedMultiplyAdd(a, b, c),
            (a, b, c, y, dy) => dy * b,
            (a, b, c, y, dy) => dy * a,
            (a, b, c, y, dy) => dy)
        .With(
            (a, b, c) => double.MultiplyAddEstimate(a, b, c),
            (a, b, c, y, dy) => dy * b,
            (a, b, c, y, dy) => dy * a,
            (a, b, c, y, dy) => dy)

        // lerp(a, b, t) = a (1 - t) + b t
        .With(
            (a, b, t) => double.Lerp(a, b, t),
            (a, b, t, y, dy) => dy * (1 - t),
            (a, b, t, y, dy) => dy * t,
            (a, b, t, y, dy) => dy * (b - a))

        // Linear in x: the pullback is the function itself.
        .With((double x, int n) => Math.ScaleB(x, n), (x, n, y, dy) => Math.ScaleB(dy, n), null)
        .With(x => double.DegreesToRadians(x), (x, y, dy) => double.DegreesToRadians(dy))
        .With(x => double.RadiansToDegrees(x), (x, y, dy) => double.RadiansToDegrees(dy))

        // The derivative of 1/x, exact where the value is an estimate; by x twice, since x^2 over- and underflows first.
        .With(x => Math.ReciprocalEstimate(x), (x, y, dy) => -dy / x / x)

        // y = a - b n, n the integer nearest to a/b: (a - y) / b is exact up to rounding, a/b may round across.
        .With((a, b) => Math.IEEERemainder(a, b), (a, b, y, dy) => dy, (a, b, y, dy) => -dy * Math.Round((a - y) / b));
}
