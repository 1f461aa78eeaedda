using System.CommandLine;
using System.Linq.Expressions;
using ExprAutograd.Cli.Evaluation;
using ExprAutograd.Cli.Reading;

namespace ExprAutograd.Cli.Commands;

/// <summary><c>gradient TEXT --at p=3,q=5</c>: the gradient of one function, as numbers, as C# or as a picture.</summary>
internal static class GradientCommand
{
    public static Command Create(Session session)
    {
        var text = new Argument<string>("TEXT")
        {
            Description = "A C# lambda with typed parameters, \"(double p, double q) => p * q\", or an expression whose parameters --at names, \"p * q\".",
        };
        var at = new Option<string[]>("--at")
        {
            Description = "The point: p=3,q=5,s=2; arrays as x=[1,2,3]. Without it the gradient is printed as C#.",
            HelpName = "NAME=VALUE,...",
        };
        var hessian = new Option<bool>("--hessian") { Description = "The second derivatives too." };
        var csharp = new Option<bool>("--csharp") { Description = "The gradient's program as C# too." };
        var dot = new Option<string?>("--dot") { Description = "Writes a DOT picture with every intermediate's value and gradient; - is standard output.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "JSON instead of tables: {\"value\":16,\"gradient\":{\"p\":2,\"q\":2,\"s\":8}}." };

        var command = new Command("gradient", "Differentiates one function, by all its floating-point parameters.") { text, at, hessian, csharp, dot, json };
        command.SetAction(parsed =>
        {
            var request = new Request(
                parsed.GetRequiredValue(text),
                parsed.GetValue(at) is { Length: > 0 } parts ? PointText.Parse(string.Join(',', parts)) : null,
                parsed.GetValue(hessian),
                parsed.GetValue(csharp),
                parsed.GetValue(dot),
                parsed.GetValue(json));
            return DeepStack.Run(() => Run(session, request));
        });
        return command;
    }

    private sealed record Request(string Text, IReadOnlyList<(string Name, ArgumentValue Value)>? At, bool Hessian, bool CSharp, string? Dot, bool Json);

    private static int Run(Session session, Request request)
    {
        var function = FunctionText.Read(request.Text, request.At);
        if (request.At is not { } at)
        {
            if (request.Json || request.Hessian || request.Dot is not null)
                throw new InputException($"--json, --hessian and --dot need a point. Add one, such as --at {Example(function)}.");
            session.Out.WriteLine(AsCSharp(function));
            return ExitCode.Success;
        }

        var arguments = ArgumentReader.ReadAll(function, FunctionText.Order(function, at));
        var wants = Wants.Value | Wants.Gradient | (request.Hessian ? Wants.Hessian : Wants.None);
        var derivatives = new FunctionDerivatives(function, wants, withRespectTo: null, DifferentiationMode.Automatic);
        var result = Call(() => derivatives.At(arguments));
        var csharp = request.CSharp ? AsCSharp(function) : null;

        if (request.Dot is { } dot) WriteDot(session, dot, Call(() => Autograd.ToDot(function, arguments!)));
        if (request.Dot != "-")
        {
            if (request.Json) GradientReport.WriteJson(session.Out, derivatives, result, csharp);
            else GradientReport.WriteTables(session, derivatives, arguments, result, csharp);
        }
        return ExitCode.Success;
    }

    private static string AsCSharp(LambdaExpression function) =>
        Autograd.Gradient(function, new AutogradOptions { WithRespectTo = FunctionDerivatives.Choose(function, withRespectTo: null) }).ToCSharp();

    private static T Call<T>(Func<T> atThePoint)
    {
        try
        {
            return atThePoint();
        }
        catch (System.Reflection.TargetInvocationException e)
        {
            throw new InputException($"The function fails at this point. {Text.Cause(e)}");
        }
    }

    private static void WriteDot(Session session, string path, string picture)
    {
        if (path == "-")
        {
            session.Out.Write(picture);
            return;
        }
        try
        {
            File.WriteAllText(path, picture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"'{path}' cannot be written: {e.Message} Name a file in an existing directory.");
        }
    }

    private static string Example(LambdaExpression function) =>
        string.Join(',', function.Parameters.Select(p => p.Type.IsArray ? $"{p.Name}=[1,2,3]" : $"{p.Name}=1"));
}
