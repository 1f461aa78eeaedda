using ExprAutograd.Benchmarks.AdBench.BundleAdjustment;
using ExprAutograd.Benchmarks.AdBench.Gmm;
using ExprAutograd.Benchmarks.AdBench.HandTracking;
using ExprAutograd.Benchmarks.AdBench.Lstm;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>The problems by the names the command knows them by.</summary>
internal static class Problems
{
    public static IReadOnlyDictionary<string, Func<string, Problem>> Readers { get; } = new Dictionary<string, Func<string, Problem>>
    {
        ["gmm"] = path => new GmmProblem(GmmInstance.Read(path)),
        ["ba"] = path => new BundleProblem(BundleInstance.Read(path)),
        ["hand"] = path => new HandProblem(HandInstance.Read(path, hasPlaces: false)),
        ["hand-complicated"] = path => new HandAtPlacesProblem(HandInstance.Read(path, hasPlaces: true)),
        ["lstm"] = path => new LstmProblem(LstmInstance.Read(path)),
    };
}
