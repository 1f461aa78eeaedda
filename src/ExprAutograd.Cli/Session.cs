using Spectre.Console;

namespace ExprAutograd.Cli;

/// <summary>What a command talks to: the three streams, whether someone watches, and the wish to stop.</summary>
internal sealed record Session(TextReader In, TextWriter Out, TextWriter Error, bool IsTerminal, CancellationToken Cancellation)
{
    private const int RedirectedWidth = 120;

    /// <summary>Tables and colours on <see cref="Out"/>; plain text without cursor control where it is no terminal.</summary>
    public IAnsiConsole CreateConsole()
    {
        if (IsTerminal) return AnsiConsole.Console;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        console.Profile.Width = RedirectedWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
