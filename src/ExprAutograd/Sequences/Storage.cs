using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Sequences;

/// <summary>How a value is held in a variable: an enumerable as an array, all else as it is.</summary>
internal static class Storage
{
    private static readonly Type[] Enumerables = [typeof(IEnumerable<>), typeof(IOrderedEnumerable<>), typeof(IQueryable<>), typeof(IOrderedQueryable<>)];

    /// <summary>The type of the variable for a value of <paramref name="type"/>.</summary>
    public static Type TypeOf(Type type) => IsEnumerable(type) ? type.GetGenericArguments()[0].MakeArrayType() : type;

    /// <summary>True for the interfaces that say nothing but that items can be enumerated.</summary>
    public static bool IsEnumerable(Type type) => type.IsGenericType && Enumerables.Contains(type.GetGenericTypeDefinition());

    /// <summary>The value as <see cref="TypeOf"/> says; an enumerable that is an array already is that array.</summary>
    public static Expression Hold(Expression value)
    {
        value = Bare(value);
        return IsEnumerable(value.Type) ? ArrayOf(value) : value;
    }

    /// <summary>The items of anything that can be enumerated.</summary>
    public static Expression ArrayOf(Expression items)
    {
        var enumerable = items.Type.GetInterfaces().Prepend(items.Type).First(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return Expression.Call(typeof(SequenceOperators), nameof(SequenceOperators.ArrayOf), enumerable.GetGenericArguments(), items.Type.IsValueType ? Expression.Convert(items, enumerable) : items);
    }

    /// <summary>The value without the conversions that only make its type more general.</summary>
    public static Expression Bare(Expression value)
    {
        while (value is UnaryExpression { NodeType: ExpressionType.Convert, Method: null } cast && !cast.Operand.Type.IsValueType && cast.Type.IsAssignableFrom(cast.Operand.Type)) value = cast.Operand;
        return value;
    }

    /// <summary>What a variable of <paramref name="type"/> holds before anything is kept in it.</summary>
    /// <remarks>An object that is just its members has members even then: the two ways a variable was assigned must be of one make.</remarks>
    public static Expression Initial(Type type) => !type.IsValueType && AggregateType.TryGet(type) is { HasConstructor: true } aggregate
        ? aggregate.Create([.. aggregate.Members.Select(m => Initial(m.Type))])
        : Expression.Default(type);
}
