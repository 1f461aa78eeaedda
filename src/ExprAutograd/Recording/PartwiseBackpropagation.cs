namespace ExprAutograd.Recording;

/// <summary>The backward pass over a graph in parts, from the last to the first: between two of them hooks are called, and users' functions.</summary>
internal sealed class PartwiseBackpropagation
{
    private readonly Node[] nodes;
    private readonly GraphRequest request;
    private readonly GraphParts parts;
    private readonly Dictionary<Node, Node> cotangents = [];
    private readonly HashSet<Node> cut;

    public PartwiseBackpropagation(Node[] nodes, GraphRequest request, GraphParts.Size size)
    {
        this.nodes = nodes;
        this.request = request;
        parts = GraphParts.Of(nodes, request.Roots, size, request.Targets);
        cut = [.. parts.All, .. request.Cut ?? []];
    }

    public List<(Node Node, Node Gradient)> Run()
    {
        if (!request.IsRecorded) Evaluation.RunInParts(parts);
        for (var k = 0; k < request.Roots.Length; k++)
        {
            var root = request.Roots[k];
            Add(root, request.Cotangents?[k] ?? Node.Leaf(One(root.Type), TensorShape.Scalar, root.Type, requiresGradient: false));
        }
        for (var part = parts.Crossing.Count - 1; part >= 0; part--)
        {
            var outputs = parts.Crossing[part].Where(n => n.RequiresGradient && cotangents.ContainsKey(n) && !(request.Cut?.Contains(n) ?? false)).ToList();
            foreach (var node in outputs) Apply(node);
            foreach (var node in outputs.Where(n => n.Primitive == CustomFunctions.Apply)) Call(node);
            Node[] roots = [.. outputs.Where(n => n.Primitive != CustomFunctions.Apply)];
            if (!parts.IsOneByOne) Pull(roots, part);
            else
                foreach (var root in roots) Pull([root], part);
        }
        var wanted = request.Targets ?? [.. nodes.Where(n => n.IsLeaf && n.RequiresGradient)];
        return [.. wanted.Where(cotangents.ContainsKey).Distinct().Select(n => (n, Own(cotangents[n])))];
    }

    /// <summary>One part: its outputs' cotangents to those of its inputs.</summary>
    private void Pull(Node[] roots, int part)
    {
        if (roots.Length == 0) return;
        Node?[] seeds = [.. roots.Select(r => cotangents[r])];
        if (!request.IsRecorded) Evaluation.Run(seeds!);
        var own = new GraphRequest(roots, IsGradient: true, seeds, null, [.. cut.Where(c => !roots.Contains(c) && (IsTarget(c) || parts.PartOf(c) < part))], request.IsRecorded);
        var reader = GraphReader.Own;
        CompiledGraph graph;
        lock (Evaluation.Gate)
        {
            reader.Read(own);
            if (!GraphCache.TryGet(reader, own, isPiece: true, out graph!)) throw new InvalidOperationException("A part is always compiled.");
        }
        var gradients = request.IsRecorded ? Backpropagation.Record(reader, graph, own) : Backpropagation.Execute(reader, graph, own, null);
        foreach (var (node, gradient) in gradients)
            if (!roots.Contains(node) || node.IsLeaf) Add(node, gradient);
    }

    private bool IsTarget(Node node) => request.Cut is { } targets && targets.Contains(node);

    /// <summary>Hooks see a gradient that is whole.</summary>
    private void Apply(Node node)
    {
        if (node.Slot is not { } slot) return;
        var gradient = slot.Apply(cotangents[node]);
        cotangents[node] = gradient;
        if (slot.IsRetained) slot.Accumulate(gradient);
    }

    private void Call(Node node)
    {
        using var mode = GradientMode.Set(request.IsRecorded);
        var pulled = ((CustomBackward)node.Payload!)(cotangents[node]);
        var count = node.InputCount - 1;
        if (pulled.Count != count)
            throw new InvalidOperationException($"The backward of a custom function returned {pulled.Count} gradients for {count} inputs. Return one per input, null where there is none.");
        for (var k = 0; k < count; k++)
        {
            var input = node.Input(k + 1);
            if (pulled[k] is not { } gradient || !input.RequiresGradient) continue;
            if (!gradient.Shape.Equals(input.Shape))
                throw new InvalidOperationException($"The backward of a custom function returned a gradient of shape {gradient.Shape} for input {k}, whose shape is {input.Shape}.");
            Add(input, gradient);
        }
    }

    private void Add(Node node, Node gradient) =>
        cotangents[node] = cotangents.TryGetValue(node, out var sum) ? Node.Of(Arithmetic.Add, node.Shape, node.Type, sum, gradient) : gradient;

    /// <summary>A gradient in memory of its own: what a hook or a user's function returned stays theirs.</summary>
    private static Node Own(Node gradient) => Node.Of(Leaves.Clone, gradient.Shape, gradient.Type, gradient);

    private static Array One(ElementType type) => type == ElementType.Float32 ? new float[] { 1 } : new double[] { 1 };
}
