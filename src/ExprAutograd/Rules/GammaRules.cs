using ExprAutograd.Operators;
using MathNet.Numerics;

namespace ExprAutograd.Rules;

/// <summary>Γ, its logarithm and logarithmic derivatives, factorial powers and harmonic numbers.</summary>
internal static class GammaRules
{
    internal static RuleSet AddTo(RuleSet rules) => rules
        // Γ' = Γ ψ.  DLMF 5.2.2.
        .With(x => SpecialFunctions.Gamma(x), (x, y, dy) => dy * y * SpecialMath.Digamma(x))

        // (ln Γ)' = ψ.  DLMF 5.2.2.
        .With(x => SpecialFunctions.GammaLn(x), (x, y, dy) => dy * SpecialMath.Digamma(x))
        .With(x => SpecialMath.LogGamma(x), (x, y, dy) => dy * SpecialMath.Digamma(x))

        // (ψ⁽ⁿ⁾)' = ψ⁽ⁿ⁺¹⁾.  DLMF 5.15.
        .With(x => SpecialFunctions.DiGamma(x), (x, y, dy) => dy * SpecialMath.Trigamma(x))
        .With(x => SpecialMath.Digamma(x), (x, y, dy) => dy * SpecialMath.Trigamma(x))
        .With(x => SpecialMath.Trigamma(x), (x, y, dy) => dy * SpecialMath.Polygamma(2, x))
        .With((int n, double x) => SpecialMath.Polygamma(n, x), null, (n, x, y, dy) => dy * SpecialMath.Polygamma(n + 1, x))

        // ψ(y) = x  =>  y' = 1/ψ'(y).
        .With(x => SpecialFunctions.DiGammaInv(x), (x, y, dy) => dy / SpecialMath.Trigamma(y))

        // The rising factorial is a polynomial; so are its derivatives, finite at its zeros where y (ψ(x+n) - ψ(x)) is 0 times infinity.
        .With(
            (double x, int n) => SpecialFunctions.RisingFactorial(x, n),
            (x, n, y, dy) => dy * SpecialMath.RisingFactorialDerivative(1, x, n),
            null)

        // x (x-1) ... (x-n+1) is the rising factorial from x-n+1.  DLMF 5.2.6.
        .With(
            (double x, int n) => SpecialFunctions.FallingFactorial(x, n),
            (x, n, y, dy) => dy * SpecialMath.RisingFactorialDerivative(1, x - n + 1, n),
            null)
        .With(
            (int k, double x, int n) => SpecialMath.RisingFactorialDerivative(k, x, n),
            null,
            (k, x, n, y, dy) => dy * SpecialMath.RisingFactorialDerivative(k + 1, x, n),
            null)

        // d/dm Σ j^-m = Σ (-ln j) j^-m.
        .With(
            (int n, double m) => SpecialFunctions.GeneralHarmonic(n, m),
            null,
            (n, m, y, dy) => dy * SpecialMath.GeneralHarmonicDerivative(1, n, m))
        .With(
            (int k, int n, double m) => SpecialMath.GeneralHarmonicDerivative(k, n, m),
            null,
            null,
            (k, n, m, y, dy) => dy * SpecialMath.GeneralHarmonicDerivative(k + 1, n, m));
}
