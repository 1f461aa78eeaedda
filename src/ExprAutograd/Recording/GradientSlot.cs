namespace ExprAutograd.Recording;

/// <summary>Where a gradient goes: the tensor that a leaf collects it in, and the hooks that see it first.</summary>
internal sealed class GradientSlot
{
    private List<Func<Tensor, Tensor?>>? hooks;

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
        foreach (var hook in hooks.ToArray()) gradient = hook(gradient) ?? gradient;
        return gradient;
    }

    /// <summary>Gradient that was cleared, as memory to be written to; null where there is none, or where it may still be read.</summary>
    public Array? TakeMemory()
    {
        var memory = Cleared;
        Cleared = null;
        return memory;
    }

    /// <summary>Memory that nobody looks at, for the next gradient.</summary>
    public Array? Cleared { get; set; }

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
