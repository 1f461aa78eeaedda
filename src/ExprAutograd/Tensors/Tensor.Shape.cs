using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>The transpose of a matrix: a view.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another rank than 2.</exception>
    public Tensor T => Rank == 2 ? Transpose(0, 1) : throw new InvalidOperationException($"T is the transpose of a matrix; this tensor has the shape {node.Shape}. Use Transpose or Permute.");

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
        return Permuted(Views.Transpose, order);
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

    private Tensor Permuted(Primitive primitive, int[] order)
    {
        var strides = node.Shape.Strides();
        return View(primitive, TensorShape.Of(order.Select(a => node.Shape[a])), [0, .. order.Select(a => strides[a])]);
    }

    /// <summary>A view: it follows this tensor's changes, and its own are this one's.</summary>
    internal Tensor View(Primitive primitive, TensorShape shape, int[]? attributes) => new(Node.Of(primitive, shape, node.Type, Node, attributes), new TensorView(this));
}
