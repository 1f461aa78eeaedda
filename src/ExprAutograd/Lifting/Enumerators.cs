using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;

namespace ExprAutograd.Lifting;

/// <summary>What the compiler makes of foreach over a sequence: an enumerator, and a finally block that does nothing but dispose of it.</summary>
internal static class Enumerators
{
    /// <summary>True when every exception clause is that of a foreach: without it the loop computes the same.</summary>
    public static bool OwnAll(IList<ExceptionHandlingClause> clauses, IList<LocalVariableInfo> locals, ImmutableArray<Instruction> instructions) => clauses.All(clause =>
    {
        if (clause.Flags != ExceptionHandlingClauseOptions.Finally) return false;
        var slot = -1;
        foreach (var i in instructions.Where(i => i.Offset >= clause.HandlerOffset && i.Offset < clause.HandlerOffset + clause.HandlerLength))
        {
            switch (i.Code)
            {
                case ILOpCode.Ldloc or ILOpCode.Ldloca: slot = i.Index; break;
                case ILOpCode.Nop or ILOpCode.Brfalse or ILOpCode.Constrained or ILOpCode.Endfinally: break;
                case ILOpCode.Callvirt when i.Operand is MethodInfo { Name: nameof(IDisposable.Dispose) }: break;
                default: return false;
            }
        }
        return slot >= 0 && ItemType(locals[slot].LocalType) is not null;
    });

    /// <summary>What an enumerator yields: <c>IEnumerator&lt;T&gt;</c>, or the struct that a collection of T declares inside itself.</summary>
    public static Type? ItemType(Type type)
    {
        if (!type.IsGenericType) return null;
        if (type.GetGenericTypeDefinition() == typeof(IEnumerator<>)) return type.GetGenericArguments()[0];
        return type is { IsValueType: true, Name: "Enumerator" } && type.DeclaringType!.Namespace == "System.Collections.Generic"
            ? type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerator<>))?.GetGenericArguments()[0]
            : null;
    }
}
