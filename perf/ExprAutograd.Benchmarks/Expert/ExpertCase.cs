using ExprAutograd.Benchmarks.AdBench;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>A row of the table.</summary>
/// <param name="Name">The problem and its instance.</param>
/// <param name="Problem">As the library compiles it, and as plain loops by hand.</param>
/// <param name="Expert">The ruler; null where the plain loops by hand are it.</param>
/// <param name="Reference">What the results are known to be; null where nobody has computed them elsewhere.</param>
/// <param name="Styles">How the user may write it.</param>
internal sealed record ExpertCase(string Name, Problem Problem, Func<IImplementation>? Expert, IReadOnlyList<Result>? Reference, Style[] Styles)
{
    /// <summary>Both styles.</summary>
    public static Style[] BothStyles { get; } = [Style.Method, Style.Linq];
}
