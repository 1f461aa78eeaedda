using System.Text;

namespace ExprAutograd.Compilation;

/// <summary>Graphviz text under construction: nodes as small tables, edges, clusters.</summary>
internal sealed class DotText
{
    private readonly StringBuilder text = new();
    private readonly List<string> edges = [];
    private int indent = 1;
    private int clusters;

    public DotText(string title)
    {
        text.Append("digraph {\n");
        Line("graph [rankdir=LR, compound=true, fontname=\"Helvetica\", fontsize=13, labelloc=t, nodesep=0.3, ranksep=0.45, pad=0.2, label=" + Html($"<B>{Escape(title)}</B><BR/> ") + "]");
        Line("node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"rounded,filled\", margin=\"0.06,0.03\", penwidth=1.2]");
        Line("edge [fontname=\"Helvetica\", fontsize=10, color=\"#7A7A7A\", arrowsize=0.7]");
    }

    /// <summary>How a node looks.</summary>
    internal enum Look
    {
        Input, Captured, Intermediate, Result, Test, NotRun,
    }

    /// <summary>A node: a heading, a line below it, and named numbers.</summary>
    public void Node(string id, Look look, string heading, string below, IReadOnlyList<(string Name, string Value)> numbers)
    {
        var (fill, line, ink) = Colours(look);
        var table = new StringBuilder("<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">");
        table.Append($"<TR><TD COLSPAN=\"2\"><FONT POINT-SIZE=\"14\" COLOR=\"{ink}\"><B>{Escape(heading)}</B></FONT></TD></TR>");
        if (below.Length > 0) table.Append($"<TR><TD COLSPAN=\"2\"><FONT POINT-SIZE=\"10\" COLOR=\"#555555\">{Escape(below)}</FONT></TD></TR>");
        foreach (var (name, value) in numbers)
        {
            var colour = name == "gradient" ? "#B3261E" : "#1B1B1B";
            table.Append($"<TR><TD ALIGN=\"LEFT\"><FONT POINT-SIZE=\"10\" COLOR=\"#777777\">{name}</FONT></TD><TD ALIGN=\"RIGHT\"><FONT COLOR=\"{colour}\">{Escape(value)}</FONT></TD></TR>");
        }
        table.Append("</TABLE>");
        var shape = look == Look.Test ? ", shape=diamond, style=filled, margin=0" : look == Look.NotRun ? ", style=\"rounded,filled,dashed\"" : look == Look.Result ? ", penwidth=2.2" : "";
        Line($"{id} [label={Html(table.ToString())}, fillcolor=\"{fill}\", color=\"{line}\"{shape}]");
    }

    /// <summary>An edge. All are written last: one that stood inside a frame would draw both its ends into it.</summary>
    public void Edge(string from, string to, string label = "", bool? isTaken = null, string cluster = "")
    {
        var attributes = new List<string>();
        if (label.Length > 0) attributes.Add($"label=\"{label}\"");
        if (cluster.Length > 0) attributes.Add($"lhead=\"{cluster}\"");
        if (isTaken is true) attributes.Add("color=\"#D9822B\", fontcolor=\"#B5651D\", penwidth=1.8");
        if (isTaken is false) attributes.Add("color=\"#C4C4C4\", fontcolor=\"#9A9A9A\", style=dashed");
        edges.Add($"{from} -> {to}{(attributes.Count == 0 ? "" : $" [{string.Join(", ", attributes)}]")}");
    }

    /// <summary>Opens a frame around the nodes that follow and returns its name.</summary>
    public string Open(string title, bool? isTaken)
    {
        var name = $"cluster{clusters++}";
        Line($"subgraph {name} {{");
        indent++;
        var (line, fill, ink, style) = isTaken switch
        {
            true => ("#D9822B", "#FFF6EA", "#B5651D", "rounded,filled"),
            false => ("#C4C4C4", "#FAFAFA", "#9A9A9A", "rounded,filled,dashed"),
            null => ("#A9A9A9", "#FAFAFA", "#666666", "rounded,filled"),
        };
        Line($"graph [label=\"{title}\", labeljust=l, fontsize=11, fontcolor=\"{ink}\", color=\"{line}\", fillcolor=\"{fill}\", style=\"{style}\", penwidth={(isTaken is true ? "1.8" : "1.0")}]");
        return name;
    }

    public void Close()
    {
        indent--;
        Line("}");
    }

    public override string ToString() => text + string.Concat(edges.Select(e => $"  {e}\n")) + "}\n";

    /// <summary>Text as Graphviz's HTML-like labels take it; control characters, which they do not, become a replacement sign.</summary>
    private static string Escape(string plain)
    {
        var escaped = new StringBuilder(plain.Length);
        foreach (var rune in plain.EnumerateRunes())
            escaped.Append(rune.Value switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                _ => Rune.IsControl(rune) ? "\uFFFD" : rune.ToString(),
            });
        return escaped.ToString();
    }

    private static string Html(string label) => $"<{label}>";

    private static (string Fill, string Line, string Ink) Colours(Look look) => look switch
    {
        Look.Input => ("#DDEBFA", "#3B78B5", "#1F4E79"),
        Look.Captured => ("#F0EDF7", "#8E7CC3", "#5B4A91"),
        Look.Result => ("#DDF2E3", "#2E8B57", "#1E6B41"),
        Look.Test => ("#FFF1DC", "#D9822B", "#8A4B08"),
        Look.NotRun => ("#F7F7F7", "#C4C4C4", "#9A9A9A"),
        _ => ("#FFFFFF", "#9A9A9A", "#333333"),
    };

    private void Line(string line) => text.Append(' ', 2 * indent).Append(line).Append('\n');
}
