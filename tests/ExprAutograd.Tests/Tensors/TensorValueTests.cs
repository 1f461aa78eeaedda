namespace ExprAutograd.Tests.Tensors;

/// <summary>Values and gradients of the rows, in double and in float.</summary>
public sealed class TensorValueTests
{
    private const double FloatTolerance = 1e-5;
    private const double Tolerance = 1e-13;

    private static readonly TensorValueRow[] All = [.. ReductionRows.All, .. NetworkFunctionRows.All];

    public static TheoryData<string> Rows => [.. All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Value_and_gradient_are_those_of_the_row(string name) => Check(name, x => x, Tolerance);

    [Theory]
    [MemberData(nameof(Rows))]
    public void In_float_they_are_the_same_up_to_rounding(string name) => Check(name, x => x.To(ElementType.Float32), FloatTolerance);

    [Fact]
    public void Every_row_has_a_name_of_its_own() => Assert.Equal(All.Length, All.Select(r => r.Name).Distinct().Count());

    private static void Check(string name, Func<Tensor, Tensor> seen, double tolerance)
    {
        var row = All.Single(r => r.Name == name);
        var x = Tensor.From(row.X, row.XShape, requiresGrad: true);
        var y = row.Function(seen(x));
        Assert.Equal(row.Shape, y.Shape.ToArray());
        AssertClose(row.Value, y.To(ElementType.Float64).ToArray<double>(), tolerance, "value");
        if (row.Gradient is { } gradient) AssertClose(gradient, Autograd.Grad(y.Sum(), x).ToArray<double>(), tolerance, "gradient");
    }

    private static void AssertClose(double[] expected, double[] found, double tolerance, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var k = 0; k < expected.Length; k++)
            Assert.True(expected[k].Equals(found[k]) || Math.Abs(expected[k] - found[k]) <= tolerance * (1 + Math.Abs(expected[k])), $"{what}, element {k}: {found[k]:R}, PyTorch has {expected[k]:R}.");
    }
}
