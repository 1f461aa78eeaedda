using System.Linq.Expressions;
using System.Text.Json;
using ExprAutograd.Compilation;

namespace ExprAutograd.Tests.Cases;

/// <summary>Functions from public collections, with values and derivatives from 90-digit arithmetic; and what PyTorch gives at kinks and poles.</summary>
public sealed class ReferenceCases
{
    // What is accepted is the honest rounding error of the function itself, with room: |lib - ref| <= max(1, |ref|) (1e-10 + 50 err64).
    private const double Tolerance = 1e-10;
    private const double RoundingErrors = 50;

    private static readonly Dictionary<string, LambdaExpression> Functions;
    private static readonly Dictionary<string, JsonElement> Smooth = Read("scalar.json");
    private static readonly Dictionary<string, JsonElement> Edges = Read("scalar-edge.json");

    static ReferenceCases()
    {
        var texts = Smooth.Values.Concat(Edges.Values).SelectMany(Spellings).ToArray();
        var lambdas = ExpressionTexts.ToLambdas([.. texts.Select(t => t.Text)]);
        Functions = texts.Select((t, k) => (t.Name, lambdas[k])).ToDictionary();
    }

    public static TheoryData<string, DifferentiationMode> SmoothNames => Names(Smooth);

    public static TheoryData<string, DifferentiationMode> EdgeNames => Names(Edges);

    [Theory]
    [MemberData(nameof(SmoothNames))]
    public void Value_gradient_and_Hessian_are_exact(string name, DifferentiationMode mode)
    {
        var compiled = new CompiledDerivatives(Functions[name], mode);
        var failures = new List<string>();
        foreach (var point in Smooth[name.Split('.')[0]].GetProperty("points").EnumerateArray())
        {
            if (!point.GetProperty("smooth").GetBoolean()) continue;
            var x = Numbers(point.GetProperty("x"));
            var error = Numbers(point.GetProperty("err64"));
            var (value, gradient) = compiled.ValueAndGradient([.. x]);
            var difference = Closeness.Difference("value", value, Number(point.GetProperty("value")), Tolerance + (RoundingErrors * error[0]))
                ?? Closeness.Difference("gradient", gradient, Numbers(point.GetProperty("grad")), Tolerance + (RoundingErrors * error[1]))
                ?? Closeness.Difference("Hessian", compiled.Hessian([.. x]), [.. point.GetProperty("hess").EnumerateArray().Select(Numbers)], Tolerance + (RoundingErrors * error[2]));
            if (difference is not null) failures.Add($"at ({string.Join(", ", x)}): {difference}");
        }
        Assert.Empty(failures);
    }

    [Theory]
    [MemberData(nameof(EdgeNames))]
    public void A_convention_is_that_of_PyTorch(string name, DifferentiationMode mode)
    {
        var edge = Edges[name];
        var (value, gradient) = new CompiledDerivatives(Functions[name], mode).ValueAndGradient(Numbers(edge.GetProperty("x")));
        Assert.Null(Closeness.Difference("value", value, Number(edge.GetProperty("value")), Tolerance)
            ?? Closeness.Difference("gradient", gradient, Numbers(edge.GetProperty("pytorch_1_13")), Tolerance));
    }

    private static TheoryData<string, DifferentiationMode> Names(Dictionary<string, JsonElement> cases)
    {
        var data = new TheoryData<string, DifferentiationMode>();
        foreach (var (name, _) in cases.Values.SelectMany(Spellings))
            foreach (var mode in CompiledDerivatives.BothModes)
                data.Add(name, mode);
        return data;
    }

    /// <summary>The function as it is written, and with its powers spelled as calls.</summary>
    private static IEnumerable<(string Name, string Text)> Spellings(JsonElement c)
    {
        var id = c.GetProperty("id").GetString()!;
        var isOfArray = c.TryGetProperty("arg_style", out var style) && style.GetString() == "array";
        var parameters = isOfArray
            ? $"double[] @{c.GetProperty("args")[0].GetString()}"
            : string.Join(", ", c.GetProperty("args").EnumerateArray().Select(a => $"double @{a.GetString()}"));
        yield return (id, $"({parameters}) => {c.GetProperty("cs").GetString()}");
        if (c.TryGetProperty("cs_pow", out var powers) && powers.GetString() is { } text) yield return ($"{id}.Pow", $"({parameters}) => {text}");
    }

    private static Dictionary<string, JsonElement> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", file)));
        return document.RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("id").GetString()!, c => c.Clone());
    }

    private static double Number(JsonElement e) => e.ValueKind == JsonValueKind.Number ? e.GetDouble() : e.GetString() switch
    {
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.NaN,
    };

    private static double[] Numbers(JsonElement e) => [.. e.EnumerateArray().Select(Number)];
}
