using System.Text;
using ExprAutograd.Cli;

// The first Ctrl-C asks the command to stop; a second one, or a command that does not answer within two seconds, ends the process.
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    if (cancellation.IsCancellationRequested) return;
    press.Cancel = true;
    cancellation.Cancel();
    new Timer(_ => Environment.Exit(ExitCode.Cancelled), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
};
if (Console.OutputEncoding.CodePage != Encoding.UTF8.CodePage) Console.OutputEncoding = Encoding.UTF8;

var session = new Session(Console.In, Console.Out, Console.Error, IsTerminal: !Console.IsOutputRedirected, cancellation.Token);
return CommandLine.Run(args, session);
