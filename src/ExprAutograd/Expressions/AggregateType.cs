using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Expressions;

/// <summary>A type whose values are just their members: tuples, records, anonymous types, structs and classes with settable members.</summary>
/// <remarks>
/// A constructor counts as "assigns its members" when the language says so (tuples, anonymous types), or when two probes with different
/// values read back what was passed; a constructor that sorts, clamps or computes is thereby found out, and the type is no aggregate.
/// </remarks>
internal sealed class AggregateType
{
    private static readonly ConcurrentDictionary<Type, AggregateType?> Known = new();

    private readonly ConstructorInfo? constructor;

    private AggregateType(Type type, ImmutableArray<Member> members, ConstructorInfo? constructor, DenseType? dense = null)
    {
        Type = type;
        Members = members;
        this.constructor = constructor;
        Dense = dense;
    }

    /// <summary>A field, a property, or the method that reads a vector's or matrix's elements.</summary>
    internal readonly record struct Member(string Name, Type Type, MemberInfo Info);

    public Type Type { get; }

    public ImmutableArray<Member> Members { get; }

    /// <summary>For a vector or matrix: which; null for every other type.</summary>
    public DenseType? Dense { get; }

    /// <summary>True when a value is built by a constructor that takes all members; else it is made empty and its members are set.</summary>
    public bool HasConstructor => Dense is not null || (constructor is not null && Members.Length > 0 && constructor.GetParameters().Length == Members.Length);

    public static AggregateType? TryGet(Type type) => Known.GetOrAdd(type, Discover);

    public Expression Read(Expression value, int member) => Dense?.Read(value, member) ?? Expression.MakeMemberAccess(value, Members[member].Info);

    public int IndexOf(MemberInfo member)
    {
        for (var k = 0; k < Members.Length; k++)
            if (Members[k].Name == member.Name) return k;
        return -1;
    }

    /// <summary>True when <paramref name="candidate"/> assigns argument k to member k.</summary>
    public bool IsMemberwise(ConstructorInfo candidate) => constructor is not null && HasConstructor && candidate == constructor;

    public Expression Create(IReadOnlyList<Expression> members)
    {
        if (Dense is not null) return Dense.Create(members);
        if (HasConstructor) return Expression.New(constructor!, members, Members.Select(m => m.Info is FieldInfo or PropertyInfo ? m.Info : null!));
        return Expression.MemberInit(Expression.New(Type), Members.Select((m, k) => Expression.Bind(m.Info, members[k])));
    }

    private static AggregateType? Discover(Type type)
    {
        if (DenseType.TryGet(type) is { } dense) return new AggregateType(type, dense.Members, null, dense);
        if (type.IsPrimitive || type.IsEnum || type.IsArray || type.IsPointer || type.IsByRefLike || type.IsAbstract || type == typeof(string) || type == typeof(decimal)
            || type == typeof(object) || type.ContainsGenericParameters || typeof(Delegate).IsAssignableFrom(type) || typeof(Expression).IsAssignableFrom(type)
            || typeof(System.Collections.IEnumerable).IsAssignableFrom(type))
            return null;
        if (Nullable.GetUnderlyingType(type) is not null) return null;
        if (type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Name.Contains("DisplayClass", StringComparison.Ordinal)) return null;

        var members = DataMembers(type);
        if (members.Length == 0) return null;
        foreach (var constructor in type.GetConstructors())
            if (MatchParameters(constructor, members) is { } ordered && (IsDefinitional(type) || ProbesReadBack(constructor, ordered)))
                return new AggregateType(type, ordered, constructor);

        var isSettable = members.All(m => m.Info is FieldInfo { IsInitOnly: false } or PropertyInfo { SetMethod.IsPublic: true });
        var hasDefault = type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null;
        return isSettable && hasDefault ? new AggregateType(type, members, null) : null;
    }

    private static ImmutableArray<Member> DataMembers(Type type)
    {
        const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;
        var isValueTuple = type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);
        var fields = type.GetFields(Public).Select(f => new Member(f.Name, f.FieldType, f));
        if (isValueTuple) return [.. fields];

        // A property counts when it is stored: an auto-property has a backing field, a computed one does not.
        var stored = type.GetFields(BindingFlags.NonPublic | BindingFlags.Instance).Select(f => f.Name).ToHashSet();
        var properties = type.GetProperties(Public)
            .Where(p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract"
                        && (stored.Contains($"<{p.Name}>k__BackingField") || stored.Contains($"<{p.Name}>i__Field") || stored.Contains("m_" + p.Name)))
            .Select(p => new Member(p.Name, p.PropertyType, p));
        var members = fields.Concat(properties).ToImmutableArray();

        // Hidden state would be lost when the value is put together again.
        return members.Length == type.GetFields(Public | BindingFlags.NonPublic).Length && members.Length > 0 ? members : [];
    }

    private static ImmutableArray<Member>? MatchParameters(ConstructorInfo constructor, ImmutableArray<Member> members)
    {
        var parameters = constructor.GetParameters();
        if (parameters.Length != members.Length) return null;
        var ordered = new Member[parameters.Length];
        for (var k = 0; k < parameters.Length; k++)
        {
            var match = members.FirstOrDefault(m => m.Type == parameters[k].ParameterType && string.Equals(m.Name, parameters[k].Name, StringComparison.OrdinalIgnoreCase));
            if (match.Info is null) return null;
            ordered[k] = match;
        }
        return [.. ordered];
    }

    private static bool IsDefinitional(Type type) =>
        type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal)
        || type.FullName.StartsWith("System.Tuple`", StringComparison.Ordinal)
        || (type.IsDefined(typeof(CompilerGeneratedAttribute)) && type.Name.Contains("AnonymousType", StringComparison.Ordinal));

    private static bool ProbesReadBack(ConstructorInfo constructor, ImmutableArray<Member> members)
    {
        foreach (var isAscending in (ReadOnlySpan<bool>)[true, false])
        {
            var arguments = new object?[members.Length];
            for (var k = 0; k < members.Length; k++)
            {
                var number = isAscending ? k - 1.5 : 7.25 - (3 * k);
                arguments[k] = members[k].Type switch
                {
                    var t when t == typeof(double) => number,
                    var t when t == typeof(float) => (float)number,
                    var t when t == typeof(int) => (int)number * 3,
                    var t when t == typeof(bool) => isAscending,
                    var t when t.IsValueType => Activator.CreateInstance(t),
                    var t when t.IsArray && t.GetArrayRank() == 1 => Array.CreateInstance(t.GetElementType()!, 2),
                    _ => null,
                };
            }
            try
            {
                var value = constructor.Invoke(arguments);
                for (var k = 0; k < members.Length; k++)
                {
                    var read = members[k].Info is FieldInfo f ? f.GetValue(value) : ((PropertyInfo)members[k].Info).GetValue(value);
                    if (!(read is Array ? ReferenceEquals(read, arguments[k]) : Equals(read, arguments[k]))) return false;
                }
            }
            catch (TargetInvocationException)
            {
                return false; // A constructor that rejects the probe validates its arguments: not memberwise.
            }
        }
        return true;
    }
}
