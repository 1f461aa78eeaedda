using System.Collections.Immutable;
using System.Text.Json;
using ExprAutograd.Cli.Reading;

namespace ExprAutograd.Cli.Evaluation;

/// <summary>One element of an eval file: a function, the points, and what is wanted there.</summary>
/// <remarks>An element that cannot be read still has its id, its number of points and the reason, so that each point gets its answer.</remarks>
internal sealed record EvalCase
{
    /// <summary>The id as JSON, echoed as it came.</summary>
    public string Id { get; private init; } = "null";

    public FunctionSource Source { get; private init; }

    public IReadOnlyList<JsonElement> Points { get; private init; } = [];

    /// <summary>What is wanted; null for the value and the first derivative.</summary>
    public Wants? Wants { get; private init; }

    /// <summary>Positions of the parameters to differentiate; null for all that can be.</summary>
    public ImmutableArray<int>? WithRespectTo { get; private init; }

    public DifferentiationMode Mode { get; private init; } = DifferentiationMode.Automatic;

    /// <summary>What the results are weighted with, so that their sum has a gradient; null for a function that returns one number.</summary>
    public ArgumentValue? Cotangent { get; private init; }

    /// <summary>Why the element cannot be read; null when it can.</summary>
    public string? Error { get; private init; }

    public static EvalCase FromJson(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return new EvalCase { Error = "Each element is an object such as {\"id\": \"a\", \"lambda\": \"(double x) => x * x\", \"points\": [[3]]}." };

        var known = new EvalCase
        {
            Id = element.TryGetProperty("id", out var id) ? id.GetRawText() : "null",
            Points = element.TryGetProperty("points", out var points) && points.ValueKind == JsonValueKind.Array ? [.. points.EnumerateArray()] : [],
        };
        try
        {
            return known.WithRest(element);
        }
        catch (Exception e) when (e is InputException or InvalidOperationException or FormatException)
        {
            return known with { Error = e.Message };
        }
    }

    private EvalCase WithRest(JsonElement element)
    {
        if (!element.TryGetProperty("points", out var points) || points.ValueKind != JsonValueKind.Array)
            throw new InputException("The element has no 'points'. Add a list of argument lists, such as [[1.5], [2]].");
        return this with
        {
            Source = ReadSource(element),
            Wants = element.TryGetProperty("wants", out var wants) ? ReadWants(wants) : Wants,
            WithRespectTo = element.TryGetProperty("wrt", out var wrt) && wrt.ValueKind != JsonValueKind.Null ? ReadIndexes(wrt) : null,
            Cotangent = element.TryGetProperty("cotangent", out var cotangent) && cotangent.ValueKind != JsonValueKind.Null ? ArgumentValue.FromJson(cotangent) : null,
            Mode = element.TryGetProperty("mode", out var mode) && mode.ValueKind != JsonValueKind.Null ? ReadMode(mode) : DifferentiationMode.Automatic,
        };
    }

    private static FunctionSource ReadSource(JsonElement element)
    {
        var hasLambda = element.TryGetProperty("lambda", out var lambda);
        var hasMethod = element.TryGetProperty("method", out var method);
        if (hasLambda && hasMethod) throw new InputException("The element has a 'lambda' and a 'method'. Leave one of them out.");
        if (hasMethod)
        {
            return NameOf(method) is { } methods
                ? new FunctionSource(ReadBuild(element), methods)
                : throw new InputException("'method' is no text. Write static C# methods, such as \"static double f(double[] x) { ... }\".");
        }
        return NameOf(lambda) is { } text
            ? new FunctionSource(FunctionForm.Lambda, text)
            : throw new InputException("The element has no 'lambda' and no 'method'. Add a lambda with typed parameters, such as \"(double x) => x * x\".");
    }

    private static FunctionForm ReadBuild(JsonElement element) =>
        !element.TryGetProperty("build", out var build) || build.ValueKind == JsonValueKind.Null ? FunctionForm.ReleaseMethod : NameOf(build) switch
        {
            "release" => FunctionForm.ReleaseMethod,
            "debug" => FunctionForm.DebugMethod,
            _ => throw new InputException($"'build' is {build.GetRawText()}; it may be \"debug\" or \"release\"."),
        };

    private static Wants ReadWants(JsonElement element)
    {
        var wants = Evaluation.Wants.None;
        foreach (var name in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().ToList() : [element])
        {
            wants |= NameOf(name) switch
            {
                "value" => Evaluation.Wants.Value,
                "gradient" => Evaluation.Wants.Gradient,
                "hessian" => Evaluation.Wants.Hessian,
                "jacobian" => Evaluation.Wants.Jacobian,
                _ => throw new InputException($"'wants' holds {name.GetRawText()}; it may hold \"value\", \"gradient\", \"hessian\" and \"jacobian\"."),
            };
        }
        return wants != Evaluation.Wants.None ? wants : throw new InputException("'wants' is empty; name \"value\", \"gradient\", \"hessian\" or \"jacobian\".");
    }

    private static DifferentiationMode ReadMode(JsonElement element) => NameOf(element) switch
    {
        "reverse" => DifferentiationMode.Reverse,
        "forward" => DifferentiationMode.Forward,
        _ => throw new InputException($"'mode' is {element.GetRawText()}; it may be \"reverse\" or \"forward\"."),
    };

    private static ImmutableArray<int> ReadIndexes(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() == 0)
            throw new InputException("'wrt' is a list of parameter positions counted from 0, such as [0, 2].");
        var indexes = ImmutableArray.CreateBuilder<int>();
        foreach (var entry in element.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Number || !entry.TryGetInt32(out var index))
                throw new InputException($"'wrt' holds {entry.GetRawText()}; it holds parameter positions counted from 0.");
            if (indexes.Contains(index)) throw new InputException($"'wrt' names parameter {index} twice.");
            indexes.Add(index);
        }
        return indexes.ToImmutable();
    }

    private static string? NameOf(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}
