using System.CommandLine;
using ExprAutograd.Cli.Demo;

namespace ExprAutograd.Cli.Commands;

/// <summary><c>demo</c>: the tutorial's function, then a certified curve fit, live.</summary>
internal static class DemoCommand
{
    public static Command Create(Session session)
    {
        var command = new Command("demo", "Shows a gradient as a graph and as C#, then fits a NIST data set to its certified parameters and times the gradient.");
        command.SetAction(_ =>
        {
            TutorialDemo.Run(session);
            return CurveFitDemo.Run(session) ? ExitCode.Success : ExitCode.NotReached;
        });
        return command;
    }
}
