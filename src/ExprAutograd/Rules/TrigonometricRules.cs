namespace ExprAutograd.Rules;

/// <summary>The circular functions of an angle in radians, and their inverses.</summary>
internal static class TrigonometricRules
{
    public static RuleSet AddTo(RuleSet rules) => rules
        .With(x => Math.Sin(x), (x, y, dy) => dy * Math.Cos(x))
        .With(x => Math.Cos(x), (x, y, dy) => -dy * Math.Sin(x))
        .With(x => Math.Tan(x), (x, y, dy) => dy * (1 + (y * y)))

        // 1 - x^2 by its factors, which do not cancel near 1. PyTorch: infinite at -1 and 1.
        .With(x => Math.Asin(x), (x, y, dy) => dy / Math.Sqrt((1 - x) * (1 + x)))
        .With(x => Math.Acos(x), (x, y, dy) => -dy / Math.Sqrt((1 - x) * (1 + x)))
        .With(x => Math.Atan(x), (x, y, dy) => dy / (1 + (x * x)))

        // (x, -y) / r^2, by r twice, since r^2 over- and underflows first. PyTorch: NaN at (0, 0); on the cut y = 0 > x as from above.
        .With(
            (y, x) => Math.Atan2(y, x),
            (y, x, z, dz) => dz * (x / double.Hypot(x, y) / double.Hypot(x, y)),
            (y, x, z, dz) => -dz * (y / double.Hypot(x, y) / double.Hypot(x, y)));
}
