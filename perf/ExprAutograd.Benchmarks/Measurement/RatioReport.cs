using System.Globalization;
using System.Text.Json;

namespace ExprAutograd.Benchmarks.Measurement;

/// <summary>The command <c>ratios</c>: every comparison, or those whose name contains a word, as a table or as JSON.</summary>
internal static class RatioReport
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static int Run(ReadOnlySpan<string> options)
    {
        var (only, isJson) = ("", false);
        while (!options.IsEmpty)
        {
            switch (options)
            {
                case ["--json", .. var rest]:
                    isJson = true;
                    options = rest;
                    break;
                case ["--only", var name, .. var rest]:
                    only = name;
                    options = rest;
                    break;
                default:
                    Console.Error.WriteLine($"Unknown option '{options[0]}'. There are --only NAME and --json.");
                    return 2;
            }
        }

        var all = new List<Comparison>();
        foreach (var (name, measure) in RatioCases.All)
        {
            if (!name.Contains(only, StringComparison.OrdinalIgnoreCase)) continue;
            if (!isJson) Console.WriteLine($"\n{name}");
            foreach (var comparison in measure())
            {
                all.Add(comparison);
                if (!isJson) Console.WriteLine(Line(comparison));
            }
        }
        if (all.Count == 0)
        {
            Console.Error.WriteLine($"Nothing is called '{only}'. There are: {string.Join(", ", RatioCases.All.Select(c => c.Name))}.");
            return 2;
        }
        if (isJson) Console.WriteLine(JsonSerializer.Serialize(all, Json));
        else Console.WriteLine($"\n{all.Count(c => c.IsMet == true)} goals met, {all.Count(c => c.IsMet == false)} missed");
        return 0;
    }

    private static string Line(Comparison c)
    {
        var goal = c.Goal is { } g ? $"goal {g.ToString("0.00", CultureInfo.InvariantCulture)} {(c.IsMet == true ? "met" : "MISSED")}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"  {c.Name,-52} {Time(c.Nanoseconds),10}   {c.Baseline,-34} {Time(c.BaselineNanoseconds),10}   {c.Ratio,6:0.000}  {goal}");
    }

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e4 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0.00} ns"),
        < 1e7 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.0} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.0} ms"),
    };
}
