using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>A leaf of no more elements is copied when it changes: to know who reads it costs more.</summary>
    private const int LargestCopied = 1024;

    /// <summary>Starts to note what reads this leaf's memory, if it is large, so that it can be written to later.</summary>
    internal void TrackMemory()
    {
        if (Count > LargestCopied && Node is { Primitive: var primitive, Readers: null } leaf && primitive == Leaves.Array) leaf.Track();
    }

    /// <summary>Gives this leaf other values, written over the old ones where that is right: what was recorded before still means the old values.</summary>
    /// <param name="own">The node that the last call left here, whose memory nobody else has; null at first. Updated.</param>
    /// <param name="write">Changes the values, in a <c>double[]</c> or <c>float[]</c>, to the new ones.</param>
    /// <param name="operation">What changes the tensor, for errors of graphs that can no longer be differentiated.</param>
    /// <remarks>
    /// Allocates no array from the second call on when there are more than 1024 elements, unless somebody has given the tensor another value in between.
    /// What was recorded on this leaf and has not been computed is computed before.
    /// </remarks>
    internal void Overwrite(ref Node? own, Action<Array> write, string operation)
    {
        var before = Node;
        var values = Evaluation.ValueOf(before);
        if (ReferenceEquals(before, own))
        {
            if (before.Readers!.Any(r => r.Value is null)) Evaluation.Run([.. before.Readers!.Where(r => r.Value is null)]);
            write(values);
            before.Overwrite(operation);
        }
        else
        {
            // Others may have this memory: a detached tensor, the caller of Wrap, a graph that was recorded before anybody noted readers.
            values = (Array)values.Clone();
            write(values);
            before.OverwrittenBy = operation;
        }
        var after = Node.Leaf(values, before.Shape, before.Type, before.RequiresGradient);
        after.Slot = before.Slot;
        Replace(after);
        TrackMemory();
        own = after.Readers is null ? null : after;
    }
}
