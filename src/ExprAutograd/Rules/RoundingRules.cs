namespace ExprAutograd.Rules;

/// <summary>Rounding to an integer, to digits, to the neighbouring number.</summary>
internal static class RoundingRules
{
    public static RuleSet AddTo(RuleSet rules) => rules

        // Constant between jumps; PyTorch: 0 at the jumps too.
        .WithZeroDerivative((double x) => Math.Floor(x))
        .WithZeroDerivative((double x) => Math.Ceiling(x))
        .WithZeroDerivative((double x) => Math.Truncate(x))
        .WithZeroDerivative((double x) => Math.Round(x))
        .WithZeroDerivative((double x, int digits) => Math.Round(x, digits))
        .WithZeroDerivative((double x, MidpointRounding mode) => Math.Round(x, mode))
        .WithZeroDerivative((double x, int digits, MidpointRounding mode) => Math.Round(x, digits, mode))
        .WithZeroDerivative((double x) => Math.ILogB(x))
        .WithZeroDerivative((double x) => double.ConvertToInteger<int>(x))
        .WithZeroDerivative((double x) => double.ConvertToIntegerNative<int>(x))

        // x plus or minus an ulp, which is constant between powers of two.
        .With(x => Math.BitIncrement(x), (x, y, dy) => dy)
        .With(x => Math.BitDecrement(x), (x, y, dy) => dy);
}
