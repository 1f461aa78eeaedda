namespace ExprAutograd.Recording;

/// <summary>The backward pass: the graph and its adjoint as one program, unless something must happen in between.</summary>
internal static class Backpropagation
{
    /// <summary>Pulls cotangents back to leaves, or to <paramref name="targets"/>.</summary>
    /// <param name="roots">What is differentiated.</param>
    /// <param name="cotangents">One per root; null for 1.</param>
    /// <param name="targets">What the gradient is wanted of; null for all leaves that require it.</param>
    /// <param name="isKept">Whether the graph can be gone through again.</param>
    /// <param name="isRecorded">Whether gradients can be differentiated themselves.</param>
    /// <param name="memoryFor">Memory that the gradient of a node may be written to; null for new memory.</param>
    /// <returns>The nodes that have a gradient, each with it.</returns>
    public static List<(Node Node, Node Gradient)> Run(Node[] roots, Node?[]? cotangents, Node[]? targets, bool isKept, bool isRecorded, Func<Node, Array?>? memoryFor = null)
    {
        var request = new GraphRequest(roots, IsGradient: true, cotangents, targets, targets is null ? null : CutOf(roots, targets), isRecorded);
        var reader = GraphReader.Own;
        if (cotangents is not null && !isRecorded) Evaluation.Run([.. cotangents.OfType<Node>()]);
        if (request.Cut is { } ends && !isRecorded) Evaluation.Run([.. ends]);
        CompiledGraph? graph = null;
        var parts = GraphParts.Size.Largest;
        Node[] nodes = [];
        bool saves;
        lock (Evaluation.Gate)
        {
            reader.Read(request);
            var isWhole = Check(reader, request) && (targets is null || request.Cut is not null || targets.All(t => t.IsLeaf));
            if (isWhole && reader.Nodes.Count > 2 * Evaluation.LargestProgram) (isWhole, parts) = (false, GraphParts.Size.Large);
            else if (isWhole && !GraphCache.TryGet(reader, request, isPiece: false, out graph)) (isWhole, parts) = (false, GraphParts.Size.One);
            saves = graph?.SavesAnything ?? reader.Nodes.Any(n => n.RequiresGradient && n.Primitive.Saved != Saved.Nothing);
            if (!isWhole || (saves && !isKept)) nodes = [.. reader.Nodes];
        }
        List<(Node, Node)> gradients;
        if (graph is null)
        {
            reader.Clear();
            gradients = new PartwiseBackpropagation(nodes, request, parts).Run();
        }
        else gradients = isRecorded ? Record(reader, graph, request) : Execute(reader, graph, request, memoryFor);
        if (saves && !isKept) Release(nodes, request);
        return gradients;
    }

    /// <summary>Runs the code and gives values and gradients to whom they belong.</summary>
    public static List<(Node Node, Node Gradient)> Execute(GraphReader reader, CompiledGraph graph, GraphRequest request, Func<Node, Array?>? memoryFor)
    {
        var nodes = reader.Nodes;
        var outputs = new Array[graph.Outputs];
        var at = 0;
        foreach (var (type, count) in graph.ValueTypes) outputs[at++] = ElementTypes.NewArray(type, count);
        var gradients = new List<(Node, Node)>(graph.Gradients.Length);
        foreach (var place in graph.Gradients)
        {
            if (place < 0) continue;
            var node = nodes[place];
            var memory = memoryFor?.Invoke(node) ?? ElementTypes.NewArray(node.Type, node.Shape.Count);
            outputs[at++] = memory;
            gradients.Add((node, Node.Leaf(memory, node.Shape, node.Type, requiresGradient: false)));
        }
        graph.Run(nodes, request.Cotangents, outputs);
        Evaluation.Keep(nodes, graph, outputs);
        reader.Clear();
        return gradients;
    }

    /// <summary>Records the gradient as operations on what the graph was made of; nothing runs yet.</summary>
    public static List<(Node Node, Node Gradient)> Record(GraphReader reader, CompiledGraph graph, GraphRequest request)
    {
        var nodes = reader.Nodes;
        Node[] inputs = [.. graph.Inputs.Select(p => nodes[p]), .. graph.Cotangents.Select(c => request.Cotangents![c]!), .. graph.Numbers.Select(p => nodes[p])];
        var isTracked = inputs.Any(i => i.RequiresGradient);
        int[] changed = [.. Enumerable.Range(0, inputs.Length).Where(k => inputs[k].OverwrittenBy is not null)];
        var call = Node.Of(RecordedDerivative.Call, TensorShape.Scalar, ElementType.Float64, inputs, changed.Length == 0 ? null : changed, graph.Derivative, isTracked);
        var gradients = new List<(Node, Node)>();
        foreach (var place in graph.Gradients)
        {
            if (place < 0) continue;
            gradients.Add((nodes[place], Node.Of(RecordedDerivative.Result, nodes[place].Shape, nodes[place].Type, [call], [gradients.Count], requiresGradient: isTracked)));
        }
        reader.Clear();
        return gradients;
    }

    /// <summary>One result on the way that is asked for ends the graph; with others, the gradient goes on through it.</summary>
    private static HashSet<Node>? CutOf(Node[] roots, Node[] targets) => targets is [{ IsLeaf: false } only] && !roots.Contains(only) ? [only] : null;

    /// <summary>Refuses a graph that is gone or whose values were changed; false for one that must be gone through in parts.</summary>
    private static bool Check(GraphReader reader, GraphRequest request)
    {
        var isWhole = true;
        foreach (var node in reader.Nodes)
        {
            if (node.IsReleased && node.RequiresGradient && (node.Primitive.Saved != Saved.Nothing || node.IsLeaf))
                throw new InvalidOperationException(
                    $"Trying to backward through the graph a second time: the backward pass before went through '{node.Primitive}' and released what it needs. Pass retainGraph: true to that one, or compute the result again.");
            isWhole &= node.Slot is null || !GraphParts.NeedsWholeGradient(node) || request.EndsAt(node);
            isWhole &= node.Primitive != CustomFunctions.Apply || request.EndsAt(node);
            if (node.OverwrittenBy is not null) CheckReaders(reader, node, request);
        }
        return isWhole;
    }

    /// <summary>Refuses when a derivative reads a value that was changed in place.</summary>
    private static void CheckReaders(GraphReader reader, Node changed, GraphRequest request)
    {
        foreach (var node in reader.Nodes)
        {
            if (!node.RequiresGradient || request.EndsAt(node)) continue;
            for (var k = 0; k < node.InputCount; k++)
            {
                if (MemoryOf(node.Input(k)) != changed || (node.IsInPlace && k == 0)) continue;
                var isRead = (node.Primitive.Saved == Saved.Operands && !RecordedDerivative.KnewOfChange(node, k)) || (node.Primitive.Saved == Saved.OtherOperand && node.Input(1 - k).RequiresGradient);
                if (isRead) throw Changed(node, changed);
            }
            if (node == changed && node.Primitive.Saved == Saved.Result) throw Changed(node, changed);
        }
    }

    /// <summary>What a node shows: itself, or of a view what it is a view of.</summary>
    private static Node MemoryOf(Node node)
    {
        while (node.Primitive.IsView && !node.IsLeaf) node = node.Input(0);
        return node;
    }

    private static InvalidOperationException Changed(Node reader, Node changed) => new(
        $"One of the variables needed for gradient computation has been modified by an inplace operation: {changed.OverwrittenBy} changed a tensor of shape {changed.Shape} that the derivative of '{reader.Primitive}' reads. Use the operation that returns a new tensor, or Clone it before.");

    private static void Release(Node[] nodes, GraphRequest request)
    {
        lock (Evaluation.Gate)
        {
            foreach (var node in nodes)
            {
                if (!node.RequiresGradient || node.IsLeaf || request.EndsAt(node)) continue;
                node.IsReleased = true;
                if (node.Value is not null) node.ForgetInputs();
            }
        }
    }
}
