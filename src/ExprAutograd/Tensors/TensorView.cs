using ExprAutograd.Recording;

namespace ExprAutograd;

/// <summary>What a tensor shows of another one: it follows the other's changes, and its own are the other's.</summary>
internal sealed class TensorView(Tensor source)
{
    private int seen = source.Version;

    public Tensor Source => source;

    /// <summary>True once the source was changed in place.</summary>
    public bool IsStale => source.Version != seen;

    /// <summary>The same view of what the source is now.</summary>
    public Node Again(Node before)
    {
        var now = source.Node;
        seen = source.Version;
        return before.Primitive == Leaves.Detach || before.Primitive == Leaves.Array
            ? Node.Detached(now)
            : Node.Of(before.Primitive, before.Shape, before.Type, now, before.Attributes);
    }
}
