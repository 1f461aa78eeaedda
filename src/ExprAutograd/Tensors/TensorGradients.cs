using ExprAutograd.Recording;

namespace ExprAutograd;

/// <summary>What goes into a backward pass and what comes out of it, as tensors.</summary>
internal static class TensorGradients
{
    /// <summary>The cotangent to start from; null for 1.</summary>
    public static Node? SeedOf(Node root, Tensor? gradient, int position)
    {
        if (!root.RequiresGradient)
            throw new InvalidOperationException($"Element {position} of tensors does not require grad and does not have a grad_fn: it was not computed from a tensor that requires a gradient. Set RequiresGrad on what should be differentiated, and check for Detach() and NoGrad().");
        if (gradient is null)
            return root.Shape.Count != 1
                ? throw new InvalidOperationException($"Grad can be implicitly created only for scalar outputs; this tensor has the shape {root.Shape}. Reduce it to a number, Sum() for example, or pass a gradient of its shape.")
                : root.Shape.Rank == 0 ? null : Node.Leaf(Ones(root.Type), root.Shape, root.Type, requiresGradient: false);
        if (!gradient.Node.Shape.Equals(root.Shape))
            throw new ArgumentException($"Mismatch in shape: gradient {position} has a shape of {gradient.Node.Shape} and output {position} has a shape of {root.Shape}.", nameof(gradient));
        return gradient.ElementType == root.Type ? gradient.Node : Node.Of(Functions.Cast, root.Shape, root.Type, gradient.Node);
    }

    /// <summary>Memory of a gradient that was cleared and is there to be written to again.</summary>
    public static Array? MemoryFor(Node leaf) => leaf.Slot is { HasHooks: false, Sum: null } slot ? slot.TakeMemory() : null;

    /// <summary>Adds gradients to what leaves have collected.</summary>
    public static void Deliver(List<(Node Node, Node Gradient)> found)
    {
        foreach (var (node, gradient) in found)
        {
            var slot = node.Slot ??= new GradientSlot();
            slot.Accumulate(slot.HasHooks && node.IsLeaf ? slot.Apply(gradient) : gradient);
        }
    }

    private static Array Ones(ElementType type) => type == ElementType.Float32 ? new float[] { 1 } : new double[] { 1 };
}
