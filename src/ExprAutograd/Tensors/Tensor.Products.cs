using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>The product of matrices; of vectors and matrices; of batches of them.</summary>
    /// <remarks>
    /// A vector on the left is a row, one on the right a column; of two it is the inner product. Axes before the last two number the matrices of a batch and are stretched
    /// to one another. Transposes of matrices are read as they are stored. The derivative: Giles (2008), "Collected matrix derivative results", 2.2.2.
    /// </remarks>
    /// <exception cref="ArgumentException">The inner extents differ, the batches do not fit, or an operand is a number.</exception>
    public Tensor MatMul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (a, b) = (node.Shape, other.node.Shape);
        if (a.Rank == 0 || b.Rank == 0) throw new ArgumentException($"MatMul: shapes {a} and {b} cannot be multiplied: a number is no matrix. Use the operator *.", nameof(other));
        var (inner, rows) = (a[a.Rank - 1], b[Math.Max(b.Rank - 2, 0)]);
        if (inner != rows) throw new ArgumentException($"MatMul: shapes {a} and {b} cannot be multiplied: {inner} columns on the left, {rows} rows on the right. They must be equal; Transpose one of them.", nameof(other));
        if (!ElementTypes.IsFloating(ElementTypes.Promote(node, other.node))) return Integers(this, other);
        if (a.Rank == 1 && b.Rank == 1) return Product(Products.Dot, TensorShape.Scalar, this, other);
        if (b.Rank == 1) return Product(Products.MatVec, a.Without(a.Rank - 1), this, other);
        if (b.Rank == 2) return Product(a.Rank == 1 ? Products.VecMat : a.Rank == 2 ? Products.MatMul : Products.Folded, a.With(a.Rank - 1, b[1]), this, other);
        if (a.Rank == 1) return Unsqueeze(0).MatMul(other).Squeeze(-2);
        var areAlike = a.Extents[..^2].SequenceEqual(b.Extents[..^2]);
        var batch = areAlike ? a.Extents[..^2] : TensorShape.Broadcast(TensorShape.Of(a.Extents[..^2]), TensorShape.Of(b.Extents[..^2]), $"MatMul of {a} by {b}, batches").Extents;
        return Product(
            Products.Batched, TensorShape.Of([.. batch, a[a.Rank - 2], b[b.Rank - 1]]),
            BroadcastTo([.. batch, a[a.Rank - 2], inner]), other.BroadcastTo([.. batch, inner, b[b.Rank - 1]]));
    }

    /// <inheritdoc cref="MatMul(Tensor)"/>
    public static Tensor MatMul(Tensor a, Tensor b) => a.MatMul(b);

    /// <summary>The inner product of two vectors of one length.</summary>
    /// <exception cref="ArgumentException">An operand is no vector, or the lengths differ.</exception>
    public Tensor Dot(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 1 || !node.Shape.Equals(other.node.Shape)) throw new ArgumentException($"Dot: two vectors of one length are meant; the shapes are {node.Shape} and {other.node.Shape}. Use MatMul for matrices.", nameof(other));
        return MatMul(other);
    }

    /// <summary>The matrix of the products of each element of this vector, by row, with each of another, by column.</summary>
    /// <exception cref="ArgumentException">An operand is no vector.</exception>
    public Tensor Outer(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Rank != 1 || other.Rank != 1) throw new ArgumentException($"Outer: two vectors are meant; the shapes are {node.Shape} and {other.node.Shape}.", nameof(other));
        return Unsqueeze(1) * other.Unsqueeze(0);
    }

    /// <summary>Integers are multiplied as doubles, exactly below 2^53.</summary>
    private static Tensor Integers(Tensor a, Tensor b) => a.To(ElementType.Float64).MatMul(b.To(ElementType.Float64)).To(ElementType.Int32);

    private static Tensor Product(Primitive primitive, TensorShape shape, Tensor a, Tensor b)
    {
        var type = ElementTypes.Promote(a.Node, b.Node);
        return new Tensor(Node.Of(primitive, shape, type, As(a.Node, type), As(b.Node, type)));
    }
}
