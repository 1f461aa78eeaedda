using System.Globalization;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>Reports for people to read.</summary>
internal static class AdBenchText
{
    public static string TableHeader { get; } =
        $"{"problem",-17} {"file",-27} {"by hand: objective",18} {"derivative",11} {"ratio",6}   {"compiled: objective",19} {"derivative",11} {"ratio",6}   {"to hand",7}  {"compile",10} {"bytes",9} {"difference",10}   {"from reference",14}";

    /// <summary>One problem, a fact a line.</summary>
    public static string Of(AdBenchReport r)
    {
        var objective = r.Outputs == 1 ? "objective" : "norm of residuals";
        var lines = new List<string>
        {
            Invariant($"{r.Problem} {r.File}, {r.Inputs} inputs, {r.Outputs} {(r.Outputs == 1 ? "output" : "outputs")}, style {Name(r.Style)}"),
            Invariant($"{objective,-22} {r.Objective:G17}"),
            $"{"",-22} {"compiled",12} {"hand-written",12} {"ratio",8}",
            Line("objective", r.Compiled?.Times.ObjectiveNanoseconds, r.HandWritten.ObjectiveNanoseconds, r.ObjectiveOverHandWritten),
            Line("derivative", r.Compiled?.Times.DerivativeNanoseconds, r.HandWritten.DerivativeNanoseconds, r.DerivativeOverHandWritten),
            Invariant($"{"derivative/objective",-22} {r.Compiled?.Times.DerivativeOverObjective,12:0.00} {r.HandWritten.DerivativeOverObjective,12:0.00}"),
        };
        if (r.Compiled is { } c)
        {
            lines.Add(Invariant($"{"compile, cold",-22} {c.ColdCompileMilliseconds,9:0.0} ms   the function to its derivative's machine code, the first of the process"));
            lines.Add(Invariant($"{"compile, warm",-22} {c.WarmCompileMilliseconds,9:0.0} ms   the same with another literal in the function, which no cache knows"));
            lines.Add(Invariant($"{"allocated",-22} {c.AllocatedBytesPerDerivative,9} bytes per derivative"));
            lines.Add(Invariant($"{"largest difference",-22} {c.LargestRelativeDifference,12:0.0e+0} relative, compiled from hand-written"));
        }
        else
        {
            lines.Add($"{"refused",-22} {r.Refusal}");
        }
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>One problem, in one line under <see cref="TableHeader"/>.</summary>
    public static string TableLine(AdBenchReport r)
    {
        var byHand = Invariant($"{r.Problem,-17} {r.File,-27} {Time(r.HandWritten.ObjectiveNanoseconds),18} {Time(r.HandWritten.DerivativeNanoseconds),11} {r.HandWritten.DerivativeOverObjective,6:0.00}");
        var reference = Invariant($"{r.HandWrittenFromReference,6:0e+0} {r.CompiledFromReference,7:0e+0}");
        return r.Compiled is { } c
            ? byHand + Invariant($"   {Time(c.Times.ObjectiveNanoseconds),19} {Time(c.Times.DerivativeNanoseconds),11} {c.Times.DerivativeOverObjective,6:0.00}   {r.DerivativeOverHandWritten,7:0.00}  {c.WarmCompileMilliseconds,7:0.0} ms {c.AllocatedBytesPerDerivative,9} {c.LargestRelativeDifference,10:0e+0}   {reference}")
            : $"{byHand}   {reference}   refused: {r.Refusal}";
    }

    public static string Name(Style style) => style == Style.Linq ? "linq" : "method";

    private static string Line(string name, double? compiled, double byHand, double? ratio) =>
        Invariant($"{name,-22} {(compiled is { } t ? Time(t) : ""),12} {Time(byHand),12} {ratio,8:0.00}");

    private static string Time(double nanoseconds) => nanoseconds < 1e7 ? Invariant($"{nanoseconds / 1e3:0.0} us") : Invariant($"{nanoseconds / 1e6:0.00} ms");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
