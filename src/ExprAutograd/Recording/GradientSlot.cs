namespace ExprAutograd.Recording;

/// <summary>What a gradient is handed out in: it sees what is added later, and may be changed.</summary>
internal interface IGradientHolder
{
    Node Node { get; }

    void Replace(Node next);
}

/// <summary>Where a gradient goes: the sum that a leaf collects, and the hooks that see it first.</summary>
internal sealed class GradientSlot
{
    /// <summary>So many gradients are held before they become one sum: each is as large as the parameter.</summary>
    private const int MostHeld = 2;

    private List<Func<Node, Node?>>? hooks;
    private Node? sum;
    private Array? cleared;

    /// <summary>The sum of gradients so far; null when there was none.</summary>
    public Node? Sum => Holder?.Node ?? sum;

    /// <summary>What the sum was handed out in; null while nobody has seen it.</summary>
    public IGradientHolder? Holder { get; private set; }

    /// <summary>True for a node that is not a leaf and keeps its gradient.</summary>
    public bool IsRetained { get; set; }

    public bool HasHooks => hooks is { Count: > 0 };

    public IDisposable AddHook(Func<Node, Node?> hook)
    {
        var all = hooks ??= [];
        all.Add(hook);
        return new Registration(() => all.Remove(hook));
    }

    /// <summary>The gradient as the hooks leave it.</summary>
    /// <exception cref="InvalidOperationException">A hook returns a gradient of another shape.</exception>
    public Node Apply(Node gradient)
    {
        if (hooks is null) return gradient;
        foreach (var hook in hooks.ToArray())
        {
            if (hook(gradient) is not { } changed) continue;
            if (!changed.Shape.Equals(gradient.Shape))
                throw new InvalidOperationException($"A hook returned a gradient of shape {changed.Shape} for one of shape {gradient.Shape}. Return one of the same shape, or null to leave it as it is.");
            gradient = changed.Type == gradient.Type ? changed : Node.Of(Functions.Cast, gradient.Shape, gradient.Type, changed);
        }
        return gradient;
    }

    /// <summary>Hands the sum out: from now on somebody may look at it.</summary>
    public void HandOut(IGradientHolder holder) => Holder = holder;

    /// <summary>Forgets the gradient; memory that nobody has seen is kept for the next one.</summary>
    public void Clear()
    {
        if (Holder is null && !HasHooks && sum is { IsLeaf: true, RequiresGradient: false }) cleared = sum.Value;
        (sum, Holder) = (null, null);
    }

    /// <summary>Memory for the next gradient; null where there is none.</summary>
    public Array? TakeMemory() => Interlocked.Exchange(ref cleared, null);

    /// <summary>Adds a gradient to what was collected.</summary>
    public void Accumulate(Node gradient)
    {
        var total = Sum is { } before ? Node.Of(Arithmetic.Add, gradient.Shape, gradient.Type, before, gradient) : gradient;
        Evaluation.Settle(total, MostHeld);
        if (Holder is { } holder) holder.Replace(total);
        else sum = total;
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
