using System.Linq.Expressions;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Tests;

/// <summary>Pictures of functions: every node's text, value and gradient, and what flows where.</summary>
public sealed partial class DotTests
{
    [Fact]
    public void Shows_values_and_gradients_of_inputs_and_operations()
    {
        var nodes = Nodes(Autograd.ToDot((double p, double q, double s) => (p + q) * s, 3.0, 5.0, 2.0));
        Assert.Equal(
            [
                ["p", "value", "3", "gradient", "2"],
                ["q", "value", "5", "gradient", "2"],
                ["s", "value", "2", "gradient", "8"],
                ["+", "p + q", "value", "8", "gradient", "2"],
                ["×", "(p + q) * s", "value", "16", "gradient", "1"],
            ],
            nodes.Values);
    }

    [Fact]
    public void Edges_run_along_the_data()
    {
        var text = Autograd.ToDot((double p, double q, double s) => (p + q) * s, 3.0, 5.0, 2.0);
        Assert.Equal(["n0 -> n3", "n1 -> n3", "n3 -> n4", "n2 -> n4"], text.Split('\n').Select(l => l.Trim()).Where(l => l.Contains("->", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_arguments_there_is_the_structure_alone()
    {
        var nodes = Nodes(Autograd.ToDot((double x) => Math.Exp(x) * 2));
        Assert.Equal([["x"], ["exp", "Math.Exp(x)"], ["×", "Math.Exp(x) * 2.0"]], nodes.Values);
    }

    [Fact]
    public void Every_gradient_is_that_of_the_function_cut_there()
    {
        // y = f(t, x) with t = x w0: the gradient shown at t is that of f in its first argument.
        var nodes = Nodes(Autograd.ToDot((double x, double[] w) => Math.Sin(x * w[0]) * x, 0.5, new[] { 3.0, 1.0 }));
        var cut = Autograd.Gradient((double t, double x) => Math.Sin(t) * x).Compile()(1.5, 0.5);
        Assert.Equal(cut.Item1, Gradient(nodes.Values.Single(n => n.Contains("x * w[0]"))), 1e-5);
        Assert.Equal(["w", "value", "[3, 1]", "gradient", $"[{(cut.Item1 * 0.5).ToString("G6", null)}, 0]"], nodes.Values.Single(n => n[0] == "w"));
    }

    [Theory]
    [InlineData(2.0, "then (taken)", 0.5)]
    [InlineData(-2.0, "else (taken)", -4)]
    public void The_branch_that_is_taken_is_marked_and_only_it_has_values(double x, string taken, double gradient)
    {
        var text = Autograd.ToDot((double x) => x > 0 ? Math.Log(x) : x * x, x);
        Assert.Contains(taken, text, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(text, Regex.Escape("(taken)")));
        var nodes = Nodes(text);
        Assert.Equal(gradient, Gradient(nodes.Values.Single(n => n[0] == "x")));
        Assert.Equal(x > 0, nodes.Values.Single(n => n[0] == "log").Contains("value"));
        Assert.Equal(x <= 0, nodes.Values.Single(n => n[0] == "×").Contains("value"));
        Assert.Contains("shape=diamond", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_branches_hold_only_their_own_nodes()
    {
        var text = Autograd.ToDot((double x, double y) => x > 0 ? (y > 0 ? x * y : x) : y, 1.0, 2.0);
        Assert.Equal(4, Regex.Matches(text, "subgraph cluster").Count);
        Assert.All(text.Split('\n').Where(l => l.Contains("->", StringComparison.Ordinal)), l => Assert.StartsWith("  n", l, StringComparison.Ordinal)); // At top level.
        Assert.Equal(2, Gradient(Nodes(text).Values.Single(n => n[0] == "x" && n.Contains("gradient"))));
    }

    [Fact]
    public void Captured_variables_are_inputs_without_a_gradient()
    {
        var scale = 4.0;
        var nodes = Nodes(Autograd.ToDot((double x) => x * scale, 2.0));
        Assert.Contains(nodes.Values, n => n.SequenceEqual(["scale", "captured", "value", "4"]));
    }

    [Fact]
    public void Members_of_aggregates_go_by_their_names()
    {
        var nodes = Nodes(Autograd.ToDot(((double A, int B) t) => t.A * t.A * t.B, (3.0, 2)));
        Assert.Contains(nodes.Values, n => n.SequenceEqual(["t.Item1", "value", "3", "gradient", "12"]));
        Assert.Contains(nodes.Values, n => n.SequenceEqual(["t.Item2", "value", "2"]));
    }

    [Fact]
    public void Of_several_results_the_gradient_is_that_of_their_sum()
    {
        var nodes = Nodes(Autograd.ToDot((double x) => new[] { x * x, 3 * x }, 5.0));
        Assert.Equal(13, Gradient(nodes.Values.Single(n => n[0] == "x")));
    }

    [Fact]
    public void A_result_that_is_an_input_or_a_constant_has_a_node()
    {
        Assert.Contains(Nodes(Autograd.ToDot((double x) => x, 1.0)).Values, n => n.SequenceEqual(["result", "x"]));
        Assert.Contains(Nodes(Autograd.ToDot((double x) => 2.0, 1.0)).Values, n => n.SequenceEqual(["result", "2.0"]));
    }

    [Fact]
    public void Text_is_escaped()
    {
        var x = Expression.Parameter(typeof(double), "<a & \"b\"\u0001>");
        var text = Autograd.ToDot(Expression.Lambda<Func<double, double>>(Expression.Condition(Expression.LessThan(x, Expression.Constant(1.0)), x, Expression.Negate(x)), x), 2.0);
        Assert.Equal("<a & \"b\"\uFFFD>", Nodes(text).Values.First()[0]);
    }

    [Fact]
    public void Loops_are_frames()
    {
        var hessian = Autograd.Hessian((double[] w) => w[0] * w[0] * w[1]);
        Assert.NotEmpty(Nodes(Autograd.ToDot(hessian)));
    }

    [Fact]
    public void What_cannot_be_differentiated_has_a_structure_still()
    {
        Expression<Func<double, double>> function = x => (double)(int)x;
        Assert.Equal(3, Nodes(Autograd.ToDot(function)).Count);
        Assert.Throws<UnsupportedExpressionException>(() => Autograd.ToDot(function, 2.5));
    }

    [Fact]
    public void Wrong_arguments_are_explained() =>
        Assert.Contains("(double x)", Assert.Throws<ArgumentException>(() => Autograd.ToDot((double x) => x, 1.0, 2.0)).Message, StringComparison.Ordinal);

    /// <summary>Each node's cells. Labels are parsed as XML: what Graphviz takes is well-formed.</summary>
    private static Dictionary<string, string[]> Nodes(string dot) =>
        NodeLine().Matches(dot).ToDictionary(
            m => m.Groups[1].Value,
            m => XElement.Parse(m.Groups[2].Value).Descendants("TD").Select(d => d.Value).ToArray());

    private static double Gradient(string[] cells) => double.Parse(cells[Array.IndexOf(cells, "gradient") + 1], null);

    [GeneratedRegex(@"^\s*(\w+) \[label=<(<TABLE.*</TABLE>)>", RegexOptions.Multiline)]
    private static partial Regex NodeLine();
}
