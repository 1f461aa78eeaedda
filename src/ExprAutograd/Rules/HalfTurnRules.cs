using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>The circular functions of an angle in half turns, sin(pi x), and their inverses; conventions as in radians.</summary>
internal static class HalfTurnRules
{
    public static RuleSet AddTo(RuleSet rules) => rules
        .With(x => double.SinPi(x), (x, y, dy) => dy * Math.PI * double.CosPi(x))
        .With(x => double.CosPi(x), (x, y, dy) => -dy * Math.PI * double.SinPi(x))
        .With(x => Elementary.CosineOfSinCosPi(x), (x, y, dy) => -dy * Math.PI * double.SinPi(x))
        .With(x => double.TanPi(x), (x, y, dy) => dy * Math.PI * (1 + (y * y)))
        .With(x => double.AsinPi(x), (x, y, dy) => dy / (Math.PI * Math.Sqrt((1 - x) * (1 + x))))
        .With(x => double.AcosPi(x), (x, y, dy) => -dy / (Math.PI * Math.Sqrt((1 - x) * (1 + x))))
        .With(x => double.AtanPi(x), (x, y, dy) => dy / (Math.PI * (1 + (x * x))))
        .With(
            (y, x) => double.Atan2Pi(y, x),
            (y, x, z, dz) => dz / Math.PI * (x / double.Hypot(x, y) / double.Hypot(x, y)),
            (y, x, z, dz) => -dz / Math.PI * (y / double.Hypot(x, y) / double.Hypot(x, y)));
}
