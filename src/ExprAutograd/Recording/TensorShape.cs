using System.Collections.Immutable;

namespace ExprAutograd.Recording;

/// <summary>The extents of a tensor, outermost first; immutable, equal by value.</summary>
internal sealed class TensorShape : IEquatable<TensorShape>
{
    /// <summary>The shape of a number.</summary>
    public static readonly TensorShape Scalar = new([]);

    private readonly int[] extents;

    /// <summary>The last shape this one was broadcast with, and to what: graphs ask the same question again and again.</summary>
    private (TensorShape Other, TensorShape Result)? lastBroadcast;

    private TensorShape(int[] extents)
    {
        this.extents = extents;
        long count = 1;
        foreach (var extent in extents) count = checked(count * extent);
        if (count > Array.MaxLength) throw new ArgumentException($"A tensor of shape {Text(extents)} would have {count} elements; an array holds {Array.MaxLength}.");
        Count = (int)count;
    }

    public int Rank => extents.Length;

    /// <summary>The number of elements; 1 for a number.</summary>
    public int Count { get; }

    public int this[int axis] => extents[axis];

    public ReadOnlySpan<int> Extents => extents;

    /// <summary>A shape of the given extents.</summary>
    /// <exception cref="ArgumentException">One is negative, or their product is more than an array holds.</exception>
    public static TensorShape Of(ReadOnlySpan<int> extents)
    {
        if (extents.IsEmpty) return Scalar;
        foreach (var extent in extents)
            if (extent < 0) throw new ArgumentException($"A tensor cannot have the shape {Text(extents)}: an extent is negative.");
        return new TensorShape(extents.ToArray());
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{int})"/>
    public static TensorShape Of(IEnumerable<int> extents) => Of(extents.ToArray());

    /// <summary>The shape that both are stretched to: extents from the last, a missing one or a 1 taking the other's (NumPy's rule).</summary>
    /// <exception cref="ArgumentException">Two extents differ and neither is 1.</exception>
    public static TensorShape Broadcast(TensorShape a, TensorShape b, string operation)
    {
        if (ReferenceEquals(a, b) || b.Rank == 0) return a;
        if (a.Rank == 0) return b;
        if (a.lastBroadcast is { } last && ReferenceEquals(last.Other, b)) return last.Result;
        var result = Stretch(a, b, operation);
        a.lastBroadcast = (b, result);
        return result;
    }

    private static TensorShape Stretch(TensorShape a, TensorShape b, string operation)
    {
        if (a.Equals(b)) return a;
        var extents = new int[Math.Max(a.Rank, b.Rank)];
        for (var k = 1; k <= extents.Length; k++)
        {
            var (x, y) = (k <= a.Rank ? a.extents[^k] : 1, k <= b.Rank ? b.extents[^k] : 1);
            if (x != y && x != 1 && y != 1)
                throw new ArgumentException($"{operation}: shapes {a} and {b} cannot be broadcast together: {x} against {y} at axis {extents.Length - k}. Extents must be equal, or 1; Unsqueeze or Reshape one of them.");
            extents[^k] = x == 1 ? y : x;
        }
        var result = new TensorShape(extents);
        return result.Equals(a) ? a : result.Equals(b) ? b : result;
    }

    /// <summary>An axis counted from the first; negative ones count from the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int Axis(int axis, string operation)
    {
        var counted = axis < 0 ? axis + Rank : axis;
        if ((counted >= 0 && counted < Rank) || (Rank == 0 && axis is 0 or -1)) return Math.Max(counted, 0);
        throw new ArgumentOutOfRangeException(nameof(axis), axis, $"{operation}: a tensor of shape {this} has axes {-Rank} to {Rank - 1}.");
    }

    /// <summary>The distance in the flat array between neighbours along each axis.</summary>
    public int[] Strides()
    {
        var strides = new int[Rank];
        var stride = 1;
        for (var k = Rank - 1; k >= 0; k--)
        {
            strides[k] = stride;
            stride *= extents[k];
        }
        return strides;
    }

    /// <summary>The product of the extents from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public int CountOf(int first, int end)
    {
        var count = 1;
        for (var k = first; k < end; k++) count *= extents[k];
        return count;
    }

    public TensorShape With(int axis, int extent)
    {
        var changed = (int[])extents.Clone();
        changed[axis] = extent;
        return new TensorShape(changed);
    }

    public TensorShape Without(int axis) => new([.. extents[..axis], .. extents[(axis + 1)..]]);

    public TensorShape Insert(int axis, int extent) => new([.. extents[..axis], extent, .. extents[axis..]]);

    public ImmutableArray<int> ToImmutable() => [.. extents];

    public bool Equals(TensorShape? other) => ReferenceEquals(this, other) || (other is not null && extents.AsSpan().SequenceEqual(other.extents));

    public override bool Equals(object? obj) => Equals(obj as TensorShape);

    public override int GetHashCode()
    {
        var hash = extents.Length;
        foreach (var extent in extents) hash = (hash * 31) + extent;
        return hash;
    }

    /// <summary>As an error shows it: [2, 3].</summary>
    public override string ToString() => Text(extents);

    private static string Text(ReadOnlySpan<int> extents) => $"[{string.Join(", ", extents.ToArray())}]";
}
