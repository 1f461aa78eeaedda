using System.Globalization;
using System.Linq.Expressions;
using System.Text;

namespace ExprAutograd.Cli.Evaluation;

/// <summary>A function at a point as a DOT graph: every intermediate with its value and the result's gradient in it.</summary>
/// <remarks>
/// <code>
/// (p, q, s) => (p + q) * s                                                          values: recorded where each part is computed
/// (p, q, s, d) => (((p + d[0]) + (q + d[1])) + d[2]) * (s + d[3]) + d[4]            gradients: of this in d, at d = 0
/// </code>
/// </remarks>
internal static class GraphPicture
{
    /// <exception cref="AutogradException">The function cannot be differentiated.</exception>
    public static string Draw(LambdaExpression function, object?[] arguments)
    {
        var values = new Dictionary<int, double>();
        Func<int, double, double> record = (node, value) => values[node] = value;
        var recording = new GraphReader(function, (node, part) => Expression.Convert(
            Expression.Invoke(Expression.Constant(record), Expression.Constant(node), Expression.Convert(part, typeof(double))), part.Type));
        recording.Function.Compile(preferInterpretation: true).DynamicInvoke(arguments);

        var offsets = Expression.Parameter(typeof(double[]), "d");
        var shifted = new GraphReader(function, (node, part) => Expression.Add(
            part, Expression.Convert(Expression.ArrayIndex(offsets, Expression.Constant(node)), part.Type)));
        var options = new AutogradOptions { WithRespectTo = [function.Parameters.Count] };
        var slope = Autograd.Gradient(Expression.Lambda(shifted.Function.Body, [.. function.Parameters, offsets]), options);
        var gradient = (double[])Autograd.Compile(slope).DynamicInvoke([.. arguments, new double[shifted.Nodes.Count]])!;
        return Write(recording.Nodes, values, gradient);
    }

    private static string Write(IReadOnlyList<GraphReader.Node> nodes, Dictionary<int, double> values, double[] gradient)
    {
        var dot = new StringBuilder("digraph gradient {\n  rankdir=LR;\n  node [shape=record, fontname=\"sans-serif\"];\n");
        for (var k = 0; k < nodes.Count; k++)
        {
            // A part that was not computed lies in a branch that was not taken.
            var numbers = values.TryGetValue(k, out var value) ? $"{Text.Number(value)} | ∂ {Text.Number(gradient[k])}" : nodes[k].IsInput ? "not read" : "not run";
            var style = values.ContainsKey(k) ? nodes[k].IsInput ? ", style=filled, fillcolor=lightblue" : "" : ", style=dashed";
            dot.Append(CultureInfo.InvariantCulture, $"  n{k} [label=\"{Escape(nodes[k].Label)} | {numbers}\"{style}];\n");
        }
        for (var k = 0; k < nodes.Count; k++)
            foreach (var operand in nodes[k].Operands) dot.Append(CultureInfo.InvariantCulture, $"  n{operand} -> n{k};\n");
        return dot.Append("}\n").ToString();
    }

    /// <summary>Record labels give meaning to braces, bars and angles.</summary>
    private static string Escape(string label)
    {
        var escaped = new StringBuilder();
        foreach (var c in label)
        {
            if ("{}|<>\"\\".Contains(c)) escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }
}
