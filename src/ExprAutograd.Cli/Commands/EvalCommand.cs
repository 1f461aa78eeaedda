using System.CommandLine;
using System.Text;
using System.Text.Json;
using ExprAutograd.Cli.Evaluation;

namespace ExprAutograd.Cli.Commands;

/// <summary><c>eval FILE --out FILE</c>: values and derivatives of many functions at many points, JSON in and out.</summary>
internal static class EvalCommand
{
    private const string StandardStream = "-";
    private const int MaxJsonDepth = 10_000;

    public static Command Create(Session session)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A JSON array of {\"id\", \"lambda\": C# text with typed parameters, or \"method\": C# text of static methods, \"points\": [[arguments], ...], \"wants\": any of \"value\", "
                + "\"gradient\", \"hessian\", \"jacobian\", \"wrt\": [parameter positions], \"cotangent\": a value of the result's shape, for the gradient of sum(cotangent * result), \"mode\": \"reverse\" or \"forward\", \"build\": \"debug\" or \"release\" of the methods}; - reads standard input.",
        };
        var output = new Option<string>("--out", "-o")
        {
            Description = "Where the answers go, one {\"id\", \"point\", ...} per point; - is standard output.",
            HelpName = "FILE",
            DefaultValueFactory = _ => StandardStream,
        };
        var command = new Command("eval", "Evaluates values, gradients, Hessians and Jacobians of the functions in a JSON file.") { file, output };
        command.SetAction(parsed => Run(session, parsed.GetRequiredValue(file), parsed.GetRequiredValue(output)));
        return command;
    }

    private static int Run(Session session, string input, string output)
    {
        using var document = Parse(input, ReadInput(session, input));
        var cases = document.RootElement.EnumerateArray().Select(EvalCase.FromJson).ToList();
        var answers = DeepStack.Run(() => AnswerWriter.Write(CaseEvaluator.Evaluate(cases, session.Cancellation)));
        WriteOutput(session, output, answers);
        return ExitCode.Success;
    }

    private static string ReadInput(Session session, string path)
    {
        try
        {
            return path == StandardStream ? session.In.ReadToEnd() : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"'{path}' cannot be read: {e.Message} Name an existing JSON file, or - for standard input.");
        }
    }

    private static JsonDocument Parse(string path, string text)
    {
        var name = path == StandardStream ? "Standard input" : $"'{path}'";
        const string Expected = "It must hold a JSON array of cases such as {\"id\": \"a\", \"lambda\": \"(double x) => x * x\", \"points\": [[3]]}.";
        try
        {
            var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            return document.RootElement.ValueKind == JsonValueKind.Array ? document : throw new InputException($"{name} holds no JSON array. {Expected}");
        }
        catch (JsonException e)
        {
            throw new InputException($"{name} is not valid JSON, see line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. {Expected}");
        }
    }

    private static void WriteOutput(Session session, string path, ReadOnlyMemory<byte> answers)
    {
        if (path == StandardStream)
        {
            session.Out.Write(Encoding.UTF8.GetString(answers.Span));
            session.Out.Flush();
            return;
        }
        try
        {
            File.WriteAllBytes(path, answers.Span);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"'{path}' cannot be written: {e.Message} Name a file in an existing directory, or - for standard output.");
        }
    }
}
