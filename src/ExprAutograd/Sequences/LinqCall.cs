using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>What a call says about itself.</summary>
internal static class LinqCall
{
    /// <summary>True for LINQ's operators, and for the methods on spans that C# prefers to them when the source is an array.</summary>
    public static bool IsOne(MethodCallExpression call) =>
        call.Method.DeclaringType == typeof(Enumerable) || call.Method.DeclaringType == typeof(Queryable)
        || (call.Method.DeclaringType == typeof(MemoryExtensions) && call.Method.Name is nameof(MemoryExtensions.Contains) or nameof(MemoryExtensions.SequenceEqual)
            && call.Arguments.All(a => !a.Type.IsByRefLike || ArrayBehindSpan(a) is not null));

    /// <summary>The array that C# made a span of, so that a method on spans could be called.</summary>
    public static Expression? ArrayBehindSpan(Expression span) => span is MethodCallExpression { Method.Name: "op_Implicit", Arguments: [{ Type.IsArray: true } array] } && span.Type.IsByRefLike ? array : null;

    /// <summary>The type of the items as the user declared it: the call's first type argument.</summary>
    public static Type ItemType(MethodCallExpression call) => call.Method.GetGenericArguments()[0];

    public static void RequireNoComparer(MethodCallExpression call)
    {
        foreach (var argument in call.Arguments)
            if (argument is not ConstantExpression { Value: null } && IsComparer(argument.Type)) throw Refusals.OfComparer(call);
    }

    private static bool IsComparer(Type type) => type.GetInterfaces().Append(type).Any(t => t.IsGenericType && t.GetGenericTypeDefinition() is var d && (d == typeof(IComparer<>) || d == typeof(IEqualityComparer<>)));
}
