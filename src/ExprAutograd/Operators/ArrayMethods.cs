using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Operators;

/// <summary>The array operation of a name that fits its operands: overloads for the types that have their own, one generic method for the others.</summary>
internal static class ArrayMethods
{
    private static readonly ConcurrentDictionary<Signature, MethodInfo?> Known = new();

    /// <summary>The call; null when no overload takes these operands.</summary>
    public static MethodCallExpression? TryCall(string name, params Expression[] arguments) =>
        Known.GetOrAdd(new Signature(name, [.. arguments.Select(a => a.Type)]), Find) is { } method ? Expression.Call(method, arguments) : null;

    /// <summary>The call.</summary>
    /// <exception cref="InvalidOperationException">No overload takes these operands: a defect.</exception>
    public static MethodCallExpression Call(string name, params Expression[] arguments) =>
        TryCall(name, arguments) ?? throw new InvalidOperationException($"No array operation {name}({string.Join(", ", arguments.Select(a => a.Type.Name))}).");

    /// <summary>True for an operation whose result is its first operand with something written to it.</summary>
    public static bool IsUpdate(Expression value) =>
        value is MethodCallExpression { Method: { } m }
        && ((m.DeclaringType == typeof(ArrayOperators) && m.Name is nameof(ArrayOperators.Store) or nameof(ArrayOperators.AddAt) or nameof(ArrayOperators.Sum))
            || IsWithTwin(m)
            || (m.DeclaringType == typeof(ProductOperators) && m.Name == nameof(ProductOperators.MultiplyAdd))
            || (m.DeclaringType == typeof(MatrixOperators) && m.Name.StartsWith(nameof(MatrixOperators.With), StringComparison.Ordinal)));

    /// <summary>True for an update whose class has a method of its name and "To", which does it in place.</summary>
    public static bool IsWithTwin(MethodInfo method) => IsInLanes(method)
        || (method.DeclaringType == typeof(SharedOperators) && method.Name is nameof(SharedOperators.Share) or nameof(SharedOperators.ShareSum) or nameof(SharedOperators.Shared));

    /// <summary>True for a store or an addition to elements side by side, or to columns.</summary>
    private static bool IsInLanes(MethodInfo method) =>
        (method.DeclaringType == typeof(LaneOperators512) || method.DeclaringType == typeof(LaneOperators256) || method.DeclaringType == typeof(LaneOperators128))
        && method.Name is nameof(LaneOperators512.Store) or nameof(LaneOperators512.StoreFirst) or nameof(LaneOperators512.AddAt) or nameof(LaneOperators512.AddAtFirst) or nameof(LaneOperators512.WithColumn) or nameof(LaneOperators512.AddLast);

    private static MethodInfo? Find(Signature signature)
    {
        if (typeof(ArrayOperators).GetMethod(signature.Name, signature.Types) is { IsGenericMethod: false } exact) return exact;
        var candidates = typeof(ArrayOperators).GetMethods().Where(m => m.Name == signature.Name && m.IsGenericMethod && m.GetParameters().Length == signature.Types.Length).ToList();

        // The innermost element type first: a deep copy of an array of arrays before a shallow one.
        var element = signature.Types[0];
        var elements = new Stack<Type>();
        while (element.IsArray) elements.Push(element = element.GetElementType()!);
        return elements
            .SelectMany(e => candidates.Select(c => c.MakeGenericMethod(e)))
            .FirstOrDefault(m => m.GetParameters().Select(p => p.ParameterType).SequenceEqual(signature.Types));
    }

    private sealed record Signature(string Name, Type[] Types)
    {
        public bool Equals(Signature? other) => other is not null && Name == other.Name && Types.AsSpan().SequenceEqual(other.Types);

        public override int GetHashCode() => Types.Aggregate(Name.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
    }
}
