using System.Linq.Expressions;
using ExprAutograd.Dense;
using ExprAutograd.Tests.Dense;

namespace ExprAutograd.Tests.Rewriting;

/// <summary>Random functions of loops over arrays, and their gradients, in lanes against one number at a time.</summary>
[Collection(DenseCollection.Name)]
public sealed class RandomLaneTests
{
    private const int Cases = 1500;
    private const int Length = 19;
    private const double Tolerance = 1e-9;

    /// <summary>Beyond such slopes the last bit of an argument of a sine decides what later digits are.</summary>
    private const double SteepestCompared = 1e4;

    /// <summary>The width is one setting for all threads.</summary>
    private static readonly Lock Width = new();

    private static readonly double[] X = [.. Enumerable.Range(1, Length).Select(k => Math.Sin(k * k))];

    [Fact]
    public void A_gradient_in_lanes_is_that_of_one_number_at_a_time() => Fuzz.Run(Cases, bytes =>
    {
        lock (Width) return Wrong(bytes);
    }, Decode);

    private static LambdaExpression Decode(byte[] bytes) => RandomArrayLoops.Decode(bytes, Length);

    private static string? Wrong(byte[] bytes)
    {
        var function = (Expression<Func<double[], double>>)Decode(bytes);
        var gradient = Autograd.ValueAndGradient(function);
        var (expected, error) = Results(gradient, 0);
        if (expected.Any(e => Math.Abs(e) > SteepestCompared)) return null;
        foreach (var bits in new[] { 512, 256, 128 }.Where(b => b <= LaneWidth.Widest))
        {
            var (actual, otherError) = Results(gradient, bits);
            if (error != otherError) return $"{bits} bits: {otherError?.Name ?? "no error"} for {error?.Name ?? "no error"}";
            var size = 1 + expected.Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty().Max();
            for (var k = 0; k < expected.Length; k++)
                if (!expected[k].Equals(actual[k]) && !(Math.Abs(expected[k] - actual[k]) <= Tolerance * size)) return $"{bits} bits, number {k}: {actual[k]:R} for {expected[k]:R}";
        }
        return null;
    }

    private static (double[] Numbers, Type? Error) Results(Expression<Func<double[], (double Value, double[] Gradient)>> gradient, int bits)
    {
        using var width = Widths.Use(bits);
        try
        {
            var (value, slope) = Autograd.Compile(gradient, new AutogradOptions { IsStrict = false })((double[])X.Clone());
            return ([value, .. slope], null);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException)
        {
            return ([], e.GetType());
        }
    }
}
