using System.Globalization;
using Spectre.Console;

namespace ExprAutograd.Cli.Demo;

/// <summary>One accepted step of the fit.</summary>
internal readonly record struct FitStep(int Iteration, double ResidualSumOfSquares, double Digits)
{
    /// <summary>As table cells: the iteration, the residual sum of squares, the digits that agree.</summary>
    public string[] Cells() =>
    [
        Iteration.ToString(CultureInfo.InvariantCulture),
        ResidualSumOfSquares.ToString("G11", CultureInfo.InvariantCulture),
        Digits.ToString("F1", CultureInfo.InvariantCulture),
    ];
}

/// <summary>Shows the steps of a fit as they are made: the latest in a table on a terminal, plain lines elsewhere.</summary>
internal static class FitProgress
{
    private static readonly string[] Headers = ["iteration", "residual sum of squares", "digits of agreement"];
    private const int RowsShown = 12;
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMilliseconds(40);

    /// <summary>Runs <paramref name="fit"/>, which reports each step.</summary>
    public static void Show(Session session, IAnsiConsole console, Action<Action<FitStep>> fit)
    {
        if (!session.IsTerminal)
        {
            session.Out.WriteLine($"{Headers[0],9}  {Headers[1],23}  {Headers[2],19}");
            fit(step =>
            {
                var cells = step.Cells();
                session.Out.WriteLine($"{cells[0],9}  {cells[1],23}  {cells[2],19}");
            });
            return;
        }
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var header in Headers) table.AddColumn(new TableColumn(header).RightAligned());
        console.Live(table).Start(live => fit(step =>
        {
            if (table.Rows.Count == RowsShown) table.RemoveRow(0);
            table.AddRow(step.Cells());
            live.Refresh();
            session.Cancellation.WaitHandle.WaitOne(ReadingTime);
        }));
    }
}
