using System.Linq.Expressions;
using ExprAutograd.Sequences;

namespace ExprAutograd.LinearAlgebra;

/// <summary>The loops that everything element-wise is made of: one that fills, one that sums, one that adds where an index says, one that overwrites.</summary>
internal static class DenseLoops
{
    /// <summary>A new array with <paramref name="item"/> of its index at each of <paramref name="count"/> places.</summary>
    public static Expression Fill(Scope scope, Type element, Expression count, Func<Scope, Expression, Expression> item)
    {
        count = scope.Let(count, "count");
        var values = scope.Variable(Expression.NewArrayBounds(element, count), "values");
        For(scope, count, (body, k) => body.Add(Expression.Assign(Expression.ArrayAccess(values, k), Number.As(element, item(body, k)))));
        return values;
    }

    /// <summary>The sum of <paramref name="term"/> over the indices below <paramref name="count"/>, in order.</summary>
    public static Expression Sum(Scope scope, Type element, Expression count, Func<Scope, Expression, Expression> term) =>
        Fold(scope, Number.Of(0, element), count, (body, sum, k) => Expression.Add(sum, Number.As(element, term(body, k))));

    /// <summary>The last of the values that <paramref name="step"/> makes of the one before and the index.</summary>
    public static Expression Fold(Scope scope, Expression first, Expression count, Func<Scope, Expression, Expression, Expression> step)
    {
        count = scope.Let(count, "count");
        var state = scope.Variable(first, "state");
        For(scope, count, (body, k) => body.Add(Expression.Assign(state, step(body, state, k))));
        return state;
    }

    /// <summary>A new array of <paramref name="length"/> sums: term k is added at the place that <paramref name="place"/> gives for k.</summary>
    public static Expression Scatter(Scope scope, Type element, Expression length, Expression count, Func<Expression, Expression> place, Func<Scope, Expression, Expression> term)
    {
        count = scope.Let(count, "count");
        var sums = scope.Variable(Expression.NewArrayBounds(element, length), "sums");
        For(scope, count, (body, k) =>
        {
            var at = body.Let(place(k), "at");
            body.Add(Expression.Assign(Expression.ArrayAccess(sums, at), Expression.Add(Expression.ArrayIndex(sums, at), Number.As(element, term(body, k)))));
        });
        return sums;
    }

    /// <summary>Stores, for every index below <paramref name="count"/>, an item at a place of <paramref name="values"/>, an array that is there.</summary>
    public static void Overwrite(Scope scope, Expression values, Expression count, Func<Scope, Expression, Expression> place, Func<Scope, Expression, Expression> item) =>
        For(scope, scope.Let(count, "count"), (body, k) =>
        {
            var at = body.Let(place(body, k), "at");
            body.Add(Expression.Assign(Expression.ArrayAccess(values, at), Number.As(values.Type.GetElementType()!, item(body, k))));
        });

    /// <summary>Runs <paramref name="body"/> for every index below <paramref name="count"/>, an atom.</summary>
    public static void For(Scope scope, Expression count, Action<Scope, Expression> body)
    {
        var k = scope.Counter("k");
        var exit = Expression.Label();
        var step = scope.Nested();
        body(step, k);
        step.Increment(k);
        scope.Add(Expression.Loop(Expression.IfThenElse(Expression.LessThan(k, count), step.ToStatement(), Expression.Break(exit)), exit));
    }
}
