using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Operators;

/// <summary>Operators on whole arrays that can write their result to memory they are given.</summary>
/// <remarks>
/// <code>
/// T[] Multiply(a, b, rows, columns)        the operator: pure, its result is new
/// T[] MultiplyInto(T[] c, a, b, rows, columns)      the same in c, every element of it; returns c, or nothing
/// int MultiplyLength(rows, columns)        how long c must be, of operands of these names
/// </code>
/// Equal calls are one value: nobody can tell whether its array was made once or twice, for a program writes to none that is read again.
/// </remarks>
internal static class Destinations
{
    private const string IntoSuffix = "Into";
    private const string LengthSuffix = "Length";

    private static readonly ConcurrentDictionary<MethodInfo, (MethodInfo Into, MethodInfo Length)?> Known = new();

    /// <summary>True for a call of an operator that can.</summary>
    public static bool IsOne(Expression value) => value is MethodCallExpression { Type.IsArray: true } call && Of(call.Method) is not null;

    /// <summary>True for the call of an operator, or of its twin that writes to given memory: neither keeps what it reads.</summary>
    public static bool IsOneOrInto(Expression value) => IsOne(value)
        || (value is MethodCallExpression { Method: { DeclaringType: { } owner } m } && owner.Namespace == typeof(Destinations).Namespace
            && m.Name.EndsWith(IntoSuffix, StringComparison.Ordinal) && owner.GetMethod(m.Name[..^IntoSuffix.Length] + LengthSuffix) is not null);

    /// <summary>The call that writes the result of <paramref name="call"/> to <paramref name="destination"/>.</summary>
    public static Expression Into(MethodCallExpression call, Expression destination) => Expression.Call(Of(call.Method)!.Value.Into, [destination, .. call.Arguments]);

    /// <summary>True when the twin returns the memory it was given; else it returns nothing.</summary>
    public static bool Returns(MethodCallExpression call) => Of(call.Method)!.Value.Into.ReturnType != typeof(void);

    /// <summary>The length of the result of <paramref name="call"/>.</summary>
    public static Expression Length(MethodCallExpression call)
    {
        var length = Of(call.Method)!.Value.Length;
        var names = call.Method.GetParameters().Select(p => p.Name).ToList();
        return Expression.Call(length, length.GetParameters().Select(p => call.Arguments[names.IndexOf(p.Name)]));
    }

    private static (MethodInfo Into, MethodInfo Length)? Of(MethodInfo method) => Known.GetOrAdd(method, static m =>
    {
        if (m.DeclaringType!.Namespace != typeof(Destinations).Namespace || m.DeclaringType.GetMethod(m.Name + LengthSuffix) is not { } length) return null;
        var open = m.IsGenericMethod ? m.GetGenericMethodDefinition() : m;
        var into = m.DeclaringType.GetMethods().Single(c => c.Name == m.Name + IntoSuffix && c.GetParameters().Length == open.GetParameters().Length + 1
            && (m.IsGenericMethod || c.GetParameters().Skip(1).Select(p => p.ParameterType).SequenceEqual(m.GetParameters().Select(p => p.ParameterType))));
        return (m.IsGenericMethod ? into.MakeGenericMethod(m.GetGenericArguments()) : into, length);
    });
}
