using System.Globalization;
using ExprAutograd.Benchmarks.AdBench;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>Rows for people to read: the expert's time, and for each style time, ratio, bytes per call, deviation and compile latency.</summary>
internal static class ExpertTable
{
    private const int WidthOfStyle = 58;

    public static string Header { get; } =
        $"{"",-28} {"expert",11}   {"ours, method",-WidthOfStyle}   ours, LINQ\n{"derivative per call",-28} {"us",11}   {Columns,-WidthOfStyle}   {Columns}";

    private static string Columns => $"{"us",12} {"ratio",8} {"bytes",10} {"deviation",10} {"compile ms",11}";

    /// <summary>One row.</summary>
    public static string Line(ExpertReport report) =>
        Invariant($"{report.Name,-28} {report.ExpertNanoseconds / 1e3,11:0.000}   {Side(report, Style.Method),-WidthOfStyle}   {Side(report, Style.Linq)}").TrimEnd();

    private static string Side(ExpertReport report, Style style) => report.Sides.FirstOrDefault(s => s.Style == style) switch
    {
        null => "",
        { Nanoseconds: { } ns } s => Invariant($"{ns / 1e3,12:0.000} {ns / report.ExpertNanoseconds,8:0.00} {s.Bytes,10} {s.Deviation,10:0.0e+00} {s.CompileMilliseconds,11:0.0}"),
        _ => "refused",
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
