namespace ExprAutograd.Recording;

/// <summary>What is asked of a graph.</summary>
/// <param name="Roots">The values, or what is differentiated.</param>
/// <param name="IsGradient">Whether the cotangents of the roots are pulled back.</param>
/// <param name="Cotangents">For a gradient, one per root; null for 1.</param>
/// <param name="Targets">For a gradient, the nodes it is wanted of; null for all leaves that require one.</param>
/// <param name="Cut">Nodes at which the graph ends; null for leaves alone.</param>
/// <param name="IsRecorded">Whether the gradient will be differentiated itself: what is known of inner values is of no use then.</param>
internal readonly record struct GraphRequest(
    Node[] Roots, bool IsGradient = false, Node?[]? Cotangents = null, Node[]? Targets = null, HashSet<Node>? Cut = null, bool IsRecorded = false)
{
    /// <summary>True for a node that is an input of the program: memory, or a value that is known and that no gradient goes through.</summary>
    public bool EndsAt(Node node) => node.IsLeaf || (node.Value is not null && !(IsGradient && node.RequiresGradient)) || (Cut is not null && Cut.Contains(node));

    /// <summary>True for a node that is computed by the program for its gradient alone: its value is there.</summary>
    public bool IsKnown(Node node) => node.Value is not null && !IsRecorded;

    /// <summary>True for a node whose value is kept beside what was asked for: an operand may be overwritten, or a gradient will be asked for later and the value costs too much to compute twice.</summary>
    public bool IsKept(Node node)
    {
        if (node.Value is not null || IsRecorded || node.Primitive.IsView || node.Primitive == RecordedDerivative.Call) return false;
        if (!IsGradient && node.RequiresGradient && node.Primitive.IsCostly) return true;
        for (var k = 0; k < node.InputCount; k++)
            if (node.Input(k).Readers is not null) return true;
        return false;
    }
}

/// <summary>The nodes that a request depends on, operands first, and the key of their structure: what was recorded, on what shapes, but not on what values.</summary>
/// <remarks>One per thread, used again and again: reading a graph that is known allocates nothing.</remarks>
internal sealed class GraphReader
{
    private static int traversals;

    [ThreadStatic]
    private static GraphReader? own;

    private readonly Stack<(Node Node, int Next)> path = new();
    private int[] key = new int[256];
    private int length;
    private int traversal;

    public static GraphReader Own => own ??= new GraphReader();

    /// <summary>In order of evaluation.</summary>
    public List<Node> Nodes { get; } = [];

    /// <summary>The places of nodes that an earlier program computed too, and that something new reads: whoever made them reads them again and again, so they are kept this time.</summary>
    public SortedSet<int> Repeated { get; } = [];

    public ReadOnlySpan<int> Key => key.AsSpan(0, length);

    /// <summary>Reads the graph of a request.</summary>
    /// <remarks>Marks are of one traversal at a time; two threads that read a shared leaf see it once each, or as two leaves: both are right.</remarks>
    public void Read(GraphRequest request)
    {
        Nodes.Clear();
        Repeated.Clear();
        length = 0;
        traversal = Interlocked.Increment(ref traversals) & int.MaxValue;
        foreach (var root in request.Roots) Visit(root, request);
        Write((request.IsGradient ? 1 : 0) + (request.IsRecorded ? 2 : 0));
        Write(request.Roots.Length);
        for (var k = 0; k < request.Roots.Length; k++)
        {
            Write(PlaceOf(request.Roots[k]));
            if (request.IsGradient) Write(request.Cotangents?[k] is null ? 0 : 1);
        }
        Write(request.Targets?.Length ?? -1);
        foreach (var target in request.Targets ?? []) Write(PlaceOf(target));
        foreach (var place in Repeated) Write(place);
    }

    /// <summary>Where a node is in <see cref="Nodes"/>; -1 when the roots do not depend on it.</summary>
    public int PlaceOf(Node node) => node.PlaceIn(traversal) is >= 0 and var place && place < Nodes.Count && ReferenceEquals(Nodes[place], node) ? place : Nodes.IndexOf(node);

    /// <summary>The nodes hold on to memory; they are not needed any more.</summary>
    public void Clear() => Nodes.Clear();

    private void Visit(Node root, GraphRequest request)
    {
        if (root.PlaceIn(traversal) >= 0) return;
        path.Push((root, 0));
        while (path.TryPop(out var top))
        {
            var (node, next) = top;
            if (node.PlaceIn(traversal) >= 0) continue;
            if (!request.EndsAt(node))
            {
                while (next < node.InputCount && node.Input(next).PlaceIn(traversal) >= 0) next++;
                if (next < node.InputCount)
                {
                    path.Push((node, next + 1));
                    path.Push((node.Input(next), 0));
                    continue;
                }
                WriteOperation(node, request);
            }
            else WriteInput(node);
            node.SetPlace(traversal, Nodes.Count);
            Nodes.Add(node);
        }
    }

    private void WriteInput(Node node)
    {
        var isNumber = node.Primitive == Leaves.Number;
        Write((isNumber ? GraphKey.Number : GraphKey.Input) | ((int)node.Type << GraphKey.TypeShift) | (node.RequiresGradient ? GraphKey.RequiresGradient : 0));
        if (!isNumber) WriteShape(node.Shape);
    }

    private void WriteOperation(Node node, GraphRequest request)
    {
        var at = length;
        Write(0);
        WriteShape(node.Shape);
        Write(node.InputCount);
        for (var k = 0; k < node.InputCount; k++)
        {
            var input = node.Input(k);
            var place = PlaceOf(input);
            Write(place);
            if (input.WasPassed && !node.WasPassed && input.Value is null && !request.IsRecorded && !request.EndsAt(input) && !input.Primitive.IsView && input.Primitive != RecordedDerivative.Call) Repeated.Add(place);
        }
        if (node.Attributes is { } attributes)
        {
            Write(attributes.Length);
            foreach (var attribute in attributes) Write(attribute);
        }
        if (node.Payload is RecordedDerivative derivative) Write(derivative.Id);
        key[at] = GraphKey.Operation | (node.Primitive.Id << GraphKey.PrimitiveShift) | ((int)node.Type << GraphKey.TypeShift)
            | (node.RequiresGradient ? GraphKey.RequiresGradient : 0)
            | (request.IsKnown(node) ? GraphKey.IsKnown : request.IsKept(node) ? GraphKey.IsKept : 0);
    }

    private void WriteShape(TensorShape shape)
    {
        Write(shape.Rank);
        foreach (var extent in shape.Extents) Write(extent);
    }

    private void Write(int item)
    {
        if (length == key.Length) Array.Resize(ref key, 2 * length);
        key[length++] = item;
    }
}

/// <summary>What the numbers of a graph's key mean.</summary>
internal static class GraphKey
{
    public const int Input = 0;
    public const int Number = 1;
    public const int Operation = 2;
    public const int TypeShift = 2;
    public const int RequiresGradient = 1 << 4;

    /// <summary>The value is known already, but the gradient goes on through the operation.</summary>
    public const int IsKnown = 1 << 5;

    /// <summary>An operand may be overwritten: the value is kept.</summary>
    public const int IsKept = 1 << 6;
    public const int PrimitiveShift = 8;

    public static int Hash(ReadOnlySpan<int> key)
    {
        var hash = (uint)key.Length;
        foreach (var item in key) hash = (uint.RotateLeft(hash, 5) ^ (uint)item) * 0x9E3779B1u;
        return (int)(hash ^ (hash >> 15));
    }
}
