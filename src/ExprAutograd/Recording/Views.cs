using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>The same elements in another order, or some of them: every one an affine map of indices, given by an offset and a stride per axis.</summary>
/// <remarks>Attributes: the offset, then the strides. They differ in name only, for what a tensor prints as its function.</remarks>
internal static class Views
{
    public static readonly Primitive Reshape = Same("View");
    public static readonly Primitive Squeeze = Same("Squeeze");
    public static readonly Primitive Unsqueeze = Same("Unsqueeze");
    public static readonly Primitive Flatten = Same("Flatten");
    public static readonly Primitive Alias = Same("Alias");

    public static readonly Primitive Transpose = Strided("Transpose");
    public static readonly Primitive Permute = Strided("Permute");
    public static readonly Primitive Select = Strided("Select");
    public static readonly Primitive Slice = Strided("Slice");
    public static readonly Primitive Split = Strided("Split");
    public static readonly Primitive Expand = Strided("Expand");
    public static readonly Primitive Flip = Strided("Flip");

    /// <summary>A base with the elements that a view shows replaced by those of a tensor of the view's shape: (base, values), with the view's attributes.</summary>
    /// <remarks>Behind the offset and the strides stand the extents of the view.</remarks>
    public static readonly Primitive Put = new("CopySlices", Saved.Nothing, (call, scope) =>
    {
        var rank = (call.Attributes.Length - 1) / 2;
        var view = TensorShape.Of(call.Attributes[(1 + rank)..]);
        var values = call[1];
        if (call.Shape.Rank == 0) return Number.As(call.Element, values.At(Expression.Constant(0)));
        var copy = DenseLoops.Fill(scope, call.Element, Expression.Constant(call.Shape.Count), (_, k) => call[0].At(k));
        DenseLoops.Overwrite(scope, copy, Expression.Constant(view.Count), (_, k) => ElementLoops.Position(view, k, call.Attributes[0], call.Attributes[1..(1 + rank)]), (_, k) => values.At(k));
        return copy;
    });

    /// <summary>A value that was written from outside, with the gradient of what was there.</summary>
    public static readonly Primitive Patched = new("Patch", Saved.Nothing, (call, _) => KnownValues.Mark(call[0].Atom, call[1].Atom));

    /// <summary>True for a view of all elements in order.</summary>
    public static bool IsReshape(Primitive primitive) => primitive == Reshape || primitive == Squeeze || primitive == Unsqueeze || primitive == Flatten || primitive == Alias;

    /// <summary>True for a tensor that is another one with its last two axes exchanged.</summary>
    public static bool IsTranspose(Node node)
    {
        if ((node.Primitive != Transpose && node.Primitive != Permute) || node.InputCount == 0) return false;
        var (rank, whole) = (node.Shape.Rank, node.Input(0).Shape);
        var strides = whole.Strides();
        (strides[^2], strides[^1]) = (strides[^1], strides[^2]);
        return node.Shape[rank - 1] == whole[rank - 2] && node.Shape[rank - 2] == whole[rank - 1] && node.Attributes.AsSpan(1).SequenceEqual(strides);
    }

    private static Primitive Same(string name) => new(name, Saved.Nothing, (call, _) => call.Shape.Rank == 0 && call[0].Shape.Rank > 0
        ? call[0].At(Expression.Constant(0))
        : call.Shape.Rank > 0 && call[0].Shape.Rank == 0 ? Expression.NewArrayInit(call.Element, call[0].Atom) : call[0].Atom)
    {
        IsView = true,
    };

    private static Primitive Strided(string name) => new(name, Saved.Nothing, (call, scope) => ElementLoops.Fill(call, scope, (body, k) =>
        call[0].Shape.Rank == 0 ? call[0].Atom : call[0].At(body.Let(ElementLoops.Position(call.Shape, k, call.Attributes[0], call.Attributes[1..]), "at"))))
    {
        IsView = true,
    };
}
