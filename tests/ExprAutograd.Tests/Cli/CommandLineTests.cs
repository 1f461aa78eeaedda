namespace ExprAutograd.Tests.Cli;

public class CommandLineTests
{
    [Fact]
    public void Without_a_command_it_prints_its_help()
    {
        var run = CommandRun.Of();
        Assert.Equal(0, run.ExitCode);
        foreach (var name in (string[])["gradient", "eval", "demo", "exprautograd"]) Assert.Contains(name, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gradient", "--at")]
    [InlineData("gradient", "--hessian")]
    [InlineData("gradient", "--csharp")]
    [InlineData("gradient", "--dot")]
    [InlineData("gradient", "--json")]
    [InlineData("eval", "--out")]
    [InlineData("eval", "lambda")]
    [InlineData("demo", "NIST")]
    public void Help_of_a_command_names_its_options(string command, string option)
    {
        var run = CommandRun.Of(command, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(option, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_command_is_refused_with_the_known_ones() => CommandRun.Of("gradeint", "x").AssertRefused("'gradeint'", "gradient, eval, demo");

    [Theory]
    [InlineData("TEXT", "gradient")]
    [InlineData("FILE", "eval")]
    [InlineData("--hesian", "gradient", "x", "--at", "x=1", "--hesian")]
    [InlineData("--at", "gradient", "x", "--at")]
    [InlineData("--loud", "demo", "--loud")]
    [InlineData("y=2", "gradient", "x", "--at", "x=1", "y=2")]
    public void A_missing_or_unknown_argument_is_refused_by_name(string named, params string[] arguments) => CommandRun.Of(arguments).AssertRefused(named, "--help");

    [Fact]
    public void Cancelling_ends_with_code_130_and_no_message()
    {
        var run = CommandRun.Cancelled("demo");
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("", run.Error);
    }
}
