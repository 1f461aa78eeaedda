using ExprAutograd.Benchmarks.AdBench;
using ExprAutograd.Benchmarks.AdBench.BundleAdjustment;
using ExprAutograd.Benchmarks.AdBench.Gmm;
using ExprAutograd.Benchmarks.AdBench.HandTracking;
using ExprAutograd.Benchmarks.AdBench.Lstm;

namespace ExprAutograd.Tests.AdBench;

/// <summary>What the library makes of each objective, however it is written, is what one derives by hand.</summary>
public sealed class CompiledDerivativeTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "AdBench", "Data");

    private static readonly Dictionary<string, Func<Problem>> Problems = new()
    {
        ["gmm"] = () => new GmmProblem(GmmInstance.Read(Path.Combine(Data, "gmm_d2_K5.txt"))),
        ["ba"] = () => new BundleProblem(BundleInstance.Read(Path.Combine(Data, "ba1_n49_m7776_p31843.txt"))),
        ["hand"] = () => new HandProblem(SmallHand.Make(hasPlaces: false)),
        ["hand-complicated"] = () => new HandAtPlacesProblem(SmallHand.Make(hasPlaces: true)),
        ["lstm"] = () => new LstmProblem(LstmInstance.Read(Path.Combine(Data, "lstm_l2_c1024.txt"))),
    };

    [Theory]
    [InlineData("gmm", "Method")]
    [InlineData("ba", "Method")]
    [InlineData("hand", "Method")]
    [InlineData("hand-complicated", "Method")]
    [InlineData("lstm", "Method")]
    public void It_is_the_hand_written_one(string name, string style)
    {
        var problem = Problems[name]();
        Assert.InRange(Result.LargestDifference(Results(problem.Compile(Enum.Parse<Style>(style))), Results(problem.ByHand())), 0, 1e-9);
    }

    private static IReadOnlyList<Result> Results(IImplementation implementation)
    {
        implementation.Objective();
        implementation.Derivative();
        return implementation.Results();
    }
}
