using System.Collections.Immutable;

namespace ExprAutograd.Expressions;

/// <summary>ValueTuple types of any length, nested in eights as C# nests them.</summary>
internal static class TupleTypes
{
    private static readonly Type[] Definitions =
    [
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>),
        typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>), typeof(ValueTuple<,,,,,,,>),
    ];

    public static Type Of(ImmutableArray<Type> members) => members.Length <= 7
        ? Definitions[members.Length - 1].MakeGenericType([.. members])
        : Definitions[7].MakeGenericType([.. members[..7], Of(members[7..])]);
}
