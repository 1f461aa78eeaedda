using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace ExprAutograd.Lifting;

/// <summary>The instructions of a method, tokens resolved in its own generic context.</summary>
internal static class InstructionReader
{
    private const int Prefix = 0xFE;
    private const int WideCodes = 0x100;

    private static readonly OperandType?[] OperandTypes = ReadOperandTypes();

    public static ImmutableArray<Instruction> Read(MethodBase method, byte[] il)
    {
        var module = method.Module;
        Type[]? typeArguments = method.DeclaringType is { IsGenericType: true } t ? t.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        for (var at = 0; at < il.Length;)
        {
            var offset = at;
            var isWide = il[at] == Prefix;
            var code = isWide ? (Prefix << 8) | il[at + 1] : il[at];
            at += isWide ? 2 : 1;
            var kind = OperandTypes[isWide ? WideCodes + (code & 0xFF) : code] ?? throw new BadImageFormatException($"Unknown instruction {code:x} at {offset}.");
            object? operand = null;
            switch (kind)
            {
                case OperandType.InlineNone: break;
                case OperandType.ShortInlineI: operand = (ILOpCode)code == ILOpCode.Ldc_i4_s ? (sbyte)il[at] : (int)il[at]; at++; break;
                case OperandType.ShortInlineVar: operand = (int)il[at]; at++; break;
                case OperandType.ShortInlineBrTarget: operand = at + 1 + (sbyte)il[at]; at++; break;
                case OperandType.InlineVar: operand = (int)BitConverter.ToUInt16(il, at); at += 2; break;
                case OperandType.InlineI: operand = BitConverter.ToInt32(il, at); at += 4; break;
                case OperandType.InlineBrTarget: operand = at + 4 + BitConverter.ToInt32(il, at); at += 4; break;
                case OperandType.InlineI8: operand = BitConverter.ToInt64(il, at); at += 8; break;
                case OperandType.ShortInlineR: operand = BitConverter.ToSingle(il, at); at += 4; break;
                case OperandType.InlineR: operand = BitConverter.ToDouble(il, at); at += 8; break;
                case OperandType.InlineSwitch:
                    var targets = new int[BitConverter.ToInt32(il, at)];
                    var end = at + 4 + (4 * targets.Length);
                    for (var k = 0; k < targets.Length; k++) targets[k] = end + BitConverter.ToInt32(il, at + 4 + (4 * k));
                    operand = targets;
                    at = end;
                    break;
                default:
                    var token = BitConverter.ToInt32(il, at);
                    at += 4;
                    operand = kind switch
                    {
                        OperandType.InlineString => module.ResolveString(token),
                        OperandType.InlineMethod => module.ResolveMethod(token, typeArguments, methodArguments),
                        OperandType.InlineField => module.ResolveField(token, typeArguments, methodArguments),
                        OperandType.InlineType => module.ResolveType(token, typeArguments, methodArguments),
                        OperandType.InlineTok => module.ResolveMember(token, typeArguments, methodArguments),
                        _ => token,
                    };
                    break;
            }
            instructions.Add(InLongForm(offset, (ILOpCode)code, operand is sbyte small ? (int)small : operand));
        }
        return instructions.ToImmutable();
    }

    private static Instruction InLongForm(int offset, ILOpCode code, object? operand) => code switch
    {
        >= ILOpCode.Ldarg_0 and <= ILOpCode.Ldarg_3 => new(offset, ILOpCode.Ldarg, (int)code - (int)ILOpCode.Ldarg_0),
        >= ILOpCode.Ldloc_0 and <= ILOpCode.Ldloc_3 => new(offset, ILOpCode.Ldloc, (int)code - (int)ILOpCode.Ldloc_0),
        >= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3 => new(offset, ILOpCode.Stloc, (int)code - (int)ILOpCode.Stloc_0),
        >= ILOpCode.Ldc_i4_m1 and <= ILOpCode.Ldc_i4_8 => new(offset, ILOpCode.Ldc_i4, (int)code - (int)ILOpCode.Ldc_i4_0),
        >= ILOpCode.Br_s and <= ILOpCode.Blt_un_s => new(offset, code - ILOpCode.Br_s + ILOpCode.Br, operand),
        ILOpCode.Ldc_i4_s => new(offset, ILOpCode.Ldc_i4, operand),
        ILOpCode.Ldarg_s => new(offset, ILOpCode.Ldarg, operand),
        ILOpCode.Ldarga_s => new(offset, ILOpCode.Ldarga, operand),
        ILOpCode.Starg_s => new(offset, ILOpCode.Starg, operand),
        ILOpCode.Ldloc_s => new(offset, ILOpCode.Ldloc, operand),
        ILOpCode.Ldloca_s => new(offset, ILOpCode.Ldloca, operand),
        ILOpCode.Stloc_s => new(offset, ILOpCode.Stloc, operand),
        ILOpCode.Leave_s => new(offset, ILOpCode.Leave, operand),
        _ => new(offset, code, operand),
    };

    private static OperandType?[] ReadOperandTypes()
    {
        var types = new OperandType?[2 * WideCodes];
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var code = (OpCode)field.GetValue(null)!;
            types[code.Size == 2 ? WideCodes + (code.Value & 0xFF) : code.Value] = code.OperandType;
        }
        return types;
    }
}
