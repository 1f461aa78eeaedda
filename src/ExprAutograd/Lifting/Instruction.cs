using System.Reflection.Metadata;

namespace ExprAutograd.Lifting;

/// <summary>One IL instruction. Short forms are written as their long form; a branch's operand is the offset it goes to.</summary>
internal readonly record struct Instruction(int Offset, ILOpCode Code, object? Operand)
{
    public int Index => (int)Operand!;

    public override string ToString() => $"IL_{Offset:x4} {Code.ToString().TrimEnd('_').ToLowerInvariant().Replace('_', '.')}";
}
