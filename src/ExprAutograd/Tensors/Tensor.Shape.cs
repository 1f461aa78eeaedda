using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>The transpose of a matrix: a view.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another rank than 2.</exception>
    public Tensor T => Rank == 2
        ? View(Views.Transpose, TensorShape.Of([node.Shape[1], node.Shape[0]]), [0, 1, node.Shape[1]])
        : throw new InvalidOperationException($"T is the transpose of a matrix; this tensor has the shape {node.Shape}. Use Transpose or Permute.");

    /// <summary>The elements in order in another shape: a view. One extent may be -1, to be what is left.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public Tensor Reshape(params int[] shape)
    {
        var open = Array.IndexOf(shape, -1);
        var extents = (int[])shape.Clone();
        if (open >= 0)
        {
            var others = extents.Where((_, k) => k != open).Aggregate(1, (a, b) => a * b);
            extents[open] = others == 0 ? 0 : Count / others;
        }
        var wanted = TensorShape.Of(extents);
        if (wanted.Count != Count) throw new ArgumentException($"A tensor of shape {node.Shape} has {Count} elements and cannot have the shape [{string.Join(", ", shape)}].", nameof(shape));
        return View(Views.Reshape, wanted, null);
    }

    /// <summary>Two axes exchanged: a view.</summary>
    public Tensor Transpose(int first, int second)
    {
        var (a, b) = (node.Shape.Axis(first, nameof(Transpose)), node.Shape.Axis(second, nameof(Transpose)));
        var order = Enumerable.Range(0, Rank).ToArray();
        if (Rank > 0) (order[a], order[b]) = (b, a);
        return Permuted(a == b ? Views.Permute : Views.Transpose, order);
    }

    /// <summary>Axes in another order: a view.</summary>
    /// <exception cref="ArgumentException"><paramref name="order"/> does not name every axis once.</exception>
    public Tensor Permute(params int[] order)
    {
        var axes = order.Select(a => node.Shape.Axis(a, nameof(Permute))).ToArray();
        if (axes.Length != Rank || axes.Distinct().Count() != Rank) throw new ArgumentException($"Permute: [{string.Join(", ", order)}] is not an order of the {Rank} axes of shape {node.Shape}; name each once.", nameof(order));
        return Permuted(Views.Permute, axes);
    }

    /// <summary>Extents of 1, and missing ones, stretched: a view in which elements are repeated.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor BroadcastTo(params int[] shape)
    {
        var wanted = TensorShape.Of(shape);
        if (wanted.Equals(node.Shape)) return this;
        if (!TensorShape.Broadcast(node.Shape, wanted, nameof(BroadcastTo)).Equals(wanted)) throw new ArgumentException($"BroadcastTo: a tensor of shape {node.Shape} cannot be stretched to {wanted}.", nameof(shape));
        var strides = node.Shape.Strides();
        var lead = wanted.Rank - Rank;
        return View(Views.Expand, wanted, [0, .. Enumerable.Range(0, wanted.Rank).Select(a => a < lead || node.Shape[a - lead] == 1 ? 0 : strides[a - lead])]);
    }

    /// <summary>The same as <see cref="BroadcastTo"/>; -1 keeps an extent.</summary>
    /// <inheritdoc cref="BroadcastTo" path="/exception"/>
    public Tensor Expand(params int[] shape)
    {
        var lead = shape.Length - Rank;
        if (lead < 0 || Array.IndexOf(shape, -1) is >= 0 and var open && open < lead)
            throw new ArgumentException($"Expand: a tensor of shape {node.Shape} cannot be stretched to [{string.Join(", ", shape)}]: it has {Rank} axes, the last ones; a new one needs an extent.", nameof(shape));
        return BroadcastTo([.. shape.Select((extent, k) => extent == -1 ? node.Shape[k - lead] : extent)]);
    }

    /// <summary>Without the axes of one element: a view.</summary>
    public Tensor Squeeze() => View(Views.Squeeze, TensorShape.Of(node.Shape.Extents.ToArray().Where(e => e != 1)), null);

    /// <summary>Without an axis, if it has one element: a view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor Squeeze(int axis)
    {
        var at = node.Shape.Axis(axis, nameof(Squeeze));
        return View(Views.Squeeze, Rank > 0 && node.Shape[at] == 1 ? node.Shape.Without(at) : node.Shape, null);
    }

    /// <summary>With an axis of one element more: a view.</summary>
    /// <param name="axis">Where it is in the result; negative ones count from its last.</param>
    /// <exception cref="ArgumentOutOfRangeException">The result has no such axis.</exception>
    public Tensor Unsqueeze(int axis) => View(Views.Unsqueeze, node.Shape.Insert(node.Shape.Insert(0, 1).Axis(axis, nameof(Unsqueeze)), 1), null);

    /// <summary>Axes from one to another as a single one: a view.</summary>
    /// <exception cref="ArgumentException">There are no such axes, or the second comes before the first.</exception>
    public Tensor Flatten(int first = 0, int last = -1)
    {
        if (Rank == 0) return Reshape(1);
        var (start, end) = (node.Shape.Axis(first, nameof(Flatten)), node.Shape.Axis(last, nameof(Flatten)) + 1);
        if (end <= start) throw new ArgumentException($"Flatten: axis {last} of shape {node.Shape} comes before axis {first}.", nameof(last));
        return View(Views.Flatten, TensorShape.Of([.. Shape[..start], node.Shape.CountOf(start, end), .. Shape[end..]]), null);
    }

    /// <summary>Axes run through from the last element to the first: a copy.</summary>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    public Tensor Flip(params int[] axes)
    {
        var strides = node.Shape.Strides();
        var offset = 0;
        var flipped = axes.Select(a => node.Shape.Axis(a, nameof(Flip))).ToArray();
        if (flipped.Distinct().Count() != flipped.Length) throw new ArgumentException($"Flip: an axis is named twice in [{string.Join(", ", axes)}].", nameof(axes));
        if (Rank == 0) return Clone();
        foreach (var axis in flipped)
        {
            offset += (node.Shape[axis] - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }
        return new Tensor(Node.Of(Views.Flip, node.Shape, node.Type, Node, [offset, .. strides]));
    }

    private Tensor Permuted(Primitive primitive, int[] order)
    {
        var strides = node.Shape.Strides();
        return View(primitive, TensorShape.Of(order.Select(a => node.Shape[a])), [0, .. order.Select(a => strides[a])]);
    }

    /// <summary>A view: it follows this tensor's changes, and its own are this one's.</summary>
    internal Tensor View(Primitive primitive, TensorShape shape, int[]? attributes) => new(Node.Of(primitive, shape, node.Type, Node, attributes), new TensorView(this));
}
