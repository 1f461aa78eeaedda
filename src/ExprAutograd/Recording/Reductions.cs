using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Operators;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>Many elements to one. Attributes: the axes that go, in order.</summary>
internal static class Reductions
{
    public static readonly Primitive Sum = new("Sum", Saved.Nothing, (call, scope) => SumOver(call, scope, (_, k, _) => call[0].At(k)));

    /// <summary>The sum over the number of elements it is of; NaN of none.</summary>
    public static readonly Primitive Mean = new("Mean", Saved.Nothing, (call, scope) =>
    {
        var sum = SumOver(call, scope, (_, k, _) => call[0].At(k));
        var count = Number.Of(call.Attributes.Aggregate(1.0, (n, axis) => n * call[0].Shape[axis]), call.Element);
        if (call.Shape.Rank == 0) return Expression.Divide(sum, count);
        var sums = scope.Let(sum, "sums");
        return ElementLoops.Fill(call, scope, (_, k) => Expression.Divide(Expression.ArrayIndex(sums, k), count));
    });

    /// <summary>The derivative is taken through the partial products, not by division: zeros are no exception.</summary>
    public static readonly Primitive Product = new("Prod", Saved.Operands, (call, scope) =>
        Fold(call, scope, Expression.Convert(Expression.Constant(1), call.Element), (_, product, k) => Expression.Multiply(product, call[0].At(k))));

    /// <summary>log sum exp(x), the greatest element taken out first; where that is infinite nothing is.</summary>
    public static readonly Primitive LogSumExp = new("Logsumexp", Saved.Operands, (call, scope) =>
    {
        var x = call[0];
        var greatest = Fold(call, scope, Number.Of(double.NegativeInfinity, x.Element), (body, state, k) =>
        {
            var item = body.Let(Extrema.Constant(x.At(k)), "item");
            return Expression.Condition(Expression.GreaterThan(item, state), item, state);
        });
        var sums = SumOver(call, scope, (body, k, at) => Number.Call(nameof(Math.Exp), Expression.Subtract(x.At(k), Finite(body, at))));
        return call.Shape.Rank == 0
            ? Expression.Add(Finite(scope, Expression.Constant(0)), Number.Call(nameof(Math.Log), sums))
            : ElementLoops.Fill(call, scope, (body, at) => Expression.Add(Finite(body, at), Number.Call(nameof(Math.Log), At(sums, at))));

        Expression Finite(Scope body, Expression at)
        {
            var shift = body.Let(At(greatest, at), "shift");
            var infinity = Number.Of(double.PositiveInfinity, x.Element);
            return Expression.Condition(Expression.LessThan(Number.Exact(nameof(Math.Abs), shift), infinity), shift, Number.Of(0, x.Element));
        }
    });

    /// <summary>The sums of each element of an axis and those before it. Attribute: the axis.</summary>
    public static readonly Primitive CumulativeSum = new("Cumsum", Saved.Nothing, (call, scope) =>
    {
        if (call.Shape.Rank == 0) return call[0].Atom;
        var lines = new AxisLines(call.Shape, call.Attributes[0]);
        var sums = scope.Variable(Expression.NewArrayBounds(call.Element, Expression.Constant(call.Shape.Count)), "sums");
        DenseLoops.For(scope, Expression.Constant(call.Shape.Count), (body, k) =>
        {
            var item = body.Let(call[0].At(k), "item");
            var isFirst = Expression.Equal(body.Let(lines.PlaceOf(k), "place"), Expression.Constant(0));
            var before = Expression.ArrayIndex(sums, Expression.Subtract(k, Expression.Constant(lines.Step)));
            body.Add(Expression.Assign(Expression.ArrayAccess(sums, k), Expression.Condition(isFirst, item, Expression.Add(before, item))));
        });
        return sums;
    });

    /// <summary>For each element of the result, the sum of a term for each element of the operand that goes into it, from its flat index and the result's.</summary>
    /// <returns>A number for a result of rank 0, else an array.</returns>
    public static Expression SumOver(PrimitiveCall call, Scope scope, Func<Scope, Expression, Expression, Expression> term)
    {
        var count = Expression.Constant(call[0].Shape.Count);
        var zero = Expression.Constant(0);
        if (call.Shape.Rank == 0 || call.Shape.Count == 1) return Held(call, DenseLoops.Sum(scope, call.Element, count, (body, k) => term(body, k, zero)));
        return DenseLoops.Scatter(scope, call.Element, Expression.Constant(call.Shape.Count), count, k => Place(call, k), (body, k) => term(body, k, body.Let(Place(call, k), "to")));
    }

    /// <summary>For each element of the result, what <paramref name="step"/> makes of the state before and the flat index of each element that goes into it.</summary>
    /// <inheritdoc cref="SumOver" path="/returns"/>
    public static Expression Fold(PrimitiveCall call, Scope scope, Expression first, Func<Scope, Expression, Expression, Expression> step)
    {
        var count = Expression.Constant(call[0].Shape.Count);
        if (call.Shape.Rank == 0 || call.Shape.Count == 1) return Held(call, DenseLoops.Fold(scope, first, count, step));
        if (call.Attributes is [var axis])
        {
            var lines = new AxisLines(call[0].Shape, axis);
            return lines.Fold(scope, first, step);
        }
        var states = DenseLoops.Fill(scope, first.Type, Expression.Constant(call.Shape.Count), (_, _) => first);
        DenseLoops.For(scope, count, (body, k) =>
        {
            var at = body.Let(Place(call, k), "at");
            body.Add(Expression.Assign(Expression.ArrayAccess(states, at), step(body, body.Let(Expression.ArrayIndex(states, at), "state"), k)));
        });
        return states;
    }

    /// <summary>An element of what <see cref="SumOver"/> or <see cref="Fold"/> returned.</summary>
    public static Expression At(Expression reduced, Expression at) => reduced.Type.IsArray ? Expression.ArrayIndex(reduced, at) : reduced;

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
    private static Expression Held(PrimitiveCall call, Expression number) => call.Shape.Rank == 0 ? number : Expression.NewArrayInit(call.Element, number);
}
