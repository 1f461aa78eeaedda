using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Sequences;

/// <summary>What a call says about itself.</summary>
internal static class LinqCall
{
    /// <summary>True for LINQ's operators, and for the methods on spans that C# prefers to them when the source is an array.</summary>
    public static bool IsOne(MethodInfo method) =>
        method.DeclaringType == typeof(Enumerable) || method.DeclaringType == typeof(Queryable)
        || (method.DeclaringType == typeof(MemoryExtensions) && method.Name is nameof(MemoryExtensions.Contains) or nameof(MemoryExtensions.SequenceEqual));

    /// <summary>The type of the items as the user declared it: the call's first type argument.</summary>
    public static Type ItemType(MethodCallExpression call) => call.Method.GetGenericArguments()[0];

    public static void RequireNoComparer(MethodCallExpression call)
    {
        foreach (var argument in call.Arguments)
            if (argument is not ConstantExpression { Value: null } && IsComparer(argument.Type)) throw Refusals.OfComparer(call);
    }

    private static bool IsComparer(Type type) => type.GetInterfaces().Append(type).Any(t => t.IsGenericType && t.GetGenericTypeDefinition() is var d && (d == typeof(IComparer<>) || d == typeof(IEqualityComparer<>)));
}
