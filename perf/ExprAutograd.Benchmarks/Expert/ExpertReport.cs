using ExprAutograd.Benchmarks.AdBench;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>A row as measured.</summary>
/// <param name="Name">The problem.</param>
/// <param name="ExpertNanoseconds">Per call of the expert's derivative.</param>
/// <param name="Sides">The library's, a style each.</param>
internal sealed record ExpertReport(string Name, double ExpertNanoseconds, IReadOnlyList<ExpertReport.Side> Sides)
{
    /// <summary>The library in one style.</summary>
    /// <param name="Style">The style.</param>
    /// <param name="Nanoseconds">Per call of the compiled derivative; null where the library refused.</param>
    /// <param name="Bytes">Allocated by a warm call.</param>
    /// <param name="Deviation">The largest from the expert's numbers.</param>
    /// <param name="CompileMilliseconds">From the user's function to machine code, the library being warm and the function new to it.</param>
    /// <param name="Refusal">Why there is no time.</param>
    internal sealed record Side(Style Style, double? Nanoseconds, long Bytes, double Deviation, double CompileMilliseconds, string? Refusal);
}
