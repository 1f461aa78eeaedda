using System.Linq.Expressions;

namespace ExprAutograd.Lowering;

/// <summary>What is alive between the methods of one function: a slot per value, an array per type.</summary>
/// <remarks>One per call in flight, taken from its layout's pool: a call allocates nothing after the first.</remarks>
internal sealed class Frame
{
    internal Frame(FrameLayout layout)
    {
        Layout = layout;
        Doubles = new double[layout.Count(typeof(double))];
        Floats = new float[layout.Count(typeof(float))];
        Integers = new int[layout.Count(typeof(int))];
        Booleans = new bool[layout.Count(typeof(bool))];
        Objects = new object?[layout.Count(typeof(object))];
    }

    internal FrameLayout Layout { get; }

    /// <summary>The slots of type double.</summary>
    public double[] Doubles { get; }

    /// <summary>The slots of type float.</summary>
    public float[] Floats { get; }

    /// <summary>The slots of type int.</summary>
    public int[] Integers { get; }

    /// <summary>The slots of type bool.</summary>
    public bool[] Booleans { get; }

    /// <summary>The slots of every other type.</summary>
    public object?[] Objects { get; }
}

/// <summary>Where each crossing variable lives in a frame, the methods that share it, and the pool of idle frames.</summary>
internal sealed class FrameLayout
{
    private readonly Dictionary<ParameterExpression, int> slots = [];
    private readonly Dictionary<Type, int> counts = [];
    private readonly Frame?[] idle = new Frame?[MostIdle];

    /// <summary>Calls in flight at once beyond this number make frames of their own.</summary>
    private const int MostIdle = 16;

    internal FrameLayout(IEnumerable<ParameterExpression> variables)
    {
        foreach (var variable in variables)
        {
            var kind = KindOf(variable.Type);
            slots[variable] = counts.GetValueOrDefault(kind);
            counts[kind] = slots[variable] + 1;
        }
    }

    /// <summary>The methods, by number; 0 is the delegate itself and not here.</summary>
    internal Action<Frame>[] Methods { get; set; } = [];

    internal int Count(Type kind) => counts.GetValueOrDefault(kind);

    internal int SlotOf(ParameterExpression variable) => slots[variable];

    internal static Type KindOf(Type type) =>
        type == typeof(double) || type == typeof(float) || type == typeof(int) || type == typeof(bool) ? type : typeof(object);

    /// <summary>A frame for one call.</summary>
    /// <param name="layout">The function's layout.</param>
    public static Frame Rent(FrameLayout layout)
    {
        foreach (ref var slot in layout.idle.AsSpan())
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } frame) return frame;
        return new Frame(layout);
    }

    /// <summary>Gives the frame back; object slots are let go.</summary>
    /// <param name="frame">A frame from <see cref="Rent"/>.</param>
    public static void Return(Frame frame)
    {
        Array.Clear(frame.Objects);
        foreach (ref var slot in frame.Layout.idle.AsSpan())
            if (slot is null && Interlocked.CompareExchange(ref slot, frame, null) is null) return;
    }

    /// <summary>Runs method <paramref name="method"/> of the frame's function.</summary>
    /// <param name="frame">The call's frame.</param>
    /// <param name="method">The method's number.</param>
    public static void Run(Frame frame, int method) => frame.Layout.Methods[method](frame);
}
