using System.Globalization;
using System.Text.RegularExpressions;

namespace ExprAutograd.Tests.Cli;

/// <summary>One run serves all: the demo takes a second or two.</summary>
public sealed class DemoFixture
{
    internal CommandRun Run { get; } = CommandRun.Of("demo");
}

public partial class DemoCommandTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    [Fact]
    public void It_succeeds_without_a_terminal()
    {
        Assert.Equal("", demo.Run.Error);
        Assert.Equal(0, demo.Run.ExitCode);
        Assert.DoesNotContain('\u001b', demo.Run.Out);
        Assert.DoesNotContain('\r', demo.Run.Out.Replace("\r\n", "\n"));
    }

    [Theory]
    [InlineData("p = 3 (∂ 2)")]
    [InlineData("q = 5 (∂ 2)")]
    [InlineData("s = 2 (∂ 8)")]
    [InlineData("r = 8 (∂ 2)")]
    [InlineData("t = 16 (∂ 1)")]
    [InlineData("=>")]
    public void The_tutorial_graph_has_every_value_and_gradient(string node) => Assert.Contains(node, demo.Run.Out, StringComparison.Ordinal);

    [Fact]
    public void The_fit_reaches_every_certified_parameter_to_six_digits()
    {
        var digits = ParameterRow().Matches(demo.Run.Out).Select(m => double.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(7, digits.Count);
        Assert.All(digits, d => Assert.InRange(d, 6, 11));
    }

    [Fact]
    public void The_compiled_gradient_is_more_exact_than_differences_and_no_slower()
    {
        double ErrorOf(string name) => double.Parse(Regex.Match(demo.Run.Out, name + @".*error (\S+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        Assert.InRange(ErrorOf("compiled"), 0, 1e-13);
        Assert.InRange(ErrorOf("central differences"), 1e-12, 1e-5);
        Assert.InRange(double.Parse(Regex.Match(demo.Run.Out, @"(\S+) times as fast").Groups[1].ValueSpan, CultureInfo.InvariantCulture), 1, 100);
    }

    [GeneratedRegex(@"│ b\d +│[^│]+│[^│]+│ +(\S+) │")]
    private static partial Regex ParameterRow();
}
