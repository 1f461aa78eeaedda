using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>An array that a loop fills at its own index, and the value that it leaves there.</summary>
/// <param name="Value">The element after the iteration.</param>
/// <param name="Made">Operations that compute it, to come last in the iteration.</param>
internal sealed record FilledArray(Expression Value, ImmutableArray<Equation> Made)
{
    /// <summary>The array of that state; null for one that is not filled so.</summary>
    /// <param name="loop">A counted loop.</param>
    /// <param name="position">Which state.</param>
    /// <param name="isZero">Whether the array is zeros before the loop: an addition then leaves a known value as well.</param>
    public static FilledArray? TryFind(LoopRegion loop, int position, bool isZero)
    {
        if (OwnIndex.Updates(loop, position) is not { Count: > 0 } updates) return null;
        var element = loop.Initial[position].Type.GetElementType()!;
        Expression? value = isZero && NumericTypes.IsFloating(element) ? Atom.Zero(element) : null;
        var made = new ProgramBuilder();
        foreach (var update in updates)
        {
            var operand = update.Arguments[2];

            // 0 + -0 is +0: the sum is one even where there was nothing yet.
            if (update.Method.Name == nameof(ArrayOperators.Store)) value = operand;
            else if (value is not null) value = made.Bind(Expression.Add(value, operand));
        }
        return value is null ? null : new FilledArray(value, made.ToProgram([], []).Equations);
    }
}
