using System.Linq.Expressions;
using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace ExprAutograd.Cli.Evaluation;

/// <summary>A function's value and derivatives at one point, for people and for programs.</summary>
internal static class GradientReport
{
    /// <summary><c>{"value":16,"gradient":{"p":2,"q":2,"s":8}}</c>, then <c>"hessian"</c> and <c>"csharp"</c> where asked for.</summary>
    public static void WriteJson(TextWriter output, FunctionDerivatives derivatives, PointResult result, string? csharp)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, ValueWriter.Options))
        {
            json.WriteStartObject();
            json.WritePropertyName("value");
            ValueWriter.Write(json, result.Value);
            json.WriteStartObject("gradient");
            foreach (var (parameter, entry) in Differentiated(derivatives).Zip(result.Gradient!))
            {
                json.WritePropertyName(parameter.Name!);
                ValueWriter.Write(json, entry);
            }
            json.WriteEndObject();
            if (result.Hessian is { } hessian)
            {
                json.WritePropertyName("hessian");
                ValueWriter.Write(json, hessian);
            }
            if (csharp is not null) json.WriteString("csharp", csharp);
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(text.ToArray()));
    }

    /// <summary>One row per differentiated number, the Hessian below, the C# last.</summary>
    public static void WriteTables(Session session, FunctionDerivatives derivatives, object?[] arguments, PointResult result, string? csharp)
    {
        var console = session.CreateConsole();
        var points = Leaves.Of(Differentiated(derivatives).Zip(derivatives.Differentiated, (p, k) => (p.Name!, arguments[k])));
        var gradient = Leaves.Of(Differentiated(derivatives).Zip(result.Gradient!, (p, entry) => (p.Name!, (object?)entry)));

        console.MarkupLineInterpolated($"value [bold]{Leaves.Show(result.Value)}[/]");
        var table = new Table().Border(TableBorder.Rounded).AddColumn("parameter").AddColumn(Right("at")).AddColumn(Right("gradient"));
        foreach (var (point, slope) in points.Zip(gradient))
            table.AddRow(new Spectre.Console.Text(point.Name), new Spectre.Console.Text(Leaves.Show(point.Value)), new Markup($"[green]{Leaves.Show(slope.Value)}[/]"));
        console.Write(table);

        if (result.Hessian is double[,] hessian) console.Write(HessianTable([.. gradient.Select(g => g.Name)], hessian));

        // Not through the console: it would wrap the lines.
        if (csharp is not null) session.Out.WriteLine(csharp);
    }

    private static Table HessianTable(IReadOnlyList<string> names, double[,] hessian)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Hessian");
        foreach (var name in names) table.AddColumn(Right(name));
        for (var i = 0; i < hessian.GetLength(0); i++)
            table.AddRow([names[i].EscapeMarkup(), .. Enumerable.Range(0, hessian.GetLength(1)).Select(j => Cli.Text.Number(hessian[i, j]))]);
        return table;
    }

    private static TableColumn Right(string header) => new TableColumn(header.EscapeMarkup()).RightAligned();

    private static IEnumerable<ParameterExpression> Differentiated(FunctionDerivatives derivatives) =>
        derivatives.Differentiated.Select(k => derivatives.Function.Parameters[k]);
}
