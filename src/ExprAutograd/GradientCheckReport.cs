using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ExprAutograd;

/// <summary>What a comparison came to.</summary>
public enum GradientCheckOutcome
{
    /// <summary>The two are equal as far as they can be told apart.</summary>
    Agrees,

    /// <summary>The two differ by more than rounding and the numerical error explain.</summary>
    Differs,

    /// <summary>The function has a kink here; what was found lies between its slopes on the two sides.</summary>
    Kink,

    /// <summary>There is no usable numerical derivative here: a jump, a vertical tangent, the end of the domain, or values that are all rounding.</summary>
    Inconclusive,
}

/// <summary>One comparison.</summary>
/// <param name="Quantity">What was compared: the value, the derivative, the second derivative, its symmetry.</param>
/// <param name="Mode">How the found number was computed, and after the bar what it was held against.</param>
/// <param name="Along">The direction: a parameter or an element by its name, or all at once along a random direction.</param>
/// <param name="Expected">The number it was held against.</param>
/// <param name="Found">The number that was checked.</param>
/// <param name="Error">Their distance.</param>
/// <param name="Allowed">The distance that rounding and the numerical error explain.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Note">A kink's two slopes, the factor of a wrong result; else empty.</param>
public sealed record GradientCheckRow(string Quantity, string Mode, string Along, double Expected, double Found, double Error, double Allowed, GradientCheckOutcome Outcome, string Note);

/// <summary>What <see cref="GradientCheck"/> compared, and whether it agrees.</summary>
public sealed class GradientCheckReport
{
    private readonly string function;
    private readonly GradientCheckRow? culprit;

    internal GradientCheckReport(string function, ImmutableArray<GradientCheckRow> rows, GradientCheckRow? culprit)
    {
        this.function = function;
        this.culprit = culprit;
        Rows = rows;
    }

    /// <summary>Every comparison, in order; where one differs, the elements that are to blame follow it.</summary>
    public ImmutableArray<GradientCheckRow> Rows { get; }

    /// <summary>True when no comparison differs.</summary>
    public bool IsCorrect => Rows.All(r => r.Outcome != GradientCheckOutcome.Differs);

    /// <summary>True when every comparison could be made.</summary>
    public bool IsConclusive => Rows.All(r => r.Outcome != GradientCheckOutcome.Inconclusive);

    /// <summary>True when the function has a kink at this point, along a direction that was tried.</summary>
    public bool HasKink => Rows.Any(r => r.Outcome == GradientCheckOutcome.Kink);

    /// <summary>The largest error over max(1, |expected|), among comparisons that agree or differ.</summary>
    public double LargestError => Rows
        .Where(r => r.Outcome is GradientCheckOutcome.Agrees or GradientCheckOutcome.Differs)
        .Select(r => double.IsNaN(r.Error) ? double.PositiveInfinity : r.Error / Math.Max(1, Math.Abs(r.Expected)))
        .DefaultIfEmpty(0).Max();

    /// <summary>Throws when a comparison differs.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="GradientCheckException">A derivative is wrong; the message is the whole report.</exception>
    public GradientCheckReport ThrowIfWrong() => IsCorrect ? this : throw new GradientCheckException(this);

    /// <summary>The verdict in a sentence, and the comparisons as a table.</summary>
    public override string ToString()
    {
        string[] header = ["compared", "mode | against", "along", "expected", "found", "error", "allowed", "outcome"];
        List<string[]> cells = [header, .. Rows.Select(Cells)];
        var widths = header.Select((_, column) => cells.Max(c => c[column].Length)).ToArray();
        var text = new StringBuilder($"{Verdict()}\n{function}\n\n");
        foreach (var row in cells)
            text.AppendJoin("  ", row.Select((cell, column) => column is >= 3 and <= 6 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])).ToArray()).AppendLine();
        return string.Join('\n', text.ToString().ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd())).TrimEnd();
    }

    private string Verdict()
    {
        if (culprit is { } wrong)
            return $"Wrong: the {wrong.Quantity} along {wrong.Along} is {Number(wrong.Found)} ({wrong.Mode}), expected {Number(wrong.Expected)}; {wrong.Note}.";
        var kink = Rows.FirstOrDefault(r => r.Outcome == GradientCheckOutcome.Kink) is { } k ? $" There is a kink along {k.Along}: {k.Note}." : "";
        var open = IsConclusive ? "" : $" Not everything could be compared: {Rows.First(r => r.Outcome == GradientCheckOutcome.Inconclusive).Note}.";
        return $"Correct. The largest error is {Short(LargestError)} of max(1, |expected|).{kink}{open}";
    }

    private static string[] Cells(GradientCheckRow r) =>
        [r.Quantity, r.Mode, r.Along, Number(r.Expected), Number(r.Found), Short(r.Error), Short(r.Allowed), r.Outcome.ToString().ToLowerInvariant() + (r.Note.Length == 0 ? "" : ": " + r.Note)];

    private static string Number(double x) => x.ToString("G10", CultureInfo.InvariantCulture);

    private static string Short(double x) => x.ToString("G2", CultureInfo.InvariantCulture);
}

/// <summary>A derivative is wrong; the message says which and by how much.</summary>
public sealed class GradientCheckException : Exception
{
    internal GradientCheckException(GradientCheckReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>All that was compared.</summary>
    public GradientCheckReport Report { get; }
}
