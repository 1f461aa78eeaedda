using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ExprAutograd.Compilation;
using ExprAutograd.Expressions;

namespace ExprAutograd.Explanation;

/// <summary>A report as aligned text.</summary>
/// <remarks>
/// <code>
///    loop                           times     lanes  flops  functions  read  written
/// 1  x.Sum(v => Math.Exp(v))        x.Length      8      2  1 Exp         8        8
///      and adjoint of x.Sum(v => Math.Exp(v))
/// </code>
/// </remarks>
internal static class ReportText
{
    private const int LongestFunction = 120;
    private const int Indent = 2;

    public static string Of(CompilationReport report)
    {
        var text = new StringBuilder();
        var function = string.Join(' ', ReadableText.Of(report.Source).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (report.Source != report.Function) text.Append(NumericTypes.Name(report.Function.Type)).Append(" from ");
        text.Append(function.Length <= LongestFunction ? function : function[..(LongestFunction - 4)] + " ...").Append('\n');
        text.Append(report.VectorBits == 0 ? "one number at a time: this machine has no vectors" : $"vectors of {report.VectorBits} bits").Append('\n');
        if (report.Measurement is { } call) Append(text, call);
        if (!report.Loops.IsEmpty) Table(text.Append('\n'), report);
        if (!report.Operations.IsEmpty) text.Append('\n').Append("outside of loops: ").AppendJoin(", ", report.Operations).Append('\n');
        if (!report.Stored.IsEmpty)
        {
            text.Append("\nstored\n");
            foreach (var stored in report.Stored) text.Append(' ', Indent).Append(Describe(stored)).Append('\n');
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, CallMeasurement call)
    {
        text.Append($"{Time(call.MeasuredNanoseconds)} a call, {Time(call.PredictedNanoseconds)} predicted{(call.NotPredicted.IsEmpty ? "" : $" without {string.Join(", ", call.NotPredicted)}")}; ");
        text.Append($"{Number(call.Flops)} flops ({Rate(call.Flops / call.MeasuredNanoseconds)} a nanosecond), {Number(call.BytesRead)} bytes read, {Number(call.BytesWritten)} written, ");
        text.Append($"{Number(call.WorkingBytes)} in use, {Number(call.AllocatedBytes)} allocated\n");
    }

    private static void Table(StringBuilder text, CompilationReport report)
    {
        var isMeasured = report.Measurement is not null;
        ImmutableArray<string> head = isMeasured
            ? ["", "loop", "iterations", "lanes", "flops", "functions", "read", "written", "predicted", "measured", "limit"]
            : ["", "loop", "times", "lanes", "flops", "functions", "read", "written"];
        var rows = new List<(ImmutableArray<string> Cells, ImmutableArray<string> Notes)> { (head, []) };
        foreach (var loop in report.Loops) Rows(loop, isMeasured, rows);
        var widths = head.Select((_, column) => rows.Max(r => r.Cells[column].Length)).ToArray();
        foreach (var (cells, notes) in rows)
        {
            var line = string.Join("  ", cells.Select((cell, column) => IsText(head[column]) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
            foreach (var note in notes) text.Append(' ', widths[0] + Indent + Indent).Append(note).Append('\n');
        }
    }

    private static bool IsText(string head) => head is "" or "loop" or "times" or "functions" or "limit";

    private static void Rows(LoopReport loop, bool isMeasured, List<(ImmutableArray<string>, ImmutableArray<string>)> rows)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        foreach (var source in loop.Sources.Skip(1)) notes.Add($"and {source}");
        if (loop.LaneObstacle is { } obstacle) notes.Add($"not in lanes: {obstacle}");
        if (loop.SharedFrom is { } least) notes.Add($"shared among threads from {Number(least)} iterations on");
        if (loop.FusionObstacle is { } apart) notes.Add($"a loop of its own: {apart}");
        foreach (var stored in loop.Stored) notes.Add($"stores {Describe(stored)}");

        var functions = string.Join(", ", loop.Operations.Where(o => o.IsCall));
        var title = new string(' ', Indent * loop.Number.Count(c => c == '.')) + Title(loop);
        ImmutableArray<string> cells = loop.Measurement is { } run
            ? [loop.Number, title, Number(run.Iterations), Lanes(), Number(run.Flops), functions, Number(run.BytesRead), Number(run.BytesWritten), Time(run.PredictedNanoseconds), run.MeasuredNanoseconds is { } t ? Time(t) : "", Words(run.Limit)]
            : [loop.Number, title, loop.Count, Lanes(), $"{loop.Flops}", functions, $"{loop.BytesRead}", $"{loop.BytesWritten}"];
        rows.Add((isMeasured && loop.Measurement is null ? [.. cells, "", "", ""] : cells, notes.ToImmutable()));
        foreach (var inner in loop.Loops) Rows(inner, isMeasured, rows);

        string Lanes() => loop.Lanes == 1 ? "-" : loop.Lanes.ToString(CultureInfo.InvariantCulture);
    }

    private static string Title(LoopReport loop) => loop switch
    {
        { Sources: [var first, ..] } => first.ToString(),
        { Loops: [var inner, ..] } => "around " + Title(inner),
        _ => "made by the compiler",
    };

    private static string Describe(StoredValues stored) => (stored.Purpose, stored.Text) switch
    {
        (StoragePurpose.Tape, "") => $"on a tape for the adjoint: {stored.Element}, {stored.Bytes} bytes",
        (StoragePurpose.Tape, var text) => $"on a tape for the adjoint: {stored.Element} {text}, {stored.Bytes} bytes",
        (var purpose, var text) => $"{stored.Element}[{stored.Length}]{(text.Length == 0 ? "" : " " + text)}, {stored.Bytes} bytes, {(purpose == StoragePurpose.Result ? "result" : "for the call")}",
    };

    private static string Words(LoopLimit limit) => limit switch
    {
        LoopLimit.Arithmetic => "arithmetic",
        LoopLimit.Functions => "functions",
        LoopLimit.LoadsAndStores => "loads and stores",
        LoopLimit.CarriedResult => "a carried result",
        LoopLimit.Counting => "counting",
        LoopLimit.Products => "products",
        _ => "memory",
    };

    private static string Number(long n) => n.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private static string Rate(double perNanosecond) => perNanosecond.ToString("0.0#", CultureInfo.InvariantCulture);

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => $"{nanoseconds.ToString("0.0", CultureInfo.InvariantCulture)} ns",
        < 1e6 => $"{(nanoseconds / 1e3).ToString("0.00", CultureInfo.InvariantCulture)} us",
        < 1e9 => $"{(nanoseconds / 1e6).ToString("0.00", CultureInfo.InvariantCulture)} ms",
        _ => $"{(nanoseconds / 1e9).ToString("0.00", CultureInfo.InvariantCulture)} s",
    };
}
