using System.Linq.Expressions;
using System.Text.Json;
using ExprAutograd.Cli.Reading;
using Microsoft.CodeAnalysis;

namespace ExprAutograd.Tests.Methods;

/// <summary>A function from a public collection, written as C# methods, with values and derivatives computed elsewhere.</summary>
internal sealed record MethodCase
{
    private static readonly Dictionary<string, MethodCase> All = [];

    static MethodCase()
    {
        MethodCase[] cases =
        [
            .. Read("control.json").Select(c => new MethodCase(c, p => [.. c.GetProperty("types").EnumerateObject().Select(t => p.GetProperty("args").GetProperty(t.Name))])),
            .. Read("mgh.json").Select(c => new MethodCase(c, p => [p.GetProperty("x")])),
            .. Read("posterior.json").Select(c => new MethodCase(c, p => [p.GetProperty("theta"), .. c.GetProperty("dtypes").EnumerateObject().Select(t => c.GetProperty("data").GetProperty(t.Name))]) { WithRespectTo = [0] }),
        ];
        var texts = cases.Select(c => c.Element.GetProperty("cs").GetString()!).ToList();
        foreach (var level in Levels)
            foreach (var (c, reading) in cases.Zip(MethodCompiler.Read(texts, level)))
                All.Add(NameOf(c.Id, level), c with { Reading = reading });
    }

    private MethodCase(JsonElement element, Func<JsonElement, JsonElement[]> arguments)
    {
        Element = element;
        Id = element.GetProperty("id").GetString()!;
        ArgumentsAt = arguments;
    }

    /// <summary>The two ways the C# compiler writes IL.</summary>
    public static OptimizationLevel[] Levels { get; } = [OptimizationLevel.Debug, OptimizationLevel.Release];

    public string Id { get; }

    private JsonElement Element { get; }

    private Func<JsonElement, JsonElement[]> ArgumentsAt { get; }

    private FunctionReading Reading { get; init; }

    /// <summary>The differentiated parameters; null for all that are no integers.</summary>
    private int[]? WithRespectTo { get; init; }

    /// <summary>The names of the cases of a file, each once for every build.</summary>
    public static IEnumerable<string> Names(string prefix) => All.Where(c => c.Value.Id.StartsWith(prefix, StringComparison.Ordinal)).Select(c => c.Key);

    public static MethodCase Named(string name) => All[name];

    /// <summary>The method, lifted; fails with the reason where it could not be.</summary>
    public LambdaExpression Function
    {
        get
        {
            Assert.Null(Reading.Error);
            return Reading.Function!;
        }
    }

    public AutogradOptions Options => new()
    {
        WithRespectTo = [.. WithRespectTo ?? Enumerable.Range(0, Function.Parameters.Count).Where(k => TypeName.IsDifferentiable(Function.Parameters[k].Type))],
    };

    /// <summary>The points where the function is smooth: arguments, and what is known there.</summary>
    public IEnumerable<(object[] Arguments, JsonElement Known)> Points =>
        from point in Element.GetProperty("points").EnumerateArray()
        where point.GetProperty("smooth").GetBoolean()
        select ((object[])ArgumentReader.ReadAll(Function, [.. ArgumentsAt(point).Select(ArgumentValue.FromJson)])!, point);

    private static string NameOf(string id, OptimizationLevel level) => $"{id}, {level}";

    private static IEnumerable<JsonElement> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", file)));
        return [.. document.RootElement.EnumerateArray().Select(c => c.Clone())];
    }
}
