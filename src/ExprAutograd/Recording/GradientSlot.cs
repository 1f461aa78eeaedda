namespace ExprAutograd.Recording;

/// <summary>Where a gradient goes: the tensor that a leaf collects it in, and the hooks that see it first.</summary>
internal sealed class GradientSlot
{
    private List<Func<Tensor, Tensor?>>? hooks;
    private Array? cleared;

    /// <summary>The sum of gradients so far; null when there was none.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>True for a node that is not a leaf and keeps its gradient.</summary>
    public bool IsRetained { get; set; }

    public bool HasHooks => hooks is { Count: > 0 };

    public IDisposable AddHook(Func<Tensor, Tensor?> hook)
    {
        (hooks ??= []).Add(hook);
        return new Registration(() => hooks.Remove(hook));
    }

    /// <summary>The gradient as the hooks leave it.</summary>
    public Tensor Apply(Tensor gradient)
    {
        if (hooks is null) return gradient;
        var shape = gradient.Node.Shape;
        foreach (var hook in hooks.ToArray())
        {
            gradient = hook(gradient) ?? gradient;
            if (!gradient.Node.Shape.Equals(shape))
                throw new InvalidOperationException($"A hook has returned a gradient of shape {gradient.Node.Shape} for a tensor of shape {shape}. Return one of the same shape, or null to leave it as it is.");
        }
        return gradient;
    }

    /// <summary>True once the tensor in <see cref="Gradient"/> was handed out: somebody may look at it later.</summary>
    public bool IsSeen { get; set; }

    /// <summary>Forgets the gradient; memory that nobody has seen is kept for the next one.</summary>
    public void Clear()
    {
        if (!IsSeen && !HasHooks && Gradient is { Node: { IsLeaf: true, RequiresGradient: false } node }) cleared = node.Value;
        (Gradient, IsSeen) = (null, false);
    }

    /// <summary>Memory for the next gradient; null where there is none.</summary>
    public Array? TakeMemory() => Interlocked.Exchange(ref cleared, null);

    /// <summary>Adds a gradient to what was collected.</summary>
    public void Accumulate(Node gradient)
    {
        if (Gradient is null) Gradient = new Tensor(gradient);
        else Gradient.Replace(Node.Of(Arithmetic.Add, gradient.Shape, gradient.Type, Gradient.Node, gradient));
    }

    private sealed class Registration(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
