using System.Collections.Concurrent;
using System.Reflection;

namespace ExprAutograd.Operators;

/// <summary>One name for each elementary function, whichever class it was called on: <c>double.Exp</c> is <c>Math.Exp</c>.</summary>
internal static class Spelling
{
    private static readonly ConcurrentDictionary<MethodInfo, MethodInfo> Known = new();

    // The first class that has the method spells it: Math.Clamp alone is in float there and not on MathF, and the newer functions are on the number types.
    private static readonly Type[] DoubleHomes = [typeof(Math), typeof(double)];
    private static readonly Type[] FloatHomes = [typeof(MathF), typeof(Math), typeof(float)];

    /// <summary>The canonical method that computes the same, bit for bit; <paramref name="method"/> itself where it has no other spelling.</summary>
    public static MethodInfo CanonicalOf(MethodInfo method) => Known.GetOrAdd(
        method,
        static m => IsElementary(m.DeclaringType) && m.IsStatic && !m.IsGenericMethod ? Find(m.DeclaringType!, m.Name, ParameterTypes(m)) ?? m : m);

    /// <summary>The canonical method of that name over exactly these parameter types, or null: nothing is widened to fit.</summary>
    public static MethodInfo? Find(Type owner, string name, Type[] parameters)
    {
        if (!IsElementary(owner)) return Declared(owner, name, parameters);

        // A NaN bound makes double.Clamp NaN; to Math.Clamp it is no bound at all.
        if (name == nameof(double.Clamp) && (owner == typeof(double) || owner == typeof(float))) return Declared(parameters[0], name, parameters);

        // The one function that is named after its standard on the number types and by it on Math.
        if (name == nameof(double.Ieee754Remainder)) name = nameof(Math.IEEERemainder);
        foreach (var home in parameters.Contains(typeof(float)) ? FloatHomes : DoubleHomes)
            if (Declared(home, name, parameters) is { } method) return method;
        return null;
    }

    public static Type[] ParameterTypes(MethodInfo method) => [.. method.GetParameters().Select(p => p.ParameterType)];

    /// <summary>True for the classes of the base library that spell the elementary functions.</summary>
    public static bool IsElementary(Type? owner) => owner == typeof(Math) || owner == typeof(MathF) || owner == typeof(double) || owner == typeof(float);

    private static MethodInfo? Declared(Type owner, string name, Type[] parameters) => owner
        .GetMember(name, MemberTypes.Method, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        .Cast<MethodInfo>()
        .FirstOrDefault(m => ParameterTypes(m).SequenceEqual(parameters));
}
