using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>Whether operations on this tensor are recorded for gradients.</summary>
    /// <exception cref="InvalidOperationException">It is set to false on a result that requires a gradient (use <see cref="Detach"/>), or to true on integers.</exception>
    public bool RequiresGrad
    {
        get => Node.RequiresGradient;
        set
        {
            if (value == Node.RequiresGradient) return;
            if (!value && !IsLeaf) throw new InvalidOperationException("You can only change RequiresGrad of leaf tensors. To use a computed value in something that should not be differentiated, Detach it.");
            if (value && !ElementTypes.IsFloating(ElementType)) throw new InvalidOperationException($"Only tensors of floating point can require gradients; this one holds {ElementType}.");
            node = Node.Leaf(Evaluation.ValueOf(Node), node.Shape, node.Type, value);
            view = null; // A leaf of its own: it no longer follows what it was a view of.
        }
    }

    /// <summary>True for a tensor that was not computed from one that requires a gradient.</summary>
    public bool IsLeaf => !node.RequiresGradient || node.Primitive == Leaves.Array;

    /// <summary>The function that <see cref="Backward"/> goes through first, as PyTorch names it; null for a leaf.</summary>
    public string? GradientFunction => IsLeaf ? null : $"{Node.Primitive.Name}Backward0";

    /// <summary>The sum of the gradients of all backward passes since it was last cleared; null when there was none.</summary>
    /// <exception cref="ArgumentException">It is set to a tensor of another shape or element type.</exception>
    public Tensor? Grad
    {
        get
        {
            if (Node.Slot is not { Sum: { } sum } slot) return null;
            if (slot.Holder is null) slot.HandOut(new Tensor(sum));
            return (Tensor)slot.Holder!;
        }

        set
        {
            if (value is not null && (!value.node.Shape.Equals(node.Shape) || value.ElementType != ElementType))
                throw new ArgumentException($"The gradient of a {ElementType} tensor of shape {node.Shape} cannot be a {value.ElementType} tensor of shape {value.node.Shape}.", nameof(value));
            var slot = Node.Slot ??= new GradientSlot();
            slot.Clear();
            if (value is not null) slot.HandOut(value);
        }
    }

    internal TensorView? ViewOf => view;

    /// <summary>Adds to the <see cref="Grad"/> of every leaf this tensor was computed from its derivative with respect to that leaf.</summary>
    /// <param name="gradient">The cotangent, of this tensor's shape; may be left out for a tensor of one element.</param>
    /// <param name="retainGraph">Whether the graph can be gone through again; as <paramref name="createGraph"/> unless given.</param>
    /// <param name="createGraph">Whether the gradients are recorded, so that they can be differentiated themselves.</param>
    /// <exception cref="InvalidOperationException">Nothing here requires a gradient; the graph was released; or a value the derivative reads was changed in place.</exception>
    /// <exception cref="ArgumentException"><paramref name="gradient"/> has another shape.</exception>
    public void Backward(Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false)
    {
        var root = Node;
        var cotangent = TensorGradients.SeedOf(root, gradient, 0);
        var found = Backpropagation.Run([root], cotangent is null ? null : [cotangent], null, retainGraph ?? createGraph, createGraph, createGraph ? null : TensorGradients.MemoryFor);
        TensorGradients.Deliver(found);
    }

    /// <summary>The same values, in the same memory, to which no gradient flows.</summary>
    public Tensor Detach() => new(Node.Detached(Node), new TensorView(this));

    /// <summary>A copy, through which gradients flow.</summary>
    public Tensor Clone() => new(Node.Of(Leaves.Clone, node.Shape, node.Type, Node));

    /// <summary>Clears <see cref="Grad"/>.</summary>
    /// <param name="setToNull">Whether it is null afterwards rather than zeros.</param>
    public void ZeroGrad(bool setToNull = true)
    {
        if (Node.Slot is { Sum: not null }) Grad = setToNull ? null : ZerosLike(this);
    }

    /// <summary>Keeps the gradient of a tensor that is not a leaf in its <see cref="Grad"/> too.</summary>
    /// <exception cref="InvalidOperationException">The tensor requires no gradient.</exception>
    public void RetainGrad()
    {
        RequireTracked("RetainGrad");
        if (!IsLeaf) (Node.Slot ??= new GradientSlot()).IsRetained = true;
    }

    /// <summary>Calls <paramref name="hook"/> with this tensor's gradient in every backward pass; what it returns, unless null, takes the gradient's place.</summary>
    /// <returns>Dispose of it to remove the hook.</returns>
    /// <exception cref="InvalidOperationException">The tensor requires no gradient.</exception>
    public IDisposable RegisterHook(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        RequireTracked("RegisterHook");
        return (Node.Slot ??= new GradientSlot()).AddHook(gradient => hook(new Tensor(gradient))?.Node);
    }

    /// <summary>Sets <see cref="RequiresGrad"/> and returns this tensor.</summary>
    public Tensor SetRequiresGrad(bool value = true)
    {
        RequiresGrad = value;
        return this;
    }

    private void RequireTracked(string what)
    {
        if (!Node.RequiresGradient) throw new InvalidOperationException($"{what}: this tensor requires no gradient, so it never gets one. Set RequiresGrad on it, or on what it is computed from.");
    }
}
