using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>Tensors one after the other along an axis that they have; along the others they are of one length.</summary>
    /// <param name="tensors">At least one; their types are brought to one that has room for all.</param>
    /// <param name="axis">The axis; negative ones count from the last.</param>
    /// <returns>A copy.</returns>
    /// <exception cref="ArgumentException">There is none, or the shapes do not fit.</exception>
    public static Tensor Concat(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        var (parts, type) = Parts(tensors, nameof(Concat));
        var first = parts[0].Shape;
        if (parts.Any(p => p.Shape.Rank == 0)) throw new ArgumentException("Concat: numbers have no axis to be joined along. Stack them.", nameof(tensors));
        var at = first.Axis(axis, nameof(Concat));
        var extent = 0;
        foreach (var part in parts)
        {
            if (part.Shape.Rank != first.Rank || !part.Shape.With(at, first[at]).Equals(first))
                throw new ArgumentException($"Concat: shapes {first} and {part.Shape} cannot be joined along axis {at}: the other extents must be equal.", nameof(tensors));
            extent = checked(extent + part.Shape[at]);
        }
        return new Tensor(Node.Of(Joins.Concat, first.With(at, extent), type, parts, [at]));
    }

    /// <summary>Tensors of one shape one after the other along a new axis.</summary>
    /// <param name="tensors">At least one; their types are brought to one that has room for all.</param>
    /// <param name="axis">Where the new axis is in the result; negative ones count from its last.</param>
    /// <returns>A copy.</returns>
    /// <exception cref="ArgumentException">There is none, or the shapes differ.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        var (parts, type) = Parts(tensors, nameof(Stack));
        var shape = parts[0].Shape;
        foreach (var part in parts)
            if (!part.Shape.Equals(shape)) throw new ArgumentException($"Stack: each tensor must have the same shape, but they have {shape} and {part.Shape}.", nameof(tensors));
        var at = shape.Insert(0, 1).Axis(axis, nameof(Stack));
        return new Tensor(Node.Of(Joins.Stack, shape.Insert(at, parts.Length), type, parts, [at]));
    }

    /// <summary>Parts of one length along an axis, the last one shorter where it does not come out even: views.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="size"/> is less than 1.</exception>
    public Tensor[] Split(int size, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var extent = ExtentOf(axis, nameof(Split));
        var count = Math.Max(1, (extent + size - 1) / size);
        return Split([.. Enumerable.Range(0, count).Select(k => Math.Min(size, extent - (k * size)))], axis);
    }

    /// <summary>Parts of the given lengths along an axis: views.</summary>
    /// <exception cref="ArgumentException">The lengths do not add up to the axis' extent.</exception>
    public Tensor[] Split(int[] sizes, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var extent = ExtentOf(axis, nameof(Split));
        var at = AxisOf(axis, nameof(Split));
        if (sizes.Any(s => s < 0) || sizes.Sum() != extent)
            throw new ArgumentException($"Split: the lengths [{string.Join(", ", sizes)}] do not add up to {extent}, the extent of axis {at} of shape {node.Shape}.", nameof(sizes));
        var parts = new Tensor[sizes.Length];
        for (int k = 0, start = 0; k < sizes.Length; start += sizes[k++]) parts[k] = Narrow(Views.Split, at, start, sizes[k]);
        return parts;
    }

    /// <summary>At most so many parts along an axis, all of one length but the last: views.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="count"/> is less than 1.</exception>
    public Tensor[] Chunk(int count, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Split(Math.Max(1, (ExtentOf(axis, nameof(Chunk)) + count - 1) / count), axis);
    }

    private int ExtentOf(int axis, string operation) =>
        Rank == 0 ? throw new ArgumentOutOfRangeException(nameof(axis), axis, $"{operation}: a number has no axes.") : node.Shape[AxisOf(axis, operation)];

    private static (Node[] Parts, ElementType Type) Parts(IReadOnlyList<Tensor> tensors, string operation)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0) throw new ArgumentException($"{operation}: there is no tensor to join.", nameof(tensors));
        Node[] parts = [.. tensors.Select(t => t.Node)];
        var (type, widest) = (parts[0].Type, parts[0]);
        foreach (var part in parts)
        {
            var wider = ElementTypes.Promote(widest, part);
            if (wider == type) continue;
            type = wider;
            if (part.Type == wider) widest = part;
        }
        return ([.. parts.Select(p => As(p, type))], type);
    }
}
