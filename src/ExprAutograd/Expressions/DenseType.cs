using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Expressions;

/// <summary>MathNet's vector and matrix types as aggregates: a vector is its elements, a matrix its elements column after column and its two dimensions.</summary>
internal sealed record DenseType(Type Type, Type Element, bool IsMatrix)
{
    private static readonly ConcurrentDictionary<Type, DenseType?> Known = new();

    /// <summary>The dense type that <paramref name="type"/> is, or derives from; null for every other, and for elements that carry no derivative.</summary>
    public static DenseType? TryGet(Type type) => type.IsClass && !type.IsArray ? Known.GetOrAdd(type, Discover) : null;

    /// <summary>The members that a value is taken apart into: the dimensions have MathNet's own names.</summary>
    public ImmutableArray<AggregateType.Member> Members => IsMatrix
        ? [new("Values", Element.MakeArrayType(), ValuesOf), Dimension(nameof(Matrix<double>.RowCount)), Dimension(nameof(Matrix<double>.ColumnCount))]
        : [new("Values", Element.MakeArrayType(), ValuesOf)];

    /// <summary>The general type of this shape and element: <c>Vector</c> or <c>Matrix</c>.</summary>
    public Type General => (IsMatrix ? typeof(Matrix<>) : typeof(Vector<>)).MakeGenericType(Element);

    private MethodInfo ValuesOf => Method(nameof(DenseStorage.Values), General);

    /// <summary>Member <paramref name="index"/> of <paramref name="value"/>.</summary>
    public Expression Read(Expression value, int index) => index == 0
        ? Expression.Call(ValuesOf, value.Type == General ? value : Expression.Convert(value, General))
        : Expression.Call(Method(index == 1 ? nameof(DenseStorage.Rows) : nameof(DenseStorage.Columns), null), value);

    /// <summary>The value with these members.</summary>
    public Expression Create(IReadOnlyList<Expression> members)
    {
        var made = Expression.Call(Method(IsMatrix ? nameof(DenseStorage.Matrix) : nameof(DenseStorage.Vector), null), members);
        return Type == General ? made : Expression.Convert(made, Type);
    }

    private AggregateType.Member Dimension(string name) => new(name, typeof(int), General.GetProperty(name)!);

    private MethodInfo Method(string name, Type? parameter) => typeof(DenseStorage).GetMethods()
        .Where(m => m.Name == name).Select(m => m.MakeGenericMethod(Element))
        .Single(m => parameter is null || m.GetParameters()[0].ParameterType == parameter);

    private static DenseType? Discover(Type type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (!t.IsGenericType || t.GetGenericTypeDefinition() is var open && open != typeof(Vector<>) && open != typeof(Matrix<>)) continue;
            var element = t.GetGenericArguments()[0];
            return element == typeof(double) || element == typeof(float) ? new DenseType(type, element, t.GetGenericTypeDefinition() == typeof(Matrix<>)) : null;
        }
        return null;
    }
}
