using ExprAutograd.Operators;
using MathNet.Numerics;

namespace ExprAutograd.Rules;

/// <summary>The incomplete gamma functions in every argument.</summary>
/// <remarks>∂P/∂x is the density D = x^(a-1) e^-x / Γ(a) (DLMF 8.8.13); ∂P/∂a has no elementary form and is a function of its own, P⁽¹⁾.</remarks>
internal static class IncompleteGammaRules
{
    internal static RuleSet AddTo(RuleSet rules) => rules
        .With(
            (a, x) => SpecialFunctions.GammaLowerRegularized(a, x),
            (a, x, y, dy) => dy * SpecialMath.RegularizedGammaP(1, a, x),
            (a, x, y, dy) => dy * SpecialMath.GammaDensity(0, a, x))
        .With(
            (a, x) => SpecialFunctions.GammaUpperRegularized(a, x),
            (a, x, y, dy) => dy * SpecialMath.RegularizedGammaQ(1, a, x),
            (a, x, y, dy) => -dy * SpecialMath.GammaDensity(0, a, x))

        // γ = Γ P  =>  ∂γ/∂a = ψ γ + Γ P⁽¹⁾, ∂γ/∂x = Γ D.  DLMF 8.2.4.
        .With(
            (a, x) => SpecialFunctions.GammaLowerIncomplete(a, x),
            (a, x, y, dy) => dy * (y * SpecialMath.Digamma(a) + SpecialFunctions.Gamma(a) * SpecialMath.RegularizedGammaP(1, a, x)),
            (a, x, y, dy) => dy * SpecialFunctions.Gamma(a) * SpecialMath.GammaDensity(0, a, x))
        .With(
            (a, x) => SpecialFunctions.GammaUpperIncomplete(a, x),
            (a, x, y, dy) => dy * (y * SpecialMath.Digamma(a) + SpecialFunctions.Gamma(a) * SpecialMath.RegularizedGammaQ(1, a, x)),
            (a, x, y, dy) => -dy * SpecialFunctions.Gamma(a) * SpecialMath.GammaDensity(0, a, x))

        // P(a, y) = p  =>  D ∂y/∂p = 1, D ∂y/∂a = -P⁽¹⁾.
        .With(
            (a, p) => SpecialFunctions.GammaLowerRegularizedInv(a, p),
            (a, p, y, dy) => -dy * SpecialMath.RegularizedGammaP(1, a, y) / SpecialMath.GammaDensity(0, a, y),
            (a, p, y, dy) => dy / SpecialMath.GammaDensity(0, a, y))

        // ∂/∂a raises the order; ∂P⁽ⁿ⁾/∂x = D⁽ⁿ⁾, Q = 1 - P.
        .With(
            (int n, double a, double x) => SpecialMath.RegularizedGammaP(n, a, x),
            null,
            (n, a, x, y, dy) => dy * SpecialMath.RegularizedGammaP(n + 1, a, x),
            (n, a, x, y, dy) => dy * SpecialMath.GammaDensity(n, a, x))
        .With(
            (int n, double a, double x) => SpecialMath.RegularizedGammaQ(n, a, x),
            null,
            (n, a, x, y, dy) => dy * SpecialMath.RegularizedGammaQ(n + 1, a, x),
            (n, a, x, y, dy) => -dy * SpecialMath.GammaDensity(n, a, x))

        // ∂/∂x [x^(a-1) e^-x / Γ(a)] = D(a-1, x) - D(a, x), since (a-1)/Γ(a) = 1/Γ(a-1); finite at x = 0 where D is smooth.
        .With(
            (int n, double a, double x) => SpecialMath.GammaDensity(n, a, x),
            null,
            (n, a, x, y, dy) => dy * SpecialMath.GammaDensity(n + 1, a, x),
            (n, a, x, y, dy) => dy * (SpecialMath.GammaDensity(n, a - 1, x) - y));
}
