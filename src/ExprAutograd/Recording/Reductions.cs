using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Many elements to one. Attributes: the axes that go, in order.</summary>
internal static class Reductions
{
    public static readonly Primitive Sum = new("Sum", Saved.Nothing, (call, scope) => call.Shape.Rank == 0 || call.Shape.Count == 1
        ? One(call, DenseLoops.Sum(scope, call.Element, Expression.Constant(call[0].Shape.Count), (_, k) => call[0].At(k)))
        : DenseLoops.Scatter(scope, call.Element, Expression.Constant(call.Shape.Count), Expression.Constant(call[0].Shape.Count), k => Place(call, k), (_, k) => call[0].At(k)));

    /// <summary>Where in the result the element at flat index <paramref name="k"/> of the operand goes.</summary>
    public static Expression Place(PrimitiveCall call, Expression k) => ElementLoops.Position(call[0].Shape, k, 0, ResultStrides(call[0].Shape, call.Attributes));

    /// <summary>The stride in the result of each axis of the operand: 0 for those that go.</summary>
    public static int[] ResultStrides(TensorShape operand, int[] axes)
    {
        var strides = new int[operand.Rank];
        var stride = 1;
        for (var axis = operand.Rank - 1; axis >= 0; axis--)
        {
            if (axes.Contains(axis)) continue;
            strides[axis] = stride;
            stride *= operand[axis];
        }
        return strides;
    }

    /// <summary>A number as the result's shape holds it.</summary>
    private static Expression One(PrimitiveCall call, Expression number) => call.Shape.Rank == 0 ? number : Expression.NewArrayInit(call.Element, number);
}
