using System.Reflection;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Words for what a method does and cannot be lifted: the method, the instruction and, where symbols exist, the line.</summary>
internal static class LiftError
{
    public static UnsupportedExpressionException At(MethodBase method, Instruction instruction, string reason, string remedy) =>
        new(null, $"{NameOf(method)} at {instruction}{(SourceSymbols.Of(method.Module).LineOf(method, instruction.Offset) is { } line ? $" ({line})" : "")}", reason, remedy);

    public static UnsupportedExpressionException In(MethodBase method, string reason, string remedy) => new(null, NameOf(method), reason, remedy);

    public static string NameOf(MethodBase method) =>
        $"{(method.DeclaringType is { } type ? NumericTypes.Name(type) + "." : "")}{method.Name}({string.Join(", ", method.GetParameters().Select(p => $"{NumericTypes.Name(p.ParameterType)} {p.Name}"))})";
}
