using System.Linq.Expressions;
using ExprAutograd.Dense;
using ExprAutograd.Tests.Dense;

namespace ExprAutograd.Tests.Rewriting;

/// <summary>Loops over points with loops inside, against the same one number at a time: every width, every ragged end.</summary>
[Collection(DenseCollection.Name)]
public sealed class OuterLaneTests
{
    private const double Tolerance = 1e-12;

    private static readonly int[] Points = [0, 1, 2, 3, 5, 7, 8, 9, 16, 17, 33];

    private static Dictionary<string, Expression<Func<double[], double[], double>>> Functions { get; } = new()
    {
        ["mixture"] = Autograd.Lift<Func<double[], double[], double>>(LaneMethods.Mixture),
        ["form"] = Autograd.Lift<Func<double[], double[], double>>(LaneMethods.Form),
        ["recurrence"] = Autograd.Lift<Func<double[], double[], double>>(LaneMethods.Recurrence),
        ["branches"] = Autograd.Lift<Func<double[], double[], double>>(LaneMethods.Branches),
        ["horner"] = Autograd.Lift<Func<double[], double[], double>>(LaneMethods.Horner),
        ["triangle"] = Autograd.Lift<Func<double[], double[], double>>(LaneMethods.Triangle),
        ["arrays of arrays"] = Autograd.Lift<Func<double[], double[], double>>(LaneMethods.Rows),
        ["arrays of arrays, LINQ"] = (x, a) => x.Sum(v => a.Select(c => a.Select((d, k) => Math.Sin(v * (k + 1)) * c * d).ToArray()).ToArray().Sum(row => row[0] * row[row.Length - 1])),
        ["reversed"] = Autograd.Lift<Func<double[], double[], double>>(LaneMethods.Reversed),
        ["nested LINQ"] = (x, a) => x.Sum(v => a.Select((c, j) => Math.Exp(-c * v) * j).Sum() * v),
        ["largest and smallest"] = (x, a) => x.Sum(v => Enumerable.Range(0, a.Length).Select(j => a[j] * v * (j % 2)).ToArray().Max() * a.Select(c => Math.Exp(c * v)).ToArray().Min()),
        ["rows of a matrix"] = (x, a) => Enumerable.Range(0, x.Length / 3).Sum(i => Enumerable.Range(0, 3).Sum(j => x[(i * 3) + j] * a[j]) * x[i * 3]),
        ["rows, long"] = (x, a) => Enumerable.Range(0, a.Length).Sum(i => a[i] * Enumerable.Range(0, x.Length / Math.Max(a.Length, 1)).Sum(j => x[(i * (x.Length / a.Length)) + j] * x[j])),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_gradient_is_the_same_at_every_width(string name)
    {
        var gradient = Autograd.ValueAndGradient(Functions[name]);
        var scalar = Compiled(gradient, 0);
        foreach (var bits in Bits)
        {
            var wide = Compiled(gradient, bits);
            foreach (var points in Points)
            {
                foreach (var length in new[] { 3, 6, 18 })
                {
                    double[] x = Numbers(3 * points), a = Numbers(length);
                    var (value, (slopeX, slopeA)) = scalar(x, a);
                    var (wideValue, (wideX, wideA)) = wide(x, a);
                    AssertClose([value], [wideValue], $"{name}, {bits} bits, {points} points");
                    AssertClose(slopeX, wideX, $"{name} to x, {bits} bits, {points} points, {length}");
                    AssertClose(slopeA, wideA, $"{name} to a, {bits} bits, {points} points, {length}");
                }
            }
        }
    }

    [Fact]
    public void Columns_of_a_Jacobian_stand_side_by_side() => AssertColumns(Autograd.Lift<Func<double[], double[], double[]>>(LaneMethods.Residuals));

    [Fact]
    public void Columns_made_of_arrays_of_arrays_do_too() => AssertColumns(Autograd.Lift<Func<double[], double[], double[]>>(LaneMethods.RowResiduals));

    private static void AssertColumns(Expression<Func<double[], double[], double[]>> residuals)
    {
        var jacobian = Autograd.Jacobian(residuals, new AutogradOptions { Mode = DifferentiationMode.Forward });
        Assert.True(Autograd.Explain(jacobian, new AutogradOptions { IsStrict = false }).Loops.Any(l => l.Lanes > 1) || LaneWidth.Widest == 0);
        var scalar = Compiled(jacobian, 0);
        foreach (var bits in Bits)
        {
            var wide = Compiled(jacobian, bits);
            foreach (var count in new[] { 1, 7, 8, 9, 21 })
            {
                double[] p = Numbers(count), t = Numbers(5);
                AssertClose([.. scalar(p, t).Cast<double>()], [.. wide(p, t).Cast<double>()], $"{bits} bits, {count} parameters");
            }
        }
    }

    [Fact]
    public void A_block_that_reads_beyond_the_array_is_told_as_before()
    {
        var gradient = Autograd.ValueAndGradient((Expression<Func<double[], double[], double>>)((x, a) => Enumerable.Range(0, a.Length).Sum(i => Enumerable.Range(0, 3).Sum(j => x[(i * 3) + j] * a[i]))));
        foreach (var bits in Bits)
        {
            var compiled = Compiled(gradient, bits);
            Assert.Throws<IndexOutOfRangeException>(() => compiled(Numbers(47), Numbers(16)));
            Assert.Throws<IndexOutOfRangeException>(() => compiled(Numbers(50), Numbers(17)));
            compiled(Numbers(51), Numbers(17));
        }
    }

    private static IEnumerable<int> Bits => new[] { 512, 256, 128 }.Where(b => b <= LaneWidth.Widest);

    private static TDelegate Compiled<TDelegate>(Expression<TDelegate> function, int bits)
        where TDelegate : Delegate
    {
        using var width = Widths.Use(bits);
        return Autograd.Compile(function, new AutogradOptions { IsStrict = false });
    }

    private static void AssertClose(double[] expected, double[] actual, string where)
    {
        Assert.Equal(expected.Length, actual.Length);
        var size = 1 + expected.Select(Math.Abs).DefaultIfEmpty().Max();
        for (var k = 0; k < expected.Length; k++)
            Assert.True(expected[k].Equals(actual[k]) || Math.Abs(expected[k] - actual[k]) <= Tolerance * size, $"{where}: number {k} is {actual[k]:R} for {expected[k]:R}.");
    }

    private static double[] Numbers(int length) => [.. Enumerable.Range(1, length).Select(k => (0.7 * Math.Sin(k * k)) + 0.01)];
}
