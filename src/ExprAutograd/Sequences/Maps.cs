using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>A function of an item and, where asked for, its position.</summary>
/// <remarks>A sequence for every item is not run here: it is the expression of one, to be read or held as an array by whoever takes it.</remarks>
internal sealed record ItemMap(Type ResultType, bool NeedsPosition, Func<Scope, Expression, Expression?, Expression> Apply)
{
    public static ItemMap Of(Function function) => function.Arity == 1
        ? new(function.ResultType, false, (scope, item, _) => function.Apply(scope, item))
        : new(function.ResultType, true, (scope, item, position) => function.Apply(scope, item, position!));
}

/// <summary>A function of two items.</summary>
internal sealed record PairMap(Type ResultType, Func<Scope, Expression, Expression, Expression> Apply)
{
    public static PairMap Of(Function function) => new(function.ResultType, (scope, a, b) => function.Apply(scope, a, b));

    /// <summary>The items as the members of a tuple.</summary>
    public static PairMap Tuple(Type first, Type second) => Tuple([first, second], (_, a, b) => [a, b]);

    /// <summary>A pair and a third item as the members of a tuple.</summary>
    public static PairMap TupleOfThree(Type first, Type second, Type third) => Tuple([first, second, third], (scope, pair, c) =>
    {
        pair = scope.Let(pair, "pair");
        return [Expression.Field(pair, "Item1"), Expression.Field(pair, "Item2"), c];
    });

    /// <summary>The second item.</summary>
    public static PairMap Second(Type item) => new(item, (_, _, second) => second);

    private static PairMap Tuple(Type[] members, Func<Scope, Expression, Expression, Expression[]> values)
    {
        var type = TupleTypes.Of([.. members]);
        return new(type, (scope, a, b) => Expression.New(type.GetConstructor(members)!, values(scope, a, b)));
    }
}
