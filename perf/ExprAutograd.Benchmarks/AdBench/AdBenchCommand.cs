using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>The command <c>adbench</c>: a problem of ADBench on one file, or all of a directory's.</summary>
internal static class AdBenchCommand
{
    private const string Usage = """
        usage: adbench gmm|ba|hand|hand-complicated|lstm DATAFILE [--style linq|method] [--json] [--dump FILE]
               adbench all DATADIR [--style linq|method] [--json]
        """;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
    };

    /// <returns>0; 1 where the library refused a problem; 2 for bad input.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is not [var what, var path, .. var options]) return Fail(Usage);
        var (style, isJson, dump) = (Style.Linq, false, default(string));
        while (!options.IsEmpty)
        {
            switch (options)
            {
                case ["--json", .. var rest]:
                    isJson = true;
                    options = rest;
                    break;
                case ["--style", "linq" or "method", .. var rest]:
                    style = options[1] == "linq" ? Style.Linq : Style.Method;
                    options = rest;
                    break;
                case ["--dump", var file, .. var rest]:
                    dump = file;
                    options = rest;
                    break;
                default:
                    return Fail(Usage);
            }
        }

        try
        {
            return what == "all" && dump is null ? MeasureAll(path, style, isJson)
                : Problems.Readers.ContainsKey(what) ? Measure(what, path, style, isJson, dump)
                : Fail(Usage);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(e.Message);
        }
    }

    private static int Measure(string problem, string path, Style style, bool isJson, string? dump)
    {
        var measurement = new AdBenchMeasurement(problem, path, style);
        Console.WriteLine(isJson ? JsonSerializer.Serialize(measurement.Report, Json) : AdBenchText.Of(measurement.Report));
        if (measurement.CompiledResults is not { } results) return 1;
        if (dump is not null) ResultFile.Write(dump, results);
        return 0;
    }

    private static int MeasureAll(string root, Style style, bool isJson)
    {
        var reports = new List<AdBenchReport>();
        if (!isJson) Console.WriteLine(AdBenchText.TableHeader);
        foreach (var (problem, path) in AdBenchData.Instances(root))
        {
            var measurement = new AdBenchMeasurement(problem, path, style);
            var report = AdBenchData.Reference(root, problem, path) is { } reference ? measurement.Against(reference) : measurement.Report;
            reports.Add(report);
            if (!isJson) Console.WriteLine(AdBenchText.TableLine(report));
        }
        if (reports.Count == 0) return Fail($"'{root}' holds no instance of ADBench.");
        if (isJson) Console.WriteLine(JsonSerializer.Serialize(reports, Json));
        return reports.Any(r => r.Compiled is null) ? 1 : 0;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
