namespace ExprAutograd.Recording;

/// <summary>A graph in parts that run one after another: a part depends on earlier ones only, by way of nodes whose values are kept.</summary>
/// <remarks>
/// Parts end where something must happen between operations (a hook, a retained gradient, a user's function), where a graph is too large to be
/// compiled as one, and, for a structure that is not worth compiling, behind every operation.
/// </remarks>
internal sealed class GraphParts
{
    private readonly Dictionary<Node, int> part = [];

    private readonly HashSet<Node> ends;

    private GraphParts(bool isOneByOne, HashSet<Node> ends)
    {
        IsOneByOne = isOneByOne;
        this.ends = ends;
    }

    /// <summary>How large parts are.</summary>
    public enum Size
    {
        /// <summary>As large as they can be.</summary>
        Largest,

        /// <summary>Of at most <see cref="Evaluation.LargestProgram"/> operations.</summary>
        Large,

        /// <summary>Of one operation.</summary>
        One,
    }

    /// <summary>Whether the nodes of a part are run one at a time.</summary>
    public bool IsOneByOne { get; }

    /// <summary>For each part, its nodes that later ones or the caller read, in order.</summary>
    public List<List<Node>> Crossing { get; } = [];

    /// <summary>Everything at which the parts meet.</summary>
    public HashSet<Node> All { get; } = [];

    /// <summary>Cuts a graph up.</summary>
    /// <param name="nodes">Its nodes, operands first.</param>
    /// <param name="roots">Nodes that the caller reads.</param>
    /// <param name="size">How large parts are.</param>
    /// <param name="ends">Nodes that end a part beside those that always do: the gradient there is asked for.</param>
    public static GraphParts Of(IReadOnlyList<Node> nodes, Node[] roots, Size size, Node[]? ends = null)
    {
        var parts = new GraphParts(size == Size.One, [.. ends ?? []]);
        var last = 0;
        for (var k = 0; k < nodes.Count; k++)
        {
            var node = nodes[k];
            var at = size == Size.Large ? k / Evaluation.LargestProgram : 0;
            for (var i = 0; i < node.InputCount; i++)
            {
                var input = node.Input(i);
                if (!parts.part.TryGetValue(input, out var before)) continue;
                at = Math.Max(at, before + (parts.EndsPart(input, size) || IsOfItsOwn(node) ? 1 : 0));
            }
            if (node.Primitive == RecordedDerivative.Result && parts.part.TryGetValue(node.Input(0), out var call)) at = call;
            parts.part[node] = at;
            last = Math.Max(last, at);
        }
        var crossing = new HashSet<Node>(roots);
        foreach (var node in nodes)
        {
            if (parts.EndsPart(node, size)) crossing.Add(node);
            for (var i = 0; i < node.InputCount; i++)
                if (parts.part.TryGetValue(node.Input(i), out var before) && before < parts.part[node]) crossing.Add(node.Input(i));
        }
        for (var k = 0; k <= last; k++) parts.Crossing.Add([]);
        foreach (var node in nodes)
        {
            if (!crossing.Contains(node) || node.IsLeaf || node.Primitive == RecordedDerivative.Call) continue;
            parts.Crossing[parts.part[node]].Add(node);
            parts.All.Add(node);
        }
        return parts;
    }

    public int PartOf(Node node) => part[node];

    /// <summary>True for a node whose gradient must be whole before it goes on.</summary>
    public static bool NeedsWholeGradient(Node node) => !node.IsLeaf && (node.Slot is not null || IsOfItsOwn(node));

    private bool EndsPart(Node node, Size size) =>
        NeedsWholeGradient(node) || (!node.IsLeaf && ends.Contains(node)) || (size == Size.One && !node.IsLeaf && node.Primitive != RecordedDerivative.Call);

    private static bool IsOfItsOwn(Node node) => node.Primitive == CustomFunctions.Apply;
}
