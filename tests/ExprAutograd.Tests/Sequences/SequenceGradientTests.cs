namespace ExprAutograd.Tests.Sequences;

/// <summary>Derivatives of LINQ: values are LINQ's own, and forward mode, reverse mode and differences agree to second order.</summary>
public sealed class SequenceGradientTests
{
    public static TheoryData<string> Names => [.. GradientRows.All.Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_compiled_value_is_that_of_LINQ(string name)
    {
        var row = GradientRows.All.Single(r => r.Name == name);
        var (original, compiled) = (row.Function.Compile(), Autograd.Compile(row.Function));
        foreach (var point in row.Points)
        {
            var expected = LoweredFunction.Outcome(() => CompiledDerivatives.Call(original, point));
            var actual = LoweredFunction.Outcome(() => CompiledDerivatives.Call(compiled, point));
            Assert.True(LoweredFunction.AreIdentical(expected, actual), $"{LoweredFunction.Text(expected)} but got {LoweredFunction.Text(actual)}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_modes_agree_with_differences(string name)
    {
        var row = GradientRows.All.Single(r => r.Name == name);
        var isNumber = row.Function.ReturnType == typeof(double) || row.Function.ReturnType == typeof(float);
        foreach (var point in row.Points.Where(HasNumbers))
            GradientCheck.Run(row.Function, new GradientCheckOptions { Order = isNumber ? 2 : 1 }, point).ThrowIfWrong();
    }

    [Fact]
    public void Names_of_rows_are_their_own() => Assert.Equal(GradientRows.All.Length, GradientRows.All.Select(r => r.Name).Distinct().Count());

    private static bool HasNumbers(object[] point) => point.Any(a => a is not double[] { Length: 0 });
}
