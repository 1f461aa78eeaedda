using ExprAutograd.Operators;
using MathNet.Numerics;

namespace ExprAutograd.Rules;

/// <summary>The modified Struve functions and the Marcum Q-function, whose derivatives end in modified Bessel functions.</summary>
internal static class StruveMarcumRules
{
    private const string OrderReason =
        "The derivative of the Marcum Q-function in its order has no form in functions known here. Make the order a constant, or add a rule of your own with RuleSet.Default.With(...).";

    internal static RuleSet AddTo(RuleSet rules) => rules
        // L_0' = 2/π + L_1.  DLMF 11.4.32.
        .With(x => SpecialFunctions.StruveL0(x), (x, y, dy) => dy * (2 / Math.PI + SpecialFunctions.StruveL1(x)))

        // L_1' = L_0 - L_1/x is 0/0 at 0; the derivatives are functions of their own.
        .With(x => SpecialFunctions.StruveL1(x), (x, y, dy) => dy * SpecialMath.StruveLDerivative(1, 1, x))
        .With(
            (int k, int n, double x) => SpecialMath.StruveLDerivative(k, n, x),
            null,
            null,
            (k, n, x, y, dy) => dy * SpecialMath.StruveLDerivative(k + 1, n, x))

        // I_1 - L_1 = (I_0 - L_0)' + 2/π, and the difference is kept whole: its parts grow like e^x and it does not.  DLMF 11.5.4.
        .With(x => SpecialFunctions.BesselI0MStruveL0(x), (x, y, dy) => dy * SpecialMath.BesselI0MStruveL0Derivative(1, x))
        .With(x => SpecialFunctions.BesselI1MStruveL1(x), (x, y, dy) => dy * SpecialMath.BesselI0MStruveL0Derivative(2, x))
        .With(
            (int k, double x) => SpecialMath.BesselI0MStruveL0Derivative(k, x),
            null,
            (k, x, y, dy) => dy * SpecialMath.BesselI0MStruveL0Derivative(k + 1, x))

        // ∂Q_v/∂a = Q_(v+1) - Q_v, ∂Q_v/∂b = Q_(v-1) - Q_v.  Gil, Segura and Temme (2014), ACM TOMS 40, where a and b are half the squares of the radar text's.
        .With<double, double, double, double>(
            (v, a, b) => SpecialFunctions.MarcumQ(v, a, b),
            null,
            (v, a, b, y, dy) => dy * SpecialMath.MarcumQStep(v, a, b),
            (v, a, b, y, dy) => -dy * SpecialMath.MarcumQStep(v - 1, a, b))
        .With<double, double, double, double>(
            (v, a, b) => SpecialMath.MarcumQStep(v, a, b),
            null,
            (v, a, b, y, dy) => dy * (SpecialMath.MarcumQStep(v + 1, a, b) - y),
            (v, a, b, y, dy) => dy * (SpecialMath.MarcumQStep(v - 1, a, b) - y))
        .RefuseDerivative((double v, double a, double b) => SpecialFunctions.MarcumQ(v, a, b), operand: 0, OrderReason)
        .RefuseDerivative((double v, double a, double b) => SpecialMath.MarcumQStep(v, a, b), operand: 0, OrderReason);
}
