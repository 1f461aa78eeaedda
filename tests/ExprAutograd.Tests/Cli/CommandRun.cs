using System.Text.Json;
using ExprAutograd.Cli;

namespace ExprAutograd.Tests.Cli;

/// <summary>One run of the command in this process: its exit code and what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    public static CommandRun Of(params string[] arguments) => WithInput("", arguments);

    public static CommandRun WithInput(string input, params string[] arguments) => Run(input, CancellationToken.None, arguments);

    public static CommandRun Cancelled(params string[] arguments) => Run("", new CancellationToken(canceled: true), arguments);

    /// <summary>Runs <c>eval</c> on the cases and returns its answers.</summary>
    public static IReadOnlyList<JsonElement> Eval(string cases)
    {
        var run = WithInput(cases, "eval", "-", "--out", "-");
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        return [.. JsonDocument.Parse(run.Out).RootElement.EnumerateArray()];
    }

    /// <summary>Bad input ends with code 2, one line that says what is wrong, and no stack trace.</summary>
    public void AssertRefused(params string[] saying)
    {
        Assert.Equal(2, ExitCode);
        Assert.Equal("", Out);
        var line = Assert.Single(Error.TrimEnd('\n', '\r').Split('\n'));
        Assert.StartsWith("exprautograd: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected", line, StringComparison.Ordinal);
        foreach (var words in saying) Assert.Contains(words, line, StringComparison.Ordinal);
    }

    private static CommandRun Run(string input, CancellationToken cancellation, string[] arguments)
    {
        using StringWriter output = new(), error = new();
        using var reader = new StringReader(input);
        var exitCode = CommandLine.Run(arguments, new Session(reader, output, error, IsTerminal: false, cancellation));
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
