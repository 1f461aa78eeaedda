using System.Globalization;
using Spectre.Console;

namespace ExprAutograd.Cli.Demo;

/// <summary>Shows epochs as they pass: a table of the latest on a terminal, plain lines elsewhere.</summary>
internal static class DigitsProgress
{
    private const int RowsShown = 12;
    private static readonly string[] Headers = ["epoch", "loss", "training", "test", "steps/s"];
    private static readonly int[] Widths = [5, 8, 8, 8, 8];

    /// <summary>Runs <paramref name="train"/>, which reports each epoch.</summary>
    public static void Show(Session session, IAnsiConsole console, Action<Action<Epoch>> train)
    {
        if (!session.IsTerminal)
        {
            session.Out.WriteLine(Line(Headers));
            train(epoch => session.Out.WriteLine(Line(Cells(epoch))));
            return;
        }
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var header in Headers) table.AddColumn(new TableColumn(header).RightAligned());
        console.Live(table).Start(live => train(epoch =>
        {
            if (table.Rows.Count == RowsShown) table.RemoveRow(0);
            table.AddRow(Cells(epoch));
            live.Refresh();
        }));
    }

    private static string Line(string[] cells) => "   " + string.Join("  ", cells.Zip(Widths, (cell, width) => cell.PadLeft(width)));

    private static string[] Cells(Epoch epoch) =>
    [
        epoch.Number.ToString(CultureInfo.InvariantCulture),
        epoch.Loss.ToString("F5", CultureInfo.InvariantCulture),
        epoch.TrainingAccuracy.ToString("P1", CultureInfo.InvariantCulture),
        epoch.TestAccuracy.ToString("P1", CultureInfo.InvariantCulture),
        epoch.StepsPerSecond.ToString("F0", CultureInfo.InvariantCulture),
    ];
}
