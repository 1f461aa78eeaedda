using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>Powers, roots, and the length of a right triangle's long side.</summary>
internal static class PowerRules
{
    public static RuleSet AddTo(RuleSet rules) => rules

        // (a^b)' = b a^(b-1) a' + a^b log(a) b'. PyTorch: b = 0 gives 0 in a, also at a = 0 and NaN, where b a^(b-1) is 0 times
        // infinity (away from these it is 0 by itself, and its own derivative in b, 1/a, is kept); a = 0 <= b gives 0 in b; a < 0 gives NaN in b.
        .With(
            (a, b) => Math.Pow(a, b),
            (a, b, y, dy) => b == 0 && !(Math.Abs(a) > 0) ? 0 : dy * b * Elementary.Pow(a, b - 1),
            (a, b, y, dy) => a == 0 && b >= 0 ? 0 : dy * y * Math.Log(a))
        .With(
            (a, b) => Elementary.Pow(a, b),
            (a, b, y, dy) => b == 0 && !(Math.Abs(a) > 0) ? 0 : dy * b * Elementary.Pow(a, b - 1),
            (a, b, y, dy) => a == 0 && b >= 0 ? 0 : dy * y * Math.Log(a))

        // PyTorch: infinite at 0.
        .With(x => Math.Sqrt(x), (x, y, dy) => dy / (2 * y))

        // The derivative of x^(-1/2), exact where the value is an estimate. PyTorch: minus infinity at 0.
        .With(x => Math.ReciprocalSqrtEstimate(x), (x, y, dy) => -dy / (2 * x * Math.Sqrt(x)))

        // PyTorch, where a cube root is sign(x) |x|^(1/3): NaN at 0, though the one-sided limits are infinite.
        .With(x => Math.Cbrt(x), (x, y, dy) => dy * (y / x) / 3)

        // At 0 as the functions it equals: x itself for n = 1, Sqrt for 2, Cbrt for 3; NaN for a higher n.
        .With((double x, int n) => double.RootN(x, n), (x, n, y, dy) => n == 1 ? dy : n == 2 ? dy / (2 * y) : dy * (y / x) / n, null)

        // PyTorch: NaN at the apex of the cone, (0, 0).
        .With((a, b) => double.Hypot(a, b), (a, b, y, dy) => dy * (a / y), (a, b, y, dy) => dy * (b / y));
}
