using ExprAutograd.Benchmarks.AdBench;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>Everything the command <c>expert</c> measures, each read or made when its turn comes.</summary>
internal static class ExpertCases
{
    /// <summary>The rows whose name contains <paramref name="filter"/>; those over data only where a directory of it is given.</summary>
    public static IEnumerable<ExpertCase> Of(string filter, string? data)
    {
        foreach (var (name, make) in Functions)
            if (IsAsked(name)) yield return make(name);

        bool IsAsked(string name) => name.Contains(filter, StringComparison.OrdinalIgnoreCase);
    }

    private static (string Name, Func<string, ExpertCase> Make)[] Functions { get; } =
    [
        ("chain 1e3", name => Flat(name, Chain.Of(1_000))),
        ("chain 1e6", name => Flat(name, Chain.Of(1_000_000))),
    ];

    private static ExpertCase Flat(string name, FlatFunction function) => new(name, new FlatProblem(function), null, null, ExpertCase.BothStyles);
}
