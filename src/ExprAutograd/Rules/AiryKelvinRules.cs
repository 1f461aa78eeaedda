using MathNet.Numerics;

namespace ExprAutograd.Rules;

/// <summary>Airy and Kelvin functions.</summary>
internal static class AiryKelvinRules
{
    private const string OrderReason =
        "The derivative of a Kelvin function in its order has no form in functions known here. Make the order a constant, or add a rule of your own with RuleSet.Default.With(...).";

    internal static RuleSet AddTo(RuleSet rules) => AddKelvinOfOrder(AddKelvin(AddAiry(rules)))
        .RefuseDerivative((double v, double x) => SpecialFunctions.KelvinBer(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.KelvinBei(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.KelvinKer(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.KelvinKei(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.KelvinBerPrime(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.KelvinBeiPrime(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.KelvinKerPrime(v, x), operand: 0, OrderReason)
        .RefuseDerivative((double v, double x) => SpecialFunctions.KelvinKeiPrime(v, x), operand: 0, OrderReason);

    private static RuleSet AddAiry(RuleSet rules) => rules
        // w'' = x w.  DLMF 9.2.1.
        .With(x => SpecialFunctions.AiryAi(x), (x, y, dy) => dy * SpecialFunctions.AiryAiPrime(x))
        .With(x => SpecialFunctions.AiryBi(x), (x, y, dy) => dy * SpecialFunctions.AiryBiPrime(x))
        .With(x => SpecialFunctions.AiryAiPrime(x), (x, y, dy) => dy * x * SpecialFunctions.AiryAi(x))
        .With(x => SpecialFunctions.AiryBiPrime(x), (x, y, dy) => dy * x * SpecialFunctions.AiryBi(x))

        // Scaled by e^ζ, ζ = (2/3) x^(3/2), so ζ' = √x; Ai is then real for x >= 0 only, NaN elsewhere.
        .With(x => SpecialFunctions.AiryAiScaled(x), (x, y, dy) => dy * (SpecialFunctions.AiryAiPrimeScaled(x) + Math.Sqrt(x) * y))
        .With(x => SpecialFunctions.AiryAiPrimeScaled(x), (x, y, dy) => dy * (x * SpecialFunctions.AiryAiScaled(x) + Math.Sqrt(x) * y))

        // Scaled by e^(-Re ζ), which is 1 for x < 0.
        .With(x => SpecialFunctions.AiryBiScaled(x), (x, y, dy) => dy * (SpecialFunctions.AiryBiPrimeScaled(x) - (x > 0 ? Math.Sqrt(x) * y : 0)))
        .With(x => SpecialFunctions.AiryBiPrimeScaled(x), (x, y, dy) => dy * (x * SpecialFunctions.AiryBiScaled(x) - (x > 0 ? Math.Sqrt(x) * y : 0)));

    // √2 ber' = ber_1 + bei_1, √2 bei' = bei_1 - ber_1, differentiated once more; ker and kei the same.  DLMF 10.63.1 at order 0.
    private static RuleSet AddKelvin(RuleSet rules) => rules
        .With(x => SpecialFunctions.KelvinBer(x), (x, y, dy) => dy * SpecialFunctions.KelvinBerPrime(x))
        .With(x => SpecialFunctions.KelvinBei(x), (x, y, dy) => dy * SpecialFunctions.KelvinBeiPrime(x))
        .With(x => SpecialFunctions.KelvinKer(x), (x, y, dy) => dy * SpecialFunctions.KelvinKerPrime(x))
        .With(x => SpecialFunctions.KelvinKei(x), (x, y, dy) => dy * SpecialFunctions.KelvinKeiPrime(x))
        .With(
            x => SpecialFunctions.KelvinBerPrime(x),
            (x, y, dy) => dy * (SpecialFunctions.KelvinBerPrime(1, x) + SpecialFunctions.KelvinBeiPrime(1, x)) / Math.Sqrt(2))
        .With(
            x => SpecialFunctions.KelvinBeiPrime(x),
            (x, y, dy) => dy * (SpecialFunctions.KelvinBeiPrime(1, x) - SpecialFunctions.KelvinBerPrime(1, x)) / Math.Sqrt(2))
        .With(
            x => SpecialFunctions.KelvinKerPrime(x),
            (x, y, dy) => dy * (SpecialFunctions.KelvinKerPrime(1, x) + SpecialFunctions.KelvinKeiPrime(1, x)) / Math.Sqrt(2))
        .With(
            x => SpecialFunctions.KelvinKeiPrime(x),
            (x, y, dy) => dy * (SpecialFunctions.KelvinKeiPrime(1, x) - SpecialFunctions.KelvinKerPrime(1, x)) / Math.Sqrt(2));

    // 2√2 ber_v' = ber_(v+1) + bei_(v+1) - ber_(v-1) - bei_(v-1), 2√2 bei_v' = bei_(v+1) - ber_(v+1) - bei_(v-1) + ber_(v-1),
    // differentiated once more; ker and kei the same.  DLMF 10.63.1.
    private static RuleSet AddKelvinOfOrder(RuleSet rules) => rules
        .With<double, double, double>((v, x) => SpecialFunctions.KelvinBer(v, x), null, (v, x, y, dy) => dy * SpecialFunctions.KelvinBerPrime(v, x))
        .With<double, double, double>((v, x) => SpecialFunctions.KelvinBei(v, x), null, (v, x, y, dy) => dy * SpecialFunctions.KelvinBeiPrime(v, x))
        .With<double, double, double>((v, x) => SpecialFunctions.KelvinKer(v, x), null, (v, x, y, dy) => dy * SpecialFunctions.KelvinKerPrime(v, x))
        .With<double, double, double>((v, x) => SpecialFunctions.KelvinKei(v, x), null, (v, x, y, dy) => dy * SpecialFunctions.KelvinKeiPrime(v, x))
        .With<double, double, double>(
            (v, x) => SpecialFunctions.KelvinBerPrime(v, x),
            null,
            (v, x, y, dy) => dy * (SpecialFunctions.KelvinBerPrime(v + 1, x) + SpecialFunctions.KelvinBeiPrime(v + 1, x)
                - SpecialFunctions.KelvinBerPrime(v - 1, x) - SpecialFunctions.KelvinBeiPrime(v - 1, x)) / (2 * Math.Sqrt(2)))
        .With<double, double, double>(
            (v, x) => SpecialFunctions.KelvinBeiPrime(v, x),
            null,
            (v, x, y, dy) => dy * (SpecialFunctions.KelvinBeiPrime(v + 1, x) - SpecialFunctions.KelvinBerPrime(v + 1, x)
                - SpecialFunctions.KelvinBeiPrime(v - 1, x) + SpecialFunctions.KelvinBerPrime(v - 1, x)) / (2 * Math.Sqrt(2)))
        .With<double, double, double>(
            (v, x) => SpecialFunctions.KelvinKerPrime(v, x),
            null,
            (v, x, y, dy) => dy * (SpecialFunctions.KelvinKerPrime(v + 1, x) + SpecialFunctions.KelvinKeiPrime(v + 1, x)
                - SpecialFunctions.KelvinKerPrime(v - 1, x) - SpecialFunctions.KelvinKeiPrime(v - 1, x)) / (2 * Math.Sqrt(2)))
        .With<double, double, double>(
            (v, x) => SpecialFunctions.KelvinKeiPrime(v, x),
            null,
            (v, x, y, dy) => dy * (SpecialFunctions.KelvinKeiPrime(v + 1, x) - SpecialFunctions.KelvinKerPrime(v + 1, x)
                - SpecialFunctions.KelvinKeiPrime(v - 1, x) + SpecialFunctions.KelvinKerPrime(v - 1, x)) / (2 * Math.Sqrt(2)));
}
