using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Elements at places that other tensors name: indices are data, not structure. They are checked before they are used.</summary>
internal static class Gathers
{
    /// <summary>(x, indices...): x at indices that are stretched to one another. Attributes: the axes they index, in order.</summary>
    public static readonly Primitive Index = new("Index", Saved.Nothing, (call, scope) =>
    {
        var places = new IndexedPlaces(scope, call, 1, call[0].Shape);
        return places.TryRows(scope, call[0], out var rows)
            ? rows
            : ElementLoops.Fill(call, scope, (body, k) => call[0].At(body.Let(places.At(body, k), "at")));
    });

    /// <summary>(x, values, indices...): x with the elements at the indices replaced by values, stretched to their shape; of equal indices the last one counts.</summary>
    public static readonly Primitive IndexPut = new("IndexPut", Saved.Nothing, (call, scope) =>
    {
        var places = new IndexedPlaces(scope, call, 2, call.Shape);
        var copy = Copy(call, scope);
        DenseLoops.Overwrite(scope, copy, Expression.Constant(places.Shape.Count), places.At, (body, k) => ElementLoops.StretchedAt(body, call[1], places.Shape, k));
        return copy;
    });

    /// <summary>(x, index): along the axis that is the attribute, at each place of the index the element it names.</summary>
    public static readonly Primitive Gather = new("Gather", Saved.Nothing, (call, scope) =>
    {
        var place = Along(call, scope, call[0].Shape);
        return ElementLoops.Fill(call, scope, (body, k) => call[0].At(body.Let(place(k), "at")));
    });

    /// <summary>(x, index, values): x with the elements that the index names along an axis replaced; of equal indices the last one counts.</summary>
    public static readonly Primitive Scatter = new("Scatter", Saved.Nothing, (call, scope) =>
    {
        var place = Along(call, scope, call.Shape);
        var copy = Copy(call, scope);
        DenseLoops.Overwrite(scope, copy, Expression.Constant(call[1].Shape.Count), (_, k) => place(k), (body, k) => ValueAt(call, body, k));
        return copy;
    });

    /// <summary>(x, index, values): x with the values added where the index says along an axis.</summary>
    public static readonly Primitive ScatterAdd = new("ScatterAdd", Saved.Nothing, (call, scope) =>
    {
        var place = Along(call, scope, call.Shape);
        var sums = scope.Let(
            DenseLoops.Scatter(scope, call.Element, Expression.Constant(call.Shape.Count), Expression.Constant(call[1].Shape.Count), place, (body, k) => ValueAt(call, body, k)), "sums");
        return ElementLoops.Fill(call, scope, (_, k) => Expression.Add(call[0].At(k), Expression.ArrayIndex(sums, k)));
    });

    /// <summary>The result's shape: that of the indices in the place of the axes they index, where these are neighbours, else before the other axes.</summary>
    public static TensorShape ShapeOf(TensorShape shape, int[] axes, TensorShape index)
    {
        var others = Enumerable.Range(0, shape.Rank).Where(a => !axes.Contains(a)).Select(a => shape[a]).ToList();
        others.InsertRange(PlaceOf(axes), index.Extents.ToArray());
        return TensorShape.Of(others);
    }

    /// <summary>The axis of the result at which those of the indices begin.</summary>
    public static int PlaceOf(int[] axes) => axes[^1] - axes[0] == axes.Length - 1 ? axes[0] : 0;

    /// <summary>Checked indices: an array, or an integer.</summary>
    public static Expression Checked(Scope scope, Expression index, int extent, int axis, bool isCountedFromEnd) => scope.Let(
        Expression.Call(typeof(RowOperators), nameof(RowOperators.Within), null, index, Expression.Constant(extent), Expression.Constant(axis), Expression.Constant(isCountedFromEnd)), "index");

    private static Expression Copy(PrimitiveCall call, Scope scope) => DenseLoops.Fill(scope, call.Element, Expression.Constant(call.Shape.Count), (_, k) => call[0].At(k));

    /// <summary>Where in a tensor of the given shape the element stands that the index at flat index k names along the attribute's axis.</summary>
    private static Func<Expression, Expression> Along(PrimitiveCall call, Scope scope, TensorShape shape)
    {
        var axis = call.Attributes[0];
        var index = Checked(scope, call[1].Atom, shape[axis], axis, isCountedFromEnd: false);
        var strides = shape.Strides();
        var stride = Expression.Constant(strides[axis]);
        strides[axis] = 0;
        return k => Expression.Add(ElementLoops.Position(call[1].Shape, k, 0, strides), Expression.Multiply(Expression.ArrayIndex(index, k), stride));
    }

    /// <summary>The value for the index at flat index <paramref name="k"/>: a number, or of a tensor that may be longer than the index.</summary>
    private static Expression ValueAt(PrimitiveCall call, Scope scope, Expression k) =>
        call[2].Shape.Rank == 0 ? call[2].Atom : call[2].At(scope.Let(ElementLoops.Position(call[1].Shape, k, 0, call[2].Shape.Strides()), "at"));
}
