using ExprAutograd.Operators;

namespace ExprAutograd.Rules;

/// <summary>max(x, 0): the derivative at 0 is 0, as in PyTorch; what opens the gate is piecewise constant.</summary>
internal static class RectifierRules
{
    /// <summary>Adds these rules to <paramref name="rules"/>.</summary>
    public static RuleSet AddTo(RuleSet rules) => rules
        .With<double, double>(x => Rectifier.Positive(x), (x, y, dy) => Rectifier.Gate(dy, y))
        .With<float, float>(x => Rectifier.Positive(x), (x, y, dy) => Rectifier.Gate(dy, y))
        .With<double, double, double>((v, by) => Rectifier.Gate(v, by), (v, by, y, dy) => Rectifier.Gate(dy, by), (v, by, y, dy) => 0)
        .With<float, float, float>((v, by) => Rectifier.Gate(v, by), (v, by, y, dy) => Rectifier.Gate(dy, by), (v, by, y, dy) => 0);
}
