using System.Linq.Expressions;
using ExprAutograd.LinearAlgebra;
using ExprAutograd.Sequences;

namespace ExprAutograd.Recording;

/// <summary>A tensor as lines along one axis: what the elements of a line have in common is one element of a tensor without that axis.</summary>
internal sealed class AxisLines(TensorShape shape, int axis)
{
    private readonly int inner = shape.CountOf(Math.Min(axis + 1, shape.Rank), shape.Rank);

    /// <summary>How many elements a line has; a number is a line of one.</summary>
    public int Length { get; } = shape.Rank == 0 ? 1 : shape[axis];

    /// <summary>How many lines there are.</summary>
    public int Count { get; } = shape.Rank == 0 ? 1 : shape.CountOf(0, axis) * shape.CountOf(axis + 1, shape.Rank);

    /// <summary>The line that the element at flat index <paramref name="k"/> is on.</summary>
    public Expression LineOf(Expression k)
    {
        if (Count == 1) return Expression.Constant(0);
        if (Length == 1) return k;
        var outer = Expression.Divide(k, Expression.Constant(inner * Length));
        return inner == 1 ? outer : Expression.Add(Expression.Multiply(outer, Expression.Constant(inner)), Expression.Modulo(k, Expression.Constant(inner)));
    }

    /// <summary>Where on its line the element at flat index <paramref name="k"/> is.</summary>
    public Expression PlaceOf(Expression k)
    {
        var place = inner == 1 ? k : Expression.Divide(k, Expression.Constant(inner));
        return Count == inner ? place : Expression.Modulo(place, Expression.Constant(Length));
    }

    /// <summary>The flat index of an element, from its line and its place there.</summary>
    public Expression IndexOf(Expression line, Expression place)
    {
        if (inner == 1) return Expression.Add(Expression.Multiply(line, Expression.Constant(Length)), place);
        var along = Expression.Multiply(place, Expression.Constant(inner));
        if (Count == inner) return Expression.Add(along, line);
        var outer = Expression.Multiply(Expression.Divide(line, Expression.Constant(inner)), Expression.Constant(inner * Length));
        return Expression.Add(Expression.Add(outer, along), Expression.Modulo(line, Expression.Constant(inner)));
    }

    /// <summary>For each line, the sum of a term for each of its elements.</summary>
    public Expression Sum(Scope scope, Type element, Func<Scope, Expression, Expression> term) =>
        DenseLoops.Scatter(scope, element, Expression.Constant(Count), Expression.Constant(Count * Length), LineOf, term);

    /// <summary>For each line, what <paramref name="step"/> makes of the state before and the flat index of each element in order.</summary>
    public Expression Fold(Scope scope, Expression first, Func<Scope, Expression, Expression, Expression> step) =>
        DenseLoops.Fill(scope, first.Type, Expression.Constant(Count), (body, line) =>
            DenseLoops.Fold(body, first, Expression.Constant(Length), (inside, state, place) => step(inside, state, inside.Let(IndexOf(line, place), "at"))));
}
