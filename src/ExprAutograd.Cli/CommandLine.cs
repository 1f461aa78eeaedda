using System.CommandLine;
using ExprAutograd.Cli.Commands;

namespace ExprAutograd.Cli;

/// <summary>The command <c>exprautograd</c>: reads the arguments, runs one command, and turns every failure into one line.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command line and returns its exit code, 0 to 2, or 130 when cancelled.</summary>
    public static int Run(IReadOnlyList<string> arguments, Session session)
    {
        var root = CreateRoot(session);

        // A text such as "-h*2" is an argument, "@x" is no file of arguments.
        var parser = new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        var invocation = new InvocationConfiguration
        {
            Output = session.Out,
            Error = session.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            var parsed = root.Parse(arguments.Count == 0 ? ["--help"] : arguments, parser);
            if (parsed.Errors.Count == 0) return parsed.Invoke(invocation);
            return Fail(session, Describe(parsed));
        }
        catch (InputException e)
        {
            return Fail(session, e.Message);
        }
        catch (AutogradException e)
        {
            return Fail(session, e.Message);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception e)
        {
            return Fail(session, $"Unexpected {e.GetType().Name}: {e.Message}");
        }
    }

    private static RootCommand CreateRoot(Session session)
    {
        var root = new RootCommand(
            "Exact gradients of C# functions, compiled. Start with 'exprautograd demo', or "
            + "'exprautograd gradient \"(p + q) * s\" --at p=3,q=5,s=2'.")
        {
            GradientCommand.Create(session),
            EvalCommand.Create(session),
            DemoCommand.Create(session),
        };
        root.HelpName = "exprautograd";
        return root;
    }

    private static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command is not RootCommand) return $"{parsed.Errors[0].Message} Run 'exprautograd {command.Name} --help' for its options.";
        var commands = string.Join(", ", command.Subcommands.Select(c => c.Name));
        return parsed.UnmatchedTokens is [var unknown, ..]
            ? $"'{unknown}' is no command. The commands are {commands}; run 'exprautograd --help'."
            : $"A command is missing. The commands are {commands}; run 'exprautograd --help'.";
    }

    private static int Fail(Session session, string message)
    {
        session.Error.WriteLine("exprautograd: " + Text.OneLine(message));
        return ExitCode.BadInput;
    }
}
