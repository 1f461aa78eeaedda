namespace ExprAutograd.Recording;

/// <summary>Computes recorded values: in one run where the structure is known or worth it, else part by part.</summary>
internal static class Evaluation
{
    /// <summary>A graph of more operations is compiled in parts: the cost of compiling must not grow faster than the graph.</summary>
    public const int LargestProgram = 400;

    /// <summary>Longest chain of operations without gradients that waits for somebody to look: a sum that is kept for hours stays one number.</summary>
    private const int LongestDelay = 256;

    /// <summary>Held while graphs are read, compiled, and released; not while they run.</summary>
    public static readonly Lock Gate = new();

    /// <summary>The value of a node.</summary>
    public static Array ValueOf(Node node)
    {
        if (node.Value is null) Run([node]);
        return node.Value!;
    }

    /// <summary>Computes a node when it has waited for as many operations as that: what it was computed from is let go.</summary>
    public static void Settle(Node node, int longest = LongestDelay)
    {
        if (node.Delay > longest && !node.RequiresGradient) Run([node]);
    }

    /// <summary>Computes the values of <paramref name="roots"/>.</summary>
    public static void Run(Node[] roots, bool isPiece = false)
    {
        roots = [.. roots.Where(r => r.Value is null)];
        if (roots.Length == 0) return;
        var reader = GraphReader.Own;
        var request = new GraphRequest(roots);
        CompiledGraph? graph = null;
        var isLarge = false;
        Node[] nodes = [];
        lock (Gate)
        {
            reader.Read(request);
            isLarge = reader.Nodes.Count > LargestProgram && !isPiece;
            if (isLarge || !GraphCache.TryGet(reader, request, isPiece, out graph)) nodes = [.. reader.Nodes];
        }
        if (graph is null)
        {
            reader.Clear();
            RunInParts(GraphParts.Of(nodes, roots, isLarge ? GraphParts.Size.Large : GraphParts.Size.One));
            return;
        }
        var outputs = new Array[graph.Outputs];
        for (var k = 0; k < outputs.Length; k++) outputs[k] = ElementTypes.NewArray(graph.ValueTypes[k].Type, graph.ValueTypes[k].Count);
        graph.Run(reader.Nodes, null, outputs);
        Keep(reader.Nodes, graph, outputs);
        reader.Clear();
    }

    /// <summary>Gives nodes their values; what is a value now and nothing else lets go of what it came from.</summary>
    public static void Keep(List<Node> nodes, CompiledGraph graph, ReadOnlySpan<Array> values)
    {
        lock (Gate)
        {
            for (var k = 0; k < graph.Values.Length; k++)
            {
                var node = nodes[graph.Values[k]];
                node.Set(values[k]);
                if (!node.RequiresGradient || node.IsReleased) node.ForgetInputs();
            }
            foreach (var node in nodes) node.WasPassed = true;
        }
    }

    public static void RunInParts(GraphParts parts)
    {
        foreach (var part in parts.Crossing)
        {
            if (!parts.IsOneByOne) Run([.. part]);
            else
                foreach (var node in part) Run([node], isPiece: true);
        }
    }
}
