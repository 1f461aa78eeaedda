using ExprAutograd.Benchmarks.AdBench;
using ExprAutograd.Benchmarks.AdBench.BundleAdjustment;
using ExprAutograd.Benchmarks.AdBench.Gmm;
using ExprAutograd.Benchmarks.AdBench.Lstm;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>Everything the command <c>expert</c> measures, each read or made when its turn comes.</summary>
internal static class ExpertCases
{
    private const string Greeks = "greeks 1e6, one by one";
    private const string MappedGreeks = "greeks 1e6, mapped";
    private const int Options = 1_000_000;

    private static readonly (string Name, Func<FlatFunction> Make)[] Functions =
    [
        ("chain 1e3", () => Chain.Of(1_000)),
        ("chain 1e6", () => Chain.Of(1_000_000)),
        ("helmholtz 100", () => Helmholtz.Of(100)),
        ("rosenbrock 100", () => RosenbrockLanes.Of(100)),
        ("rosenbrock 10,000", () => RosenbrockLanes.Of(10_000)),
    ];

    /// <summary>The rows whose name contains <paramref name="filter"/>; those over files only where a directory of these is given.</summary>
    public static IEnumerable<ExpertCase> Of(string filter, string? data)
    {
        foreach (var (name, make) in Functions)
            if (IsAsked(name)) yield return new ExpertCase(name, new FlatProblem(make()), null, null, ExpertCase.BothStyles);
        if (IsAsked(Greeks)) yield return new ExpertCase(Greeks, new GreeksProblem(new OptionBook(Options)), null, null, [Style.Linq]);
        if (IsAsked(MappedGreeks)) yield return new ExpertCase(MappedGreeks, new MappedGreeksProblem(new OptionBook(Options)), null, null, [Style.Linq]);
        if (data is null) yield break;
        foreach (var (problem, path) in AdBenchData.Instances(data))
        {
            var name = $"{problem} {Path.GetFileNameWithoutExtension(path)}";
            if (IsAsked(name)) yield return new ExpertCase(name, Problems.Readers[problem](path), Expert(problem, path), AdBenchData.Reference(data, problem, path), ExpertCase.BothStyles);
        }

        bool IsAsked(string name) => name.Contains(filter, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The vectorised adjoint; null where the plain loops by hand are the ruler.</summary>
    private static Func<IImplementation>? Expert(string problem, string path) => problem switch
    {
        "gmm" => () => GmmExpert.Implementation(GmmInstance.Read(path)),
        "lstm" => () => LstmExpert.Implementation(LstmInstance.Read(path)),
        "ba" => () => BundleExpert.Implementation(BundleInstance.Read(path)),
        _ => null,
    };
}
