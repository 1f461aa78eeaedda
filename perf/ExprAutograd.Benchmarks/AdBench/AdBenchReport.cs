namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>One side's times.</summary>
internal sealed record SideTimes(double ObjectiveNanoseconds, double DerivativeNanoseconds)
{
    public double DerivativeOverObjective => DerivativeNanoseconds / ObjectiveNanoseconds;
}

/// <summary>What is to be known of the compiled side alone.</summary>
/// <param name="Times">Its times.</param>
/// <param name="ColdCompileMilliseconds">The derivative from the user's function to machine code, the first thing that the library does in this process; null where it was not the first.</param>
/// <param name="WarmCompileMilliseconds">The same again with another literal in the function, so that no cache knows it: the fastest of a few.</param>
/// <param name="AllocatedBytesPerDerivative">By a warm call into the caller's memory.</param>
/// <param name="LargestRelativeDifference">Between its results and the hand-written ones.</param>
internal sealed record CompiledSide(SideTimes Times, double? ColdCompileMilliseconds, double WarmCompileMilliseconds, long AllocatedBytesPerDerivative, double LargestRelativeDifference);

/// <summary>A problem's measurement.</summary>
/// <param name="Problem">Its name.</param>
/// <param name="File">The instance's file, without its directory.</param>
/// <param name="Style">How the user wrote it.</param>
/// <param name="Inputs">Numbers the derivative is taken with respect to.</param>
/// <param name="Outputs">Numbers the objective is.</param>
/// <param name="Objective">The objective; of several numbers, their Euclidean norm.</param>
/// <param name="HandWritten">The ruler.</param>
/// <param name="Compiled">The library; null where it refused or failed.</param>
/// <param name="Refusal">Why it did.</param>
internal sealed record AdBenchReport(string Problem, string File, Style Style, int Inputs, int Outputs, double Objective, SideTimes HandWritten, CompiledSide? Compiled, string? Refusal)
{
    public double? ObjectiveOverHandWritten => Compiled?.Times.ObjectiveNanoseconds / HandWritten.ObjectiveNanoseconds;

    public double? DerivativeOverHandWritten => Compiled?.Times.DerivativeNanoseconds / HandWritten.DerivativeNanoseconds;

    /// <summary>How far the hand-written results are from the reference file's; null without one.</summary>
    public double? HandWrittenFromReference { get; init; }

    /// <summary>How far the compiled results are from the reference file's; null without one, or where the library refused.</summary>
    public double? CompiledFromReference { get; init; }
}
