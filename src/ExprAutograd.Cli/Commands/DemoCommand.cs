using System.CommandLine;
using ExprAutograd.Cli.Demo;

namespace ExprAutograd.Cli.Commands;

/// <summary><c>demo [PART]</c>: the tutorial's function, a certified curve fit, and a network that learns digits, live.</summary>
internal static class DemoCommand
{
    private const string All = "all";

    public static Command Create(Session session)
    {
        var part = new Argument<string>("PART")
        {
            Description = "tutorial: a gradient as a graph and as C#; fit: a NIST data set fitted to its certified parameters; digits: a network that learns handwritten digits.",
            DefaultValueFactory = _ => All,
        };
        part.AcceptOnlyFromAmong(All, "tutorial", "fit", "digits");
        var command = new Command("demo", "Shows a gradient as a graph and as C#, fits a NIST data set and times the gradient, and trains a network to read digits.") { part };
        command.SetAction(parsed => Run(session, parsed.GetRequiredValue(part)) ? ExitCode.Success : ExitCode.NotReached);
        return command;
    }

    /// <summary>Every part that is wanted runs, whatever became of the one before.</summary>
    private static bool Run(Session session, string part)
    {
        var isReached = true;
        if (part is All or "tutorial") TutorialDemo.Run(session);
        if (part is All or "fit") isReached &= CurveFitDemo.Run(session);
        if (part is All or "digits") isReached &= DigitsDemo.Run(session);
        return isReached;
    }
}
