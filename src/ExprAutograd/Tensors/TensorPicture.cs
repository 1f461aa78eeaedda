using System.Globalization;
using System.Text;
using ExprAutograd.Recording;

namespace ExprAutograd;

/// <summary>The recorded graph of a tensor as a picture in Graphviz's DOT language: what requires a gradient is drawn in colour.</summary>
internal static class TensorPicture
{
    public static string Draw(Tensor tensor)
    {
        var numbers = new Dictionary<Node, int>();
        var lines = new StringBuilder("digraph recorded {\n  rankdir=BT;\n  node [fontname=\"sans-serif\", fontsize=11];\n  edge [arrowsize=0.6];\n");
        var pending = new Stack<Node>();
        pending.Push(tensor.Node);
        while (pending.TryPop(out var node))
        {
            if (!numbers.TryAdd(node, numbers.Count)) continue;
            lines.Append(CultureInfo.InvariantCulture, $"  n{numbers[node]} [{Label(node)}];\n");
            for (var k = 0; k < node.InputCount; k++) pending.Push(node.Input(k));
        }
        foreach (var (node, number) in numbers)
            for (var k = 0; k < node.InputCount; k++) lines.Append(CultureInfo.InvariantCulture, $"  n{numbers[node.Input(k)]} -> n{number};\n");
        return lines.Append("}\n").ToString();
    }

    private static string Label(Node node)
    {
        var shape = node.Shape.Rank == 0 ? "" : $"\\n{node.Shape}";
        var value = node.Shape.Count == 1 && node.Value is not null ? $"\\n{new Tensor(node).Item().ToString("G5", CultureInfo.InvariantCulture)}" : "";
        var gradient = node.Slot?.Sum is { Shape.Count: 1 } g ? $"\\ngrad {new Tensor(g).Item().ToString("G5", CultureInfo.InvariantCulture)}" : "";
        if (node.Primitive == Leaves.Number) return $"label=\"{node.Number.ToString("G5", CultureInfo.InvariantCulture)}\", shape=plaintext";
        var colour = node.RequiresGradient ? node.IsLeaf ? "lightblue" : "palegreen" : "gray92";
        return $"label=\"{(node.IsLeaf ? "" : node.Primitive.Name)}{shape}{value}{gradient}\", shape={(node.IsLeaf ? "box" : "ellipse")}, style=filled, fillcolor={colour}";
    }
}
