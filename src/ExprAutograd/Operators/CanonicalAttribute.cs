using System.Collections.Concurrent;
using System.Reflection;

namespace ExprAutograd.Operators;

/// <summary>Says that a public method is a spelling of the method of the same name and signature on <paramref name="owner"/>, which rules know.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CanonicalAttribute(Type owner) : Attribute
{
    private static readonly ConcurrentDictionary<MethodInfo, MethodInfo> Known = new();

    public Type Owner { get; } = owner;

    public static MethodInfo Of(MethodInfo method) => Known.GetOrAdd(method, static m =>
    {
        if (m.GetCustomAttribute<CanonicalAttribute>() is not { } attribute) return m;
        var open = m.IsGenericMethod ? m.GetGenericMethodDefinition() : m;
        var types = open.GetParameters().Select(p => p.ParameterType).ToArray();
        var canonical = attribute.Owner.GetMethod(m.Name, m.GetGenericArguments().Length, types)
            ?? attribute.Owner.GetMethods().Single(c => c.Name == m.Name && c.GetParameters().Length == types.Length);
        return m.IsGenericMethod ? canonical.MakeGenericMethod(m.GetGenericArguments()) : canonical;
    });
}
