using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Rewriting;

/// <summary>Which loops become one.</summary>
internal enum FusionKind
{
    /// <summary>A loop with one that it reads an array of, or whose array it goes on updating.</summary>
    Chains,

    /// <summary>Those, and loops that read the same arrays.</summary>
    ChainsAndSiblings,
}

/// <summary>Loops of one count become one loop: what the first puts in an array for the second to read is a value of the iteration.</summary>
/// <remarks>
/// <code>
/// t = for k below n, state t: Store(t, k, f(x[k]))
/// s = for k below n, state s: s + t[k] * t[k]             =>    s = for k below n, state s: v = f(x[k]); s + v * v
/// </code>
/// <para>The array stays where something else reads it; it is dead code where nothing does. Every value is computed by the same operations in the same
/// order as before. Typed fusion after Kennedy and McKinley (1993), "Maximizing loop parallelism and improving data locality via loop fusion and
/// distribution", taken greedily: each loop joins the nearest one before it that it may join.</para>
/// <para>The second loop moves to the first, and what it needs from between them before both. That must be no reader of the first, and nothing may
/// move that would read an array after it is updated in place. Checks stay before the loops that came after them; effects stay where they are.</para>
/// </remarks>
internal sealed class LoopFusion
{
    /// <summary>Operations in one iteration: the JIT gives up its optimisations far beyond this, and registers run out long before.</summary>
    private const int MostOperations = 300;

    /// <summary>Equations that are looked back over: so that compilation time stays linear in their number.</summary>
    private const int LongestReach = 400;

    private readonly FusionKind kind;
    private readonly LoopPairs pairs;
    private readonly Func<MethodInfo, bool> isPure;
    private bool hasChanged;

    private LoopFusion(FusionKind kind, LoopPairs pairs, Func<MethodInfo, bool> isPure)
    {
        this.kind = kind;
        this.pairs = pairs;
        this.isPure = isPure;
    }

    /// <summary>The program with its loops fused, the same program where there is nothing to fuse.</summary>
    /// <param name="program">A program without dead code in which equal counts are the same atom.</param>
    /// <param name="isPure">Which methods only compute.</param>
    /// <param name="kind">Which loops become one.</param>
    /// <param name="isParallel">
    /// Whether the iterations of a loop are independent, given what carries a derivative: such a loop joins only its like. Null for a program that is not
    /// differentiated again.
    /// </param>
    public static AnfProgram Run(AnfProgram program, Func<MethodInfo, bool> isPure, FusionKind kind, Func<LoopRegion, Equation, Func<Expression, bool>, bool>? isParallel = null)
    {
        if (!HasPair(program)) return program;
        var pass = new LoopFusion(kind, new LoopPairs(program, isParallel), isPure);
        var fused = pass.Walk(program);
        return pass.hasChanged ? fused : program;
    }

    private static bool HasPair(AnfProgram program)
    {
        var loops = 0;
        foreach (var equation in program.Equations)
        {
            if (equation.Value is not Region region) continue;
            if (region is LoopRegion { While: null }) loops++;
            if (loops > 1 || region.Programs.Any(p => StackGuard.Run(() => HasPair(p)))) return true;
        }
        return false;
    }

    private AnfProgram Walk(AnfProgram program)
    {
        var placed = new List<Placed>(program.Equations.Length);
        var isNamed = new HashSet<object>();
        foreach (var equation in program.Equations)
        {
            pairs.Note(equation);
            placed.Add(new Placed(equation, isPure));
            if (placed[^1].Count is not { } count) continue;
            var isAlone = true;
            foreach (var name in pairs.NamesOf(count)) isAlone &= isNamed.Add(name);

            // What is one loop now may join one before it that neither could alone.
            for (int? at = placed.Count - 1; at is { } position && !isAlone;) at = Join(placed, position);
        }
        var equations = ImmutableArray.CreateBuilder<Equation>(placed.Count);
        foreach (var item in placed) equations.Add(Inside(item.Equation));
        return hasChanged ? program.With(equations.ToImmutable()) : program;
    }

    private Equation Inside(Equation equation)
    {
        if (equation.Value is not Region region) return equation;
        var programs = region.Programs.Select(p => StackGuard.Run(() => Walk(p))).ToImmutableArray();
        return programs.SequenceEqual(region.Programs) ? equation : new Equation(equation.Variables, region.With(region.Operands, programs));
    }

    /// <summary>Joins the loop at <paramref name="at"/> to one before it; returns where it is now, null where it may join none.</summary>
    private int? Join(List<Placed> placed, int at)
    {
        var second = placed[at];
        var names = pairs.NamesOf(second.Count!);
        var needed = new HashSet<ParameterExpression>(second.Reads);
        var neededBefore = new HashSet<ParameterExpression>();
        var updated = new HashSet<ParameterExpression>(second.Updates);
        var moved = new List<int>();
        var isOrdered = false;
        for (var k = at - 1; k >= 0 && at - k <= LongestReach; k--)
        {
            var first = placed[k];
            if (first.Effects.HasFlag(Effects.Unknown)) return null;
            if (first.Count is { } count
                && names.Overlaps(pairs.NamesOf(count))
                && !first.Equation.Variables.Any(neededBefore.Contains)
                && !first.Reads.Any(updated.Contains)
                && first.Size + second.Size <= MostOperations
                && pairs.Fuse(first.Equation, second.Equation, kind) is { IsEmpty: false } fused)
            {
                moved.Reverse();
                Replace(placed, k, at, moved, fused);
                return k + moved.Count + fused.Length - 1;
            }
            if (!first.Equation.Variables.Any(needed.Contains)
                && !first.Reads.Any(updated.Contains)
                && !first.Effects.HasFlag(Effects.Check)
                && !(isOrdered && first.Effects.HasFlag(Effects.Tape))) continue;
            moved.Add(k);
            needed.UnionWith(first.Reads);
            neededBefore.UnionWith(first.Reads);
            updated.UnionWith(first.Updates);
            isOrdered |= first.Effects.HasFlag(Effects.Tape);
        }
        return null;
    }

    /// <summary>What the second needs, the loop, and then what was between them and is needed by neither.</summary>
    private void Replace(List<Placed> placed, int first, int second, List<int> moved, ImmutableArray<Equation> fused)
    {
        hasChanged = true;
        if (fused.Length > 1) pairs.Note(fused[0]); // What the loop binds is known from before.
        var order = new List<Placed>(second - first);
        foreach (var k in moved) order.Add(placed[k]);
        foreach (var equation in fused) order.Add(new Placed(equation, isPure));
        var isMoved = moved.ToHashSet();
        for (var k = first + 1; k < second; k++)
            if (!isMoved.Contains(k)) order.Add(placed[k]);
        placed.RemoveRange(first, second - first + 1);
        placed.InsertRange(first, order);
    }
}
