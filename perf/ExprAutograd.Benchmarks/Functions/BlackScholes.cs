using System.Linq.Expressions;
using ExprAutograd.Benchmarks.Measurement;
using MathNet.Numerics;

namespace ExprAutograd.Benchmarks.Functions;

using Compiled = Func<double, double, double, double, double, (double Value, (double, double, double, double, double) Gradient)>;

/// <summary>The price of a call option and its five sensitivities, the normal distribution by way of MathNet's erfc. Goal: at most 1.10 of hand-written C#.</summary>
/// <remarks>The hand-written side is the adjoint of the same statements, forward values shared; not the closed form of the sensitivities.</remarks>
internal static class BlackScholes
{
    private const double HalfRoot = 0.70710678118654752440;
    private const double TwoOverRootPi = 1.12837916709551257390;

    public static readonly Expression<Func<double, double, double, double, double, double>> Function = (spot, strike, rate, volatility, time) =>
        (spot * 0.5 * SpecialFunctions.Erfc(-((Math.Log(spot / strike) + ((rate + (0.5 * volatility * volatility)) * time)) / (volatility * Math.Sqrt(time))) * HalfRoot))
        - (strike * Math.Exp(-rate * time) * 0.5
            * SpecialFunctions.Erfc(-(((Math.Log(spot / strike) + ((rate + (0.5 * volatility * volatility)) * time)) / (volatility * Math.Sqrt(time))) - (volatility * Math.Sqrt(time))) * HalfRoot));

    public static readonly Compiled ByHand = static (spot, strike, rate, volatility, time) =>
    {
        // Forward.
        var moneyness = spot / strike;
        var log = Math.Log(moneyness);
        var halfVolatility = 0.5 * volatility;
        var drift = rate + (halfVolatility * volatility);
        var root = Math.Sqrt(time);
        var deviation = volatility * root;
        var d1 = (log + (drift * time)) / deviation;
        var a1 = -d1 * HalfRoot;
        var a2 = -(d1 - deviation) * HalfRoot;
        var erfc1 = SpecialFunctions.Erfc(a1);
        var erfc2 = SpecialFunctions.Erfc(a2);
        var halfSpot = spot * 0.5;
        var discount = Math.Exp(-rate * time);
        var present = strike * discount;
        var halfPresent = present * 0.5;

        // Adjoint, last statement first.
        var dHalfPresent = -erfc2;
        var dA2 = halfPresent * TwoOverRootPi * Math.Exp(-a2 * a2);
        var dA1 = -halfSpot * TwoOverRootPi * Math.Exp(-a1 * a1);
        var dD2 = -dA2 * HalfRoot;
        var dD1 = dD2 - (dA1 * HalfRoot);
        var dPresent = dHalfPresent * 0.5;
        var dExponent = dPresent * strike * discount;
        var dNumerator = dD1 / deviation;
        var dDeviation = -dD2 - (dNumerator * d1);
        var dDrift = dNumerator * time;
        var dMoneyness = dNumerator / moneyness;
        return (
            (halfSpot * erfc1) - (halfPresent * erfc2),
            ((0.5 * erfc1) + (dMoneyness / strike),
            (dPresent * discount) - (dMoneyness * moneyness / strike),
            dDrift - (dExponent * time),
            (dDrift * volatility) + (dDeviation * root),
            (dNumerator * drift) - (dExponent * rate) + (dDeviation * volatility * 0.5 / root)));
    };

    public static Compiled Compile() => Autograd.Compile(Autograd.ValueAndGradient(Function));

    public static double Run(Compiled f, int calls)
    {
        var total = 0.0;
        for (var k = 0; k < calls; k++)
        {
            var (value, gradient) = f(90 + (k & 31), 100, 0.03, 0.2, 0.75);
            total += value + gradient.Item1 + gradient.Item2 + gradient.Item3 + gradient.Item4 + gradient.Item5;
        }
        return total;
    }

    public static IEnumerable<Comparison> Compare()
    {
        var compiled = Compile();
        Agreement.Require(nameof(BlackScholes), Numbers(ByHand(103, 100, 0.03, 0.2, 0.75)), Numbers(compiled(103, 100, 0.03, 0.2, 0.75)));
        var times = new Ruler().Measure(n => Run(ByHand, n), n => Run(compiled, n));
        yield return new Comparison("Black-Scholes call, 5 inputs", times[1], "hand-written", times[0], 1.10);
    }

    private static double[] Numbers((double Value, (double, double, double, double, double) Gradient) r) =>
        [r.Value, r.Gradient.Item1, r.Gradient.Item2, r.Gradient.Item3, r.Gradient.Item4, r.Gradient.Item5];
}
