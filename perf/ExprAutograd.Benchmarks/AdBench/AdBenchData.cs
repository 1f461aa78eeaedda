namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>A directory of instances and reference values, laid out as in the benchmark's own repository.</summary>
internal static class AdBenchData
{
    private static readonly (string Problem, string Directory)[] Directories =
        [("gmm", "gmm"), ("ba", "ba"), ("hand", Path.Combine("hand", "simple_small")), ("hand-complicated", Path.Combine("hand", "complicated_small")), ("lstm", "lstm")];

    /// <summary>All instances, by problem and file name.</summary>
    public static IEnumerable<(string Problem, string Path)> Instances(string root) =>
        from d in Directories
        let directory = Path.Combine(root, d.Directory)
        where Directory.Exists(directory)
        from file in Directory.EnumerateFiles(directory, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        select (d.Problem, file);

    /// <summary>The reference values of an instance, in the directory <c>reference</c> below <paramref name="root"/>; null where there are none.</summary>
    public static Result[]? Reference(string root, string problem, string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        var start = stem.Split('_')[0];
        var name = problem switch
        {
            "ba" => $"{start}_first_observations",
            "hand" => $"hand_simple_{start["hand".Length..]}",
            "hand-complicated" => $"hand_complicated_{start["hand".Length..]}",
            _ => stem,
        };
        var path = Path.Combine(root, "reference", name + ".txt");
        return File.Exists(path) ? ResultFile.Read(path) : null;
    }
}
