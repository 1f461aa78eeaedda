using System.Linq.Expressions;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Sequences;

/// <summary>Sums, means and counts, added up in the sequence's order as LINQ does: integers checked, floats in double.</summary>
internal static class Sums
{
    public static Expression Sum(MethodCallExpression call, Sequence sequence, Scope scope) =>
        Numbers.As(call.Type, Total(sequence, Accumulator(call, sequence.ItemType, isMean: false), scope, count: null, isFromFirst: false));

    /// <summary>The sum, divided by the number of items where LINQ divides: in double, or in decimal.</summary>
    /// <remarks>
    /// LINQ adds an array or a list to zero, and all else to the first item: only the mean of items that are all -0 tells. To start from -0 is to start from the first item.
    /// </remarks>
    public static Expression Average(MethodCallExpression call, Sequence sequence, Scope scope)
    {
        var count = sequence.Length is null ? scope.Counter("count") : null;
        var total = Total(sequence, Accumulator(call, sequence.ItemType, isMean: true), scope, count, isFromFirst: !IsInMemory(call));
        var quotient = total.Type == typeof(decimal) ? typeof(decimal) : typeof(double);
        var number = Expression.Call(typeof(SequenceOperators), nameof(SequenceOperators.NonEmpty), null, count ?? sequence.Length!);
        return Numbers.As(call.Type, Expression.Divide(Numbers.As(quotient, total), Numbers.As(quotient, number)));
    }

    public static Expression Count(Sequence sequence, Scope scope)
    {
        if (sequence.Length is { } length) return length;
        var count = scope.Counter("count");
        sequence.Push(scope, (body, _) => body.Increment(count));
        return count;
    }

    private static ParameterExpression Total(Sequence sequence, Type type, Scope scope, ParameterExpression? count, bool isFromFirst)
    {
        var zero = type == typeof(double) && isFromFirst ? -0.0 : Convert.ChangeType(0, type, null);
        var total = scope.Variable(Expression.Constant(zero, type), "sum");
        sequence.Push(scope, (body, item) =>
        {
            var addend = Numbers.As(type, item.Value);
            body.Add(Expression.Assign(total, NumericTypes.IsInteger(type) ? Expression.AddChecked(total, addend) : Expression.Add(total, addend)));
            if (count is not null) body.Increment(count);
        });
        return total;
    }

    /// <summary>True when LINQ sees that the items are an array's or a list's.</summary>
    private static bool IsInMemory(MethodCallExpression call)
    {
        var source = Storage.Bare(call.Arguments[0]);
        while (source is MethodCallExpression { Method.Name: nameof(Enumerable.AsEnumerable) } same) source = Storage.Bare(same.Arguments[0]);
        return call.Arguments.Count == 1 && (source.Type.IsArray || (source.Type.IsGenericType && source.Type.GetGenericTypeDefinition() == typeof(List<>)));
    }

    private static Type Accumulator(MethodCallExpression call, Type item, bool isMean) => Type.GetTypeCode(item) switch
    {
        TypeCode.Double or TypeCode.Single => typeof(double),
        TypeCode.Decimal => typeof(decimal),
        TypeCode.Int32 when !isMean => typeof(int),
        TypeCode.Int32 or TypeCode.Int64 => typeof(long),
        _ => throw Refusals.OfType(call, item),
    };
}
