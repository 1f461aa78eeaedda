using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Where in a tensor the elements stand that index tensors name.</summary>
internal sealed class IndexedPlaces
{
    private readonly PrimitiveCall call;
    private readonly TensorShape whole;
    private readonly TensorShape index;
    private readonly int[] axes;
    private readonly TensorOperand[] indices;

    /// <summary>The indices are the operands from <paramref name="first"/> on, and the call's attributes the axes of <paramref name="whole"/> that they index.</summary>
    public IndexedPlaces(Scope scope, PrimitiveCall call, int first, TensorShape whole)
    {
        this.call = call;
        this.whole = whole;
        axes = call.Attributes;
        index = TensorShape.Scalar;
        indices = new TensorOperand[axes.Length];
        for (var j = 0; j < axes.Length; j++)
        {
            var operand = call[first + j];
            indices[j] = new TensorOperand(Gathers.Checked(scope, operand.Atom, whole[axes[j]], axes[j], isCountedFromEnd: true), operand.Shape);
            index = TensorShape.Broadcast(index, operand.Shape, "Index");
        }
        Shape = Gathers.ShapeOf(whole, axes, index);
    }

    /// <summary>The shape of what is indexed.</summary>
    public TensorShape Shape { get; }

    /// <summary>The place in the tensor of what is at flat index <paramref name="k"/> of <see cref="Shape"/>.</summary>
    public Expression At(Scope scope, Expression k)
    {
        var (whole, own, place) = (this.whole.Strides(), index.Strides(), Gathers.PlaceOf(axes));
        var (kept, ofIndex) = (new List<int>(), new int[Shape.Rank]);
        for (var axis = 0; axis < whole.Length; axis++)
            if (!axes.Contains(axis)) kept.Add(whole[axis]);
        kept.InsertRange(place, new int[index.Rank]);
        own.CopyTo(ofIndex, place);
        var named = Named(scope, scope.Let(ElementLoops.Position(Shape, k, 0, ofIndex), "which"), whole);
        return Expression.Add(ElementLoops.Position(Shape, k, 0, [.. kept]), named);
    }

    /// <summary>The result as rows of a table, when each index names more than one element and these are neighbours.</summary>
    public bool TryRows(Scope scope, TensorOperand table, [NotNullWhen(true)] out Expression? rows)
    {
        rows = null;
        var width = whole.CountOf(axes[^1] + 1, whole.Rank);
        if (width < 2 || axes[^1] - axes[0] != axes.Length - 1 || call.Shape.Rank == 0) return false;
        var extent = whole.CountOf(axes[0], axes[^1] + 1);
        var strides = whole.Strides().Select(s => s / width).ToArray();
        var numbers = axes.Length == 1 && indices[0].Shape.Rank > 0
            ? indices[0].Atom
            : scope.Let(DenseLoops.Fill(scope, typeof(int), Expression.Constant(index.Count), (body, k) => Named(body, k, strides)), "rows");
        rows = Expression.Call(
            typeof(RowOperators), nameof(RowOperators.TakeRows), [call.Element], table.Atom, numbers,
            Expression.Constant(index.Count), Expression.Constant(whole.CountOf(0, axes[0])), Expression.Constant(extent), Expression.Constant(width));
        return true;
    }

    /// <summary>What the indices at flat index <paramref name="which"/> of their common shape say, each times the stride of its axis.</summary>
    private Expression Named(Scope scope, Expression which, int[] strides)
    {
        Expression? sum = null;
        for (var j = 0; j < axes.Length; j++)
        {
            var at = ElementLoops.StretchedAt(scope, indices[j], index, which);
            var term = strides[axes[j]] == 1 ? at : Expression.Multiply(at, Expression.Constant(strides[axes[j]]));
            sum = sum is null ? term : Expression.Add(sum, term);
        }
        return sum!;
    }
}
