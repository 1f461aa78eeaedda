using System.Linq.Expressions;
using ExprAutograd.Dense;
using ExprAutograd.Tests.Dense;
using MathNet.Numerics;

namespace ExprAutograd.Tests.Rewriting;

/// <summary>Loops in lanes against the same loops one number at a time: every width, every ragged end.</summary>
[Collection(DenseCollection.Name)]
public sealed class LaneLoopTests
{
    private const double Tolerance = 1e-13;

    private static readonly int[] Lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 100];

    public static TheoryData<string, Expression<Func<double[], double>>> Sums => new()
    {
        { "arithmetic", x => x.Sum(v => ((v * v) - (2 * v)) / (1 + (v * v))) },
        { "functions", x => x.Sum(v => (Math.Sin(v) * Math.Exp(-v * v)) + Math.Log(1 + (v * v)) + Math.Sqrt(Math.Abs(v))) },
        { "a function of vectors of our own", x => x.Sum(v => Math.Tanh(v) * v) },
        { "a function lane by lane", x => x.Sum(v => SpecialFunctions.GammaLn(2 + (v * v)) * v) },
        { "a function of two numbers", x => x.Sum(v => Math.Pow(2 + v, v) + Math.Atan2(v, 1 + (v * v))) },
        { "branches", x => x.Sum(v => v > 0.5 ? v * v : v <= -1 ? -v : Math.Exp(v)) },
        { "the index", x => x.Select((v, i) => v * v * i).Sum() },
        { "neighbours", x => Enumerable.Range(0, Math.Max(x.Length - 1, 0)).Sum(i => (x[i + 1] - (x[i] * x[i])) * x[i]) },
        { "two sums", x => x.Sum(v => v * v) / (1 + x.Sum(v => Math.Cos(v))) },
        { "an offset", x => Enumerable.Range(2, Math.Max(x.Length - 2, 0)).Sum(i => x[i] * Math.Exp(x[i])) },
    };

    [Theory]
    [MemberData(nameof(Sums))]
    public void A_gradient_is_the_same_at_every_width(string name, Expression<Func<double[], double>> sum)
    {
        var gradient = Autograd.ValueAndGradient(sum);
        var scalar = Compiled(gradient, 0);
        foreach (var bits in Bits)
        {
            var wide = Compiled(gradient, bits);
            foreach (var length in Lengths)
            {
                var x = Numbers(length);
                var (value, slope) = scalar(x);
                var (wideValue, wideSlope) = wide(x);
                Assert.True(Math.Abs(value - wideValue) <= Tolerance * (1 + Math.Abs(value)), $"{name}, {bits} bits, {length} numbers: {wideValue:R} for {value:R}.");
                for (var k = 0; k < length; k++)
                    Assert.True(Math.Abs(slope[k] - wideSlope[k]) <= Tolerance * (1 + Math.Abs(slope[k])), $"{name}, {bits} bits, number {k} of {length}: {wideSlope[k]:R} for {slope[k]:R}.");
            }
        }
    }

    [Fact]
    public void An_element_has_one_value_wherever_it_stands()
    {
        Expression<Func<double[], double[]>> map = x => x.Select(v => Math.Exp(v) + (Math.Sin(v) / (1 + Math.Log(2 + (v * v))))).ToArray();
        foreach (var bits in Bits)
        {
            using var width = Widths.Use(bits);
            var compiled = Autograd.Compile(map, Relaxed);
            foreach (var length in Lengths)
            {
                var all = compiled([.. Enumerable.Repeat(0.7310585786300049, length)]);
                Assert.True(all.Distinct().Count() <= 1, $"{bits} bits, {length} numbers.");
            }
        }
    }

    [Fact]
    public void Strict_code_rounds_as_the_function_does()
    {
        Expression<Func<double[], double[]>> map = x => x.Select(v => (v * v / 3) - Math.Exp(v)).ToArray();
        var strict = Autograd.Compile(map, new AutogradOptions { IsStrict = true });
        var x = Numbers(100);
        Assert.Equal(map.Compile()(x), strict(x));
    }

    [Fact]
    public void An_array_that_is_too_short_is_told_as_before()
    {
        Expression<Func<double[], double[], double>> dot = (x, y) => Enumerable.Range(0, x.Length).Sum(i => x[i] * y[i]);
        var compiled = Autograd.Compile(dot, Relaxed);
        Assert.Throws<IndexOutOfRangeException>(() => compiled(Numbers(40), Numbers(39)));
        Assert.Throws<IndexOutOfRangeException>(() => compiled(Numbers(40), Numbers(3)));
        Assert.Throws<IndexOutOfRangeException>(() => compiled(Numbers(3), Numbers(2)));
    }

    [Fact]
    public void Single_precision_has_twice_the_lanes()
    {
        Expression<Func<float[], float[]>> map = x => x.Select(v => (v * v * 3f) - (v / 7f)).ToArray();
        foreach (var bits in Bits)
        {
            using var width = Widths.Use(bits);
            foreach (var length in Lengths)
            {
                float[] x = [.. Numbers(length).Select(v => (float)v)];
                Assert.Equal(map.Compile()(x), Autograd.Compile(map)(x));
            }
        }
    }

    /// <summary>The other tests compare bits, and run strictly.</summary>
    private static AutogradOptions Relaxed { get; } = new() { IsStrict = false };

    private static IEnumerable<int> Bits => new[] { 512, 256, 128 }.Where(b => b <= LaneWidth.Widest);

    private static Func<double[], (double Value, double[] Gradient)> Compiled(Expression<Func<double[], (double Value, double[] Gradient)>> function, int bits)
    {
        using var width = Widths.Use(bits);
        return Autograd.Compile(function, Relaxed);
    }

    private static double[] Numbers(int length) => [.. Enumerable.Range(1, length).Select(k => (2 * Math.Sin(k * k)) + 0.01)];
}
