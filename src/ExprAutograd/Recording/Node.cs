namespace ExprAutograd.Recording;

/// <summary>One recorded operation, or a leaf: a value that is computed once somebody looks at it.</summary>
/// <remarks>
/// <para>Immutable but for its value, which is set once, and for marks of the graph that is being read. Changing a tensor in place gives it another node;
/// this one keeps its meaning.</para>
/// <para>The value is a flat array, row after row, of the element type: of one element for a number.</para>
/// </remarks>
internal sealed class Node
{
    private Node? first;
    private Node? second;
    private Node[]? more;

    /// <summary>Who traversed this node last, and its place there: a traversal in the high half, the place in the low.</summary>
    private long mark;

    private List<Node>? readers;

    private Node(Primitive primitive, TensorShape shape, ElementType type, bool requiresGradient)
    {
        Primitive = primitive;
        Shape = shape;
        Type = type;
        RequiresGradient = requiresGradient;
    }

    private Node(Primitive primitive, TensorShape shape, ElementType type, bool requiresGradient, Node? first, Node? second, Node[]? more, int[]? attributes)
        : this(primitive, shape, type, requiresGradient)
    {
        this.first = first;
        this.second = second;
        this.more = more;
        Attributes = attributes;
        var depth = 0;
        for (var k = 0; k < InputCount; k++)
        {
            var input = Input(k);
            depth = Math.Max(depth, input.Delay);
            if (input.readers is null) continue;
            if (primitive.IsView) readers = input.readers;
            else input.AddReader(this);
        }
        delay = depth + 1;
    }

    private readonly int delay;

    public Primitive Primitive { get; }

    public TensorShape Shape { get; }

    public ElementType Type { get; }

    /// <summary>Parameters of the operation that are part of the graph's structure: axes, starts, strides.</summary>
    public int[]? Attributes { get; }

    /// <summary>The value of a <see cref="Leaves.Number"/>, which is not part of the structure.</summary>
    public double Number { get; private init; }

    /// <summary>The value once it is known; null before.</summary>
    public Array? Value { get; private set; }

    public bool RequiresGradient { get; }

    /// <summary>Where the gradient of a leaf goes, and what a node that is not one does with its gradient; null for nothing.</summary>
    public GradientSlot? Slot { get; set; }

    /// <summary>True once a program has computed this value on the way to others, and did not keep it.</summary>
    public bool WasPassed { get; set; }

    /// <summary>True once a backward pass has gone through and has not been told to keep the graph.</summary>
    public bool IsReleased { get; set; }

    /// <summary>True for an operation whose result took the place of its first operand: it kept what it reads of that.</summary>
    public bool IsInPlace { get; set; }

    /// <summary>What changed the tensor in place that held this value; null for nothing.</summary>
    public string? OverwrittenBy { get; set; }

    /// <summary>What a primitive of its own kind needs beside attributes: a recorded derivative's program, a user's function.</summary>
    public object? Payload { get; private init; }

    public int InputCount => more is not null ? more.Length : second is not null ? 2 : first is not null ? 1 : 0;

    public bool IsLeaf => InputCount == 0;

    /// <summary>How many operations deep the chain is that this value waits for.</summary>
    public int Delay => Value is null ? delay : 0;

    /// <summary>What reads this value as it is, while its owner may overwrite it; null when nobody will.</summary>
    public IReadOnlyList<Node>? Readers => readers;

    public Node Input(int index) => more is not null ? more[index] : index == 0 ? first! : second!;

    public static Node Leaf(Array value, TensorShape shape, ElementType type, bool requiresGradient) =>
        new(Leaves.Array, shape, type, requiresGradient) { Value = value };

    public static Node OfNumber(double value, ElementType type) => new(Leaves.Number, TensorShape.Scalar, type, false) { Number = value };

    public static Node Of(Primitive primitive, TensorShape shape, ElementType type, Node input, int[]? attributes = null) =>
        new(primitive, shape, type, Tracks(input, type), input, null, null, attributes);

    public static Node Of(Primitive primitive, TensorShape shape, ElementType type, Node left, Node right, int[]? attributes = null) =>
        new(primitive, shape, type, Tracks(left, type) || Tracks(right, type), left, right, null, attributes);

    public static Node Of(Primitive primitive, TensorShape shape, ElementType type, Node[] inputs, int[]? attributes = null, object? payload = null, bool? requiresGradient = null) =>
        new(primitive, shape, type, requiresGradient ?? inputs.Any(i => Tracks(i, type)), null, null, inputs, attributes) { Payload = payload };

    /// <summary>The same value, to which no gradient flows.</summary>
    public static Node Detached(Node node) => node.Value is { } value && node.readers is null
        ? Leaf(value, node.Shape, node.Type, requiresGradient: false)
        : new Node(Leaves.Detach, node.Shape, node.Type, false, node, null, null, null);

    private static bool Tracks(Node input, ElementType result) => input.RequiresGradient && ElementTypes.IsFloating(result) && GradientMode.IsEnabled;

    /// <summary>The value is known now.</summary>
    public void Set(Array value) => Value ??= value;

    /// <summary>Forgets what a known value was computed from: it is a leaf now. Nobody may be reading the graph.</summary>
    public void ForgetInputs() => (first, second, more) = (null, null, null);

    /// <summary>The owner will overwrite the value: from now on what reads it is kept, to be computed before.</summary>
    public void Track() => readers ??= [];

    /// <summary>The memory holds another value now, that of another node.</summary>
    public void Overwrite(string by)
    {
        OverwrittenBy = by;
        Value = null;
        readers = null;
    }

    /// <summary>The place of this node in a traversal; -1 when it has none.</summary>
    public int PlaceIn(int traversal)
    {
        var m = mark;
        return (int)(m >> 32) == traversal ? (int)m : -1;
    }

    public void SetPlace(int traversal, int place) => mark = ((long)traversal << 32) | (uint)place;

    private void AddReader(Node reader)
    {
        const int Many = 64;
        var list = readers;
        if (list is null) return;
        lock (list)
        {
            if (list.Count >= Many) list.RemoveAll(r => r.Value is not null);
            list.Add(reader);
        }
    }
}
