using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;

namespace ExprAutograd.Lifting;

/// <summary>Takes away the compiler's caching of delegates, so that a lambda stands where it was written.</summary>
/// <remarks>
/// <code>
/// ldsfld cache; dup; brtrue L; pop; ldsfld &lt;&gt;9; ldftn m; newobj; dup; stsfld cache; L:                                     becomes   ldsfld &lt;&gt;9; ldftn m; newobj
/// ldloc c; ldfld cache; dup; brtrue L; pop; ldloc c; ldloc c; ldftn m; newobj; dup; stloc v; stfld cache; ldloc v; L:      becomes   ldloc c; ldftn m; newobj
/// </code>
/// </remarks>
internal static class CachedDelegates
{
    private static readonly ILOpCode[] InStaticField =
    [
        ILOpCode.Dup, ILOpCode.Brtrue, ILOpCode.Pop, ILOpCode.Nop, ILOpCode.Ldftn, ILOpCode.Newobj, ILOpCode.Dup, ILOpCode.Stsfld,
    ];

    private static readonly ILOpCode[] InClosure =
    [
        ILOpCode.Dup, ILOpCode.Brtrue, ILOpCode.Pop, ILOpCode.Nop, ILOpCode.Nop, ILOpCode.Ldftn, ILOpCode.Newobj, ILOpCode.Dup, ILOpCode.Stloc, ILOpCode.Stfld, ILOpCode.Ldloc,
    ];

    public static ImmutableArray<Instruction> Remove(ImmutableArray<Instruction> instructions)
    {
        var kept = ImmutableArray.CreateBuilder<Instruction>(instructions.Length);
        for (var k = 0; k < instructions.Length; k++)
        {
            if (IsCache(instructions[k], ILOpCode.Ldsfld) && Matches(instructions, k + 1, InStaticField))
            {
                kept.AddRange(instructions.AsSpan(k + 4, 3));
                k += InStaticField.Length;
            }
            else if (IsCache(instructions[k], ILOpCode.Ldfld) && Matches(instructions, k + 1, InClosure))
            {
                // The closure itself was pushed for the cache's sake just before.
                kept.RemoveAt(kept.Count - 1);
                kept.AddRange(instructions.AsSpan(k + 5, 3));
                k += InClosure.Length;
            }
            else
            {
                kept.Add(instructions[k]);
            }
        }
        return kept.ToImmutable();
    }

    private static bool IsCache(Instruction instruction, ILOpCode load) =>
        instruction.Code == load && instruction.Operand is FieldInfo field && typeof(Delegate).IsAssignableFrom(field.FieldType) && field.Name.StartsWith('<');

    /// <summary>The codes in a row; Nop in the pattern stands for any instruction.</summary>
    private static bool Matches(ImmutableArray<Instruction> instructions, int start, ILOpCode[] pattern)
    {
        if (start + pattern.Length > instructions.Length) return false;
        for (var k = 0; k < pattern.Length; k++)
            if (pattern[k] != ILOpCode.Nop && instructions[start + k].Code != pattern[k]) return false;
        return true;
    }
}
