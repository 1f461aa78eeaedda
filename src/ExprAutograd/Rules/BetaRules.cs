using System.Linq.Expressions;
using ExprAutograd.Operators;
using MathNet.Numerics;

namespace ExprAutograd.Rules;

/// <summary>The beta function and the incomplete beta functions in every argument.</summary>
/// <remarks>∂I/∂x is the density d = x^(a-1) (1-x)^(b-1) / B(a, b) (DLMF 8.17.1); I⁽ᵐⁿ⁾ and d⁽ᵐⁿ⁾ are derivatives m times in a, n times in b.</remarks>
internal static class BetaRules
{
    internal static RuleSet AddTo(RuleSet rules) => rules
        // ∂B/∂a = B (ψ(a) - ψ(a+b)).  DLMF 5.12.1 and 5.2.2.
        .With(
            (a, b) => SpecialFunctions.Beta(a, b),
            (a, b, y, dy) => dy * y * (SpecialMath.Digamma(a) - SpecialMath.Digamma(a + b)),
            (a, b, y, dy) => dy * y * (SpecialMath.Digamma(b) - SpecialMath.Digamma(a + b)))
        .With(
            (a, b) => SpecialFunctions.BetaLn(a, b),
            (a, b, y, dy) => dy * (SpecialMath.Digamma(a) - SpecialMath.Digamma(a + b)),
            (a, b, y, dy) => dy * (SpecialMath.Digamma(b) - SpecialMath.Digamma(a + b)))
        .With(
            (a, b, x) => SpecialFunctions.BetaRegularized(a, b, x),
            (a, b, x, y, dy) => dy * SpecialMath.RegularizedBeta(1, 0, a, b, x),
            (a, b, x, y, dy) => dy * SpecialMath.RegularizedBeta(0, 1, a, b, x),
            (a, b, x, y, dy) => dy * SpecialMath.BetaDensity(0, 0, a, b, x))

        // B_x = B I  =>  ∂B_x/∂a = (ψ(a) - ψ(a+b)) B_x + B I⁽¹⁰⁾.  DLMF 8.17.2.
        .With(
            (a, b, x) => SpecialFunctions.BetaIncomplete(a, b, x),
            (a, b, x, y, dy) => dy * (y * (SpecialMath.Digamma(a) - SpecialMath.Digamma(a + b)) + SpecialFunctions.Beta(a, b) * SpecialMath.RegularizedBeta(1, 0, a, b, x)),
            (a, b, x, y, dy) => dy * (y * (SpecialMath.Digamma(b) - SpecialMath.Digamma(a + b)) + SpecialFunctions.Beta(a, b) * SpecialMath.RegularizedBeta(0, 1, a, b, x)),
            (a, b, x, y, dy) => dy * SpecialFunctions.Beta(a, b) * SpecialMath.BetaDensity(0, 0, a, b, x))
        .WithPullbacks(
            (int m, int n, double a, double b, double x) => SpecialMath.RegularizedBeta(m, n, a, b, x),
            null,
            null,
            (int m, int n, double a, double b, double x, double y, double dy) => dy * SpecialMath.RegularizedBeta(m + 1, n, a, b, x),
            (int m, int n, double a, double b, double x, double y, double dy) => dy * SpecialMath.RegularizedBeta(m, n + 1, a, b, x),
            (int m, int n, double a, double b, double x, double y, double dy) => dy * SpecialMath.BetaDensity(m, n, a, b, x))
        .WithPullbacks(
            (int m, int n, double a, double b, double x) => SpecialMath.BetaDensity(m, n, a, b, x),
            null,
            null,
            (int m, int n, double a, double b, double x, double y, double dy) => dy * SpecialMath.BetaDensity(m + 1, n, a, b, x),
            (int m, int n, double a, double b, double x, double y, double dy) => dy * SpecialMath.BetaDensity(m, n + 1, a, b, x),
            DensitySlope);

    // ∂d/∂x = ((a-1)/x - (b-1)/(1-x)) d, differentiated m times in a and n times in b by Leibniz. At x = 0 and 1 that is 0 times infinity, and
    // (a+b-1) (d(a-1, b) - d(a, b-1)) is taken: the same, since B(a-1, b) = B(a, b) (a+b-1)/(a-1). It in turn fails where a + b = 1 inside.
    private static readonly Expression<Func<int, int, double, double, double, double, double, double>> DensitySlope =
        (m, n, a, b, x, y, dy) => dy * (x > 0 && x < 1
            ? ((a - 1) / x - (b - 1) / (1 - x)) * y
                + (m > 0 ? m / x * SpecialMath.BetaDensity(m - 1, n, a, b, x) : 0)
                - (n > 0 ? n / (1 - x) * SpecialMath.BetaDensity(m, n - 1, a, b, x) : 0)
            : (a + b - 1) * (SpecialMath.BetaDensity(m, n, a - 1, b, x) - SpecialMath.BetaDensity(m, n, a, b - 1, x))
                + (m > 0 ? m * (SpecialMath.BetaDensity(m - 1, n, a - 1, b, x) - SpecialMath.BetaDensity(m - 1, n, a, b - 1, x)) : 0)
                + (n > 0 ? n * (SpecialMath.BetaDensity(m, n - 1, a - 1, b, x) - SpecialMath.BetaDensity(m, n - 1, a, b - 1, x)) : 0));
}
