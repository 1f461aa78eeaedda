using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Operations on each element, operands stretched to the result's shape; and the index arithmetic of all loops over tensors.</summary>
internal static class ElementLoops
{
    /// <summary>An operation whose result has at each place a function of its operands' elements there.</summary>
    public static Primitive Map(string name, Saved saved, Func<Scope, Expression[], Expression> function) => new(name, saved, (call, scope) =>
        Fill(call, scope, (body, k) => function(body, [.. Enumerable.Range(0, call.Count).Select(i => body.Let(StretchedAt(body, call[i], call.Shape, k), "x"))])));

    /// <summary>The result, from its element at a flat index.</summary>
    public static Expression Fill(PrimitiveCall call, Scope scope, Func<Scope, Expression, Expression> item)
    {
        if (call.Shape.Rank == 0) return Number.As(call.Element, item(scope, Expression.Constant(0)));
        return DenseLoops.Fill(scope, call.Element, Expression.Constant(call.Shape.Count), item);
    }

    /// <summary>The element of an operand that stands at flat index <paramref name="k"/> of a shape it is stretched to.</summary>
    public static Expression StretchedAt(Scope scope, TensorOperand operand, TensorShape shape, Expression k)
    {
        if (operand.Shape.Rank == 0) return operand.At(k);
        if (operand.Shape.Count == 1) return operand.At(Expression.Constant(0));
        if (operand.Shape.Count == shape.Count) return operand.At(k);
        var strides = operand.Shape.Strides();
        var lead = shape.Rank - operand.Shape.Rank;
        var stretched = new int[shape.Rank];
        for (var axis = lead; axis < shape.Rank; axis++) stretched[axis] = operand.Shape[axis - lead] == 1 ? 0 : strides[axis - lead];
        return operand.At(scope.Let(Position(shape, k, 0, stretched), "at"));
    }

    /// <summary>offset + the sum of each coordinate of flat index <paramref name="k"/> of <paramref name="shape"/> times its stride; neighbouring axes that step as one are one.</summary>
    public static Expression Position(TensorShape shape, Expression k, int offset, int[] strides)
    {
        var groups = new List<(int Extent, int Stride)>();
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == 1) continue;
            if (groups.Count > 0 && groups[^1].Stride == strides[axis] * shape[axis]) groups[^1] = (groups[^1].Extent * shape[axis], strides[axis]);
            else groups.Add((shape[axis], strides[axis]));
        }
        Expression? sum = null;
        var inner = 1;
        for (var g = groups.Count - 1; g >= 0; g--)
        {
            var (extent, stride) = groups[g];
            if (stride != 0)
            {
                var coordinate = inner == 1 ? k : Expression.Divide(k, Expression.Constant(inner));
                if (g > 0) coordinate = Expression.Modulo(coordinate, Expression.Constant(extent));
                var term = stride == 1 ? coordinate : Expression.Multiply(coordinate, Expression.Constant(stride));
                sum = sum is null ? term : Expression.Add(term, sum);
            }
            inner *= extent;
        }
        if (sum is null) return Expression.Constant(offset);
        return offset == 0 ? sum : Expression.Add(sum, Expression.Constant(offset));
    }
}
