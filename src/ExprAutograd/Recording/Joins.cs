using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Tensors put together along an axis, one stretch of memory after the other. Attributes: the axis in the result.</summary>
internal static class Joins
{
    /// <summary>Along an axis that they have: only its extents may differ.</summary>
    public static readonly Primitive Concat = new("Cat", Saved.Nothing, Join);

    /// <summary>Along a new axis: they have one shape.</summary>
    public static readonly Primitive Stack = new("Stack", Saved.Nothing, (call, scope) =>
        call[0].Shape.Rank == 0 ? Expression.NewArrayInit(call.Element, Enumerable.Range(0, call.Count).Select(p => call[p].Atom)) : Join(call, scope));

    /// <summary>The part of each tensor in a row, which is what stands behind the axes before the one they are joined along.</summary>
    private static Expression Join(PrimitiveCall call, Scope scope)
    {
        var axis = call.Attributes[0];
        var rows = call.Shape.CountOf(0, axis);
        var width = call.Shape.CountOf(axis, call.Shape.Rank);
        var joined = scope.Variable(Expression.NewArrayBounds(call.Element, Expression.Constant(call.Shape.Count)), "joined");
        var start = 0;
        for (var p = 0; p < call.Count; p++)
        {
            var part = call[p];
            if (part.Shape.Count == 0) continue;
            var own = TensorShape.Of([rows, part.Shape.Count / rows]);
            var offset = start;
            DenseLoops.Overwrite(scope, joined, Expression.Constant(own.Count), (_, k) => ElementLoops.Position(own, k, offset, [width, 1]), (_, k) => part.At(k));
            start += own[1];
        }
        return joined;
    }
}
