using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Expressions;

namespace ExprAutograd.Frontends;

/// <summary>What a user's expression is while it is being normalised.</summary>
internal abstract class Value
{
    public abstract Type Type { get; }
}

/// <summary>A scalar, or anything else that one variable or constant holds.</summary>
internal sealed class AtomValue(Expression atom) : Value
{
    public Expression Atom { get; } = atom;

    public override Type Type => Atom.Type;
}

/// <summary>A tuple, record or struct, in parts; it never exists as an object unless something opaque asks for it.</summary>
internal sealed class AggregateValue(AggregateType aggregate, ImmutableArray<Value> members) : Value
{
    public AggregateType Aggregate { get; } = aggregate;

    public ImmutableArray<Value> Members { get; } = members;

    public override Type Type => Aggregate.Type;
}

/// <summary>A lambda that is not a value of the program: it is inlined where it is invoked.</summary>
internal sealed class LambdaValue(LambdaExpression lambda, ImmutableArray<(ParameterExpression Parameter, Value Value)> captured) : Value
{
    public LambdaValue(LambdaExpression lambda)
        : this(lambda, [])
    {
    }

    public LambdaExpression Lambda { get; } = lambda;

    /// <summary>Parameters of the lambdas around it, as they were where it was returned.</summary>
    public ImmutableArray<(ParameterExpression Parameter, Value Value)> Captured { get; } = captured;

    public override Type Type => Lambda.Type;
}

/// <summary>An array by identity: everything that refers to it sees the same, current version.</summary>
internal sealed class ArrayValue(Type type) : Value
{
    public override Type Type { get; } = type;
}

/// <summary>A row of an array of arrays: a view of whatever is at that index now.</summary>
internal sealed class RowValue(ArrayValue rows, Expression index) : Value
{
    public ArrayValue Rows { get; } = rows;

    public Expression Index { get; } = index;

    public override Type Type => Rows.Type.GetElementType()!;
}

/// <summary>A list that was made with its elements: they are an array here.</summary>
internal sealed class ListValue(Type type, ArrayValue items) : Value
{
    public override Type Type { get; } = type;

    public ArrayValue Items { get; } = items;
}

/// <summary>A nullable number: whether there is one, and which.</summary>
internal sealed class NullableValue(Type type, Expression hasValue, Expression number) : Value
{
    public override Type Type { get; } = type;

    public Expression HasValue { get; } = hasValue;

    public Expression Number { get; } = number;
}

/// <summary>A declared variable that nothing has been assigned to yet.</summary>
internal sealed class UnassignedValue(Type type) : Value
{
    public override Type Type { get; } = type;
}
