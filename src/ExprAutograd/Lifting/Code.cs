using System.Linq.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Structured statements, before it is known where each variable is declared.</summary>
internal abstract record Code;

internal sealed record Run(Expression Statement) : Code;

internal sealed record Return(Expression? Value) : Code;

internal sealed record If(Expression Test, List<Code> Then, List<Code> Else) : Code;

/// <summary>Runs the body until it breaks. A label that nothing jumps to is left out. Where there are symbols, <paramref name="Line"/> says where it stands.</summary>
internal sealed record Repeat(List<Code> Body, LabelTarget Break, LabelTarget Continue, string? Line) : Code;

internal sealed record Choice(Expression Value, List<(int[] Labels, List<Code> Body)> Cases, List<Code> Default) : Code;

/// <summary>The place that forward jumps go to.</summary>
internal sealed record Mark(LabelTarget Label) : Code;
