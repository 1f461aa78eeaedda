using ExprAutograd.Operators;
using MathNet.Numerics;

namespace ExprAutograd.Rules;

/// <summary>The error function, the normal distribution, their inverses and logarithms, and the exponential integrals.</summary>
internal static class ErrorFunctionRules
{
    internal static RuleSet AddTo(RuleSet rules) => rules
        // erf' = (2/√π) e^(-x²).  DLMF 7.2.1.
        .With(x => SpecialFunctions.Erf(x), (x, y, dy) => dy * (2 / Math.Sqrt(Math.PI)) * Math.Exp(-x * x))
        .With(x => SpecialFunctions.Erfc(x), (x, y, dy) => -dy * (2 / Math.Sqrt(Math.PI)) * Math.Exp(-x * x))

        // erf y = x  =>  y' = (√π/2) e^(y²).
        .With(x => SpecialFunctions.ErfInv(x), (x, y, dy) => dy * (Math.Sqrt(Math.PI) / 2) * Math.Exp(y * y))
        .With(x => SpecialFunctions.ErfcInv(x), (x, y, dy) => -dy * (Math.Sqrt(Math.PI) / 2) * Math.Exp(y * y))

        // y' = 2xy - 2/√π cancels for large x, so the derivatives are functions of their own.  DLMF 7.10.
        .With(x => SpecialMath.Erfcx(x), (x, y, dy) => dy * SpecialMath.ErfcxDerivative(1, x))
        .With((int n, double x) => SpecialMath.ErfcxDerivative(n, x), null, (n, x, y, dy) => dy * SpecialMath.ErfcxDerivative(n + 1, x))

        // φ' = -x φ, Φ' = φ, and Φ(y) = p => y' = 1/φ(y).  A&S 26.2.
        .With(x => SpecialMath.NormalPdf(x), (x, y, dy) => -dy * x * y)
        .With(x => SpecialMath.NormalCdf(x), (x, y, dy) => dy * SpecialMath.NormalPdf(x))
        .With(p => SpecialMath.NormalInverseCdf(p), (p, y, dy) => dy / SpecialMath.NormalPdf(y))

        // (ln Φ)' = φ/Φ, the inverse Mills ratio: 0/0 in the lower tail, so it is a function of its own.
        .With(x => SpecialMath.NormalLogCdf(x), (x, y, dy) => dy * SpecialMath.NormalLogCdfDerivative(1, x))
        .With(
            (int n, double x) => SpecialMath.NormalLogCdfDerivative(n, x),
            null,
            (n, x, y, dy) => dy * SpecialMath.NormalLogCdfDerivative(n + 1, x))

        // E_n' = -E_(n-1), and E_0 = e^-x / x.  DLMF 8.19.13 and 8.19.5.
        .With(
            (double x, int n) => SpecialFunctions.ExponentialIntegral(x, n),
            (x, n, y, dy) => -dy * (n > 0 ? SpecialFunctions.ExponentialIntegral(x, n - 1) : y * (1 + 1 / x)),
            null);
}
