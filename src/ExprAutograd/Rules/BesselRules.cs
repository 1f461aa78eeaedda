using ExprAutograd.Operators;
using MathNet.Numerics;

namespace ExprAutograd.Rules;

/// <summary>Bessel functions of every kind, in their argument.</summary>
/// <remarks>The mean of the neighbouring orders is used rather than y' = ±f_(v+1) + (v/x) f_v, which is 0/0 at the origin.</remarks>
internal static class BesselRules
{
    private const string OrderReason =
        "The derivative of a Bessel function in its order has no form in functions known here. Make the order a constant, or add a rule of your own with RuleSet.Default.With(...).";

    internal static RuleSet AddTo(RuleSet rules) => AddModified(AddUnmodified(rules))
        .RefuseDerivative((double v, double x) => SpecialFunctions.BesselJ(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.BesselJScaled(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.BesselY(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.BesselYScaled(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.BesselI(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.BesselIScaled(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.BesselK(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.BesselKScaled(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double n, double x) => SpecialFunctions.SphericalBesselJ(n, x), operand: 0, OrderReason)
        .RefuseDerivative((double n, double x) => SpecialFunctions.SphericalBesselY(n, x), operand: 0, OrderReason);

    private static RuleSet AddUnmodified(RuleSet rules) => rules
        // 2 J_v' = J_(v-1) - J_(v+1), and so for Y.  DLMF 10.6.1. On the real line the scale factor e^(-|Im x|) is 1.
        .With<double, double, double>(
            (v, x) => SpecialFunctions.BesselJ(v, x),
            null,
            (v, x, y, dy) => dy * (SpecialFunctions.BesselJ(v - 1, x) - SpecialFunctions.BesselJ(v + 1, x)) / 2)
        .With<double, double, double>(
            (v, x) => SpecialFunctions.BesselJScaled(v, x),
            null,
            (v, x, y, dy) => dy * (SpecialFunctions.BesselJScaled(v - 1, x) - SpecialFunctions.BesselJScaled(v + 1, x)) / 2)
        .With<double, double, double>(
            (v, x) => SpecialFunctions.BesselY(v, x),
            null,
            (v, x, y, dy) => dy * (SpecialFunctions.BesselY(v - 1, x) - SpecialFunctions.BesselY(v + 1, x)) / 2)
        .With<double, double, double>(
            (v, x) => SpecialFunctions.BesselYScaled(v, x),
            null,
            (v, x, y, dy) => dy * (SpecialFunctions.BesselYScaled(v - 1, x) - SpecialFunctions.BesselYScaled(v + 1, x)) / 2)

        // (2n+1) j_n' = n j_(n-1) - (n+1) j_(n+1), finite at 0; below order 1, where j_(n-1) is not to be had, j_n' = (n/x) j_n - j_(n+1).  DLMF 10.51.1, 10.51.2.
        .With<double, double, double>(
            (n, x) => SpecialFunctions.SphericalBesselJ(n, x),
            null,
            (n, x, y, dy) => dy * (n < 1
                ? (n == 0 ? 0 : n / x * y) - SpecialFunctions.SphericalBesselJ(n + 1, x)
                : (n * SpecialFunctions.SphericalBesselJ(n - 1, x) - (n + 1) * SpecialFunctions.SphericalBesselJ(n + 1, x)) / (2 * n + 1)))
        .With<double, double, double>(
            (n, x) => SpecialFunctions.SphericalBesselY(n, x),
            null,
            (n, x, y, dy) => dy * (n / x * y - SpecialFunctions.SphericalBesselY(n + 1, x)));

    private static RuleSet AddModified(RuleSet rules) => rules
        // 2 I_v' = I_(v-1) + I_(v+1), 2 K_v' = -K_(v-1) - K_(v+1).  DLMF 10.29.1.
        .With<double, double, double>(
            (v, x) => SpecialFunctions.BesselI(v, x),
            null,
            (v, x, y, dy) => dy * (SpecialFunctions.BesselI(v - 1, x) + SpecialFunctions.BesselI(v + 1, x)) / 2)
        .With<double, double, double>(
            (v, x) => SpecialFunctions.BesselK(v, x),
            null,
            (v, x, y, dy) => -dy * (SpecialFunctions.BesselK(v - 1, x) + SpecialFunctions.BesselK(v + 1, x)) / 2)

        // The scaled ones carry e^(-|x|) and e^x; at the kink x = 0 of the first the derivative from the right is taken.
        .With<double, double, double>(
            (v, x) => SpecialFunctions.BesselIScaled(v, x),
            null,
            (v, x, y, dy) => dy * ((SpecialFunctions.BesselIScaled(v - 1, x) + SpecialFunctions.BesselIScaled(v + 1, x)) / 2 - (x < 0 ? -y : y)))
        .With<double, double, double>(
            (v, x) => SpecialFunctions.BesselKScaled(v, x),
            null,
            (v, x, y, dy) => dy * (y - (SpecialFunctions.BesselKScaled(v - 1, x) + SpecialFunctions.BesselKScaled(v + 1, x)) / 2))

        // I_0' = I_1, I_1' = (I_0 + I_2)/2, K_0' = -K_1, K_1' = -(K_0 + K_2)/2.  DLMF 10.29.1, 10.29.3.
        .With(x => SpecialFunctions.BesselI0(x), (x, y, dy) => dy * SpecialFunctions.BesselI1(x))
        .With(x => SpecialFunctions.BesselI1(x), (x, y, dy) => dy * (SpecialFunctions.BesselI0(x) + SpecialFunctions.BesselI(2, x)) / 2)
        .With(x => SpecialFunctions.BesselK0(x), (x, y, dy) => -dy * SpecialFunctions.BesselK1(x))
        .With(x => SpecialFunctions.BesselK1(x), (x, y, dy) => -dy * (SpecialFunctions.BesselK0(x) + SpecialFunctions.BesselK(2, x)) / 2)

        // With their factor e^x; written in BesselKScaled, since MathNet 5.0.0's own K0e and K1e are wrong for x <= 2.
        .With(x => SpecialFunctions.BesselK0e(x), (x, y, dy) => dy * (SpecialFunctions.BesselKScaled(0, x) - SpecialFunctions.BesselKScaled(1, x)))
        .With(
            x => SpecialFunctions.BesselK1e(x),
            (x, y, dy) => dy * (SpecialFunctions.BesselKScaled(1, x) - (SpecialFunctions.BesselKScaled(0, x) + SpecialFunctions.BesselKScaled(2, x)) / 2));
}
