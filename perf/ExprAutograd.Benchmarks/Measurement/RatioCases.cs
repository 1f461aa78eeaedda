using ExprAutograd.Benchmarks.Functions;

namespace ExprAutograd.Benchmarks.Measurement;

/// <summary>Everything the command <c>ratios</c> can measure, by name.</summary>
internal static class RatioCases
{
    public static IReadOnlyList<(string Name, Func<IEnumerable<Comparison>> Measure)> All { get; } =
    [
        ("product", Product.Compare),
        ("black-scholes", BlackScholes.Compare),
        ("rosenbrock", Rosenbrock.Compare),
        ("fifty-operations", FiftyOperations.Compare),
        ("scaling", Scaling.Compare),
        ("compile", CompileLatency.Compare),
        ("stages", CompileStages.Compare),
    ];
}
