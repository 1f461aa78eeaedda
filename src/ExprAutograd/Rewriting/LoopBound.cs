using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Rewriting;

/// <summary>The bound in a loop's condition that a counting state runs up or down to.</summary>
/// <param name="State">The position of the state in the loop's state.</param>
/// <param name="Limit">What it is compared with, the same in every iteration.</param>
/// <param name="IsInclusive">Whether the limit itself is still an iteration.</param>
/// <param name="Invariant">Operations of the condition that <paramref name="Limit"/> needs: they depend on nothing in the loop.</param>
/// <param name="Rest">What else the condition asks; null for nothing.</param>
internal sealed record LoopBound(int State, Expression Limit, bool IsInclusive, ImmutableArray<Equation> Invariant, AnfProgram? Rest)
{
    /// <summary>The bound of <paramref name="condition"/>; null when it has none that this finds.</summary>
    /// <param name="condition">Index and state to bool.</param>
    /// <param name="stepOf">What the state of a position grows by; 0 when it does not count.</param>
    public static LoopBound? Find(AnfProgram condition, Func<int, int> stepOf)
    {
        if (Find(condition, [], stepOf) is not { } bound) return null;
        var moved = bound.Invariant.SelectMany(e => e.Variables).ToHashSet();
        return bound with { Rest = bound.Rest is null ? null : Without(bound.Rest, moved) };
    }

    /// <param name="condition">The condition, or a part of it that stands inside another.</param>
    /// <param name="around">The operations that the part may read.</param>
    /// <param name="stepOf">What the state of a position grows by; 0 when it does not count.</param>
    private static LoopBound? Find(AnfProgram condition, ImmutableArray<Equation> around, Func<int, int> stepOf)
    {
        if (condition.Results[0] is not ParameterExpression result || condition.Equations.LastOrDefault(e => e.Variables.Contains(result)) is not { } last) return null;
        ImmutableArray<Equation> visible = [.. around, .. condition.Equations];
        if (last.Value is not IfRegion choice) return Match(condition, visible, last.Value, stepOf);

        // i < n && more: the bound, then the rest. out ? false : i < n: the bound is in the other side.
        if (IsFalse(choice.Else) && choice.Test is ParameterExpression test && visible.LastOrDefault(e => e.Variables.Contains(test)) is { } tested
            && Match(condition, visible, tested.Value, stepOf) is { } first)
            return first with { Rest = new AnfProgram(condition.Parameters, [.. condition.Equations.Remove(last), .. choice.Then.Equations], choice.Then.Results) };
        if (!IsFalse(choice.Then) || Find(new AnfProgram(condition.Parameters, choice.Else.Equations, choice.Else.Results), visible.Remove(last), stepOf) is not { } bound) return null;
        var rest = bound.Rest is null ? new AnfProgram([], [], [Expression.Constant(true)]) : new AnfProgram([], bound.Rest.Equations, bound.Rest.Results);
        return bound with { Rest = condition.With(condition.Equations.Replace(last, new Equation(last.Variables, new IfRegion(choice.Test, choice.Then, rest)))) };
    }

    private static bool IsFalse(AnfProgram side) => side.Results is [ConstantExpression { Value: false }] && side.Equations.IsEmpty;

    /// <summary>The program without the operations that are now before the loop.</summary>
    private static AnfProgram Without(AnfProgram program, HashSet<ParameterExpression> moved) => program.With(
        [.. program.Equations.Where(e => !e.Variables.Any(moved.Contains)).Select(e => e.Value is Region region
            ? new Equation(e.Variables, region.With(region.Operands, [.. region.Programs.Select(p => StackGuard.Run(() => Without(p, moved)))]))
            : e)]);

    private static LoopBound? Match(AnfProgram condition, ImmutableArray<Equation> equations, Expression comparison, Func<int, int> stepOf)
    {
        if (comparison is not BinaryExpression { Method: null } b || b.Left.Type != typeof(int)) return null;
        return Match(b.NodeType, b.Left, b.Right) ?? Match(Mirrored(b.NodeType), b.Right, b.Left);

        LoopBound? Match(ExpressionType kind, Expression counter, Expression limit)
        {
            var position = counter is ParameterExpression p ? condition.Parameters.IndexOf(p) : 0;
            var step = position > 0 ? stepOf(position - 1) : 0;
            var isUp = kind is ExpressionType.LessThan or ExpressionType.LessThanOrEqual && step > 0;
            var isDown = kind is ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual && step < 0;
            if ((!isUp && !isDown) || Invariants(condition, equations, limit) is not { } invariant) return null;
            return new LoopBound(position - 1, limit, kind is ExpressionType.LessThanOrEqual or ExpressionType.GreaterThanOrEqual, invariant, null);
        }
    }

    private static ExpressionType Mirrored(ExpressionType kind) => kind switch
    {
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        _ => kind,
    };

    /// <summary>The equations that compute <paramref name="limit"/> from outside the loop, under the names they have; null when it depends on the state, or may throw.</summary>
    private static ImmutableArray<Equation>? Invariants(AnfProgram condition, ImmutableArray<Equation> equations, Expression limit)
    {
        var needed = new HashSet<ParameterExpression>();
        if (limit is ParameterExpression l) needed.Add(l);
        var invariant = new Stack<Equation>();
        for (var k = equations.Length - 1; k >= 0; k--)
        {
            if (!equations[k].Variables.Any(needed.Contains)) continue;
            if (equations[k].Value is Region || !LoopInvariants.CannotThrow(equations[k].Value)) return null;
            FreeVariables.ForEach(equations[k].Value, v => needed.Add(v));
            invariant.Push(equations[k]);
        }
        if (condition.Parameters.Any(needed.Contains)) return null;
        return [.. invariant];
    }
}
