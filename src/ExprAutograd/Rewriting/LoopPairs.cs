using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Two loops of one count as one, where every iteration of the second needs of the first no more than the iteration of the same number.</summary>
internal sealed class LoopPairs
{
    private readonly Func<LoopRegion, Equation, Func<Expression, bool>, bool>? isParallel;
    private readonly ReadCounts reads;
    private readonly Extents extents = new();
    private readonly Dictionary<Equation, bool> parallel = [];

    /// <param name="program">The whole program: how often an array is read decides whether it may be updated.</param>
    /// <param name="isParallel">Which loops join only their like; null for none.</param>
    public LoopPairs(AnfProgram program, Func<LoopRegion, Equation, Func<Expression, bool>, bool>? isParallel)
    {
        this.isParallel = isParallel;
        reads = ReadCounts.Of(program);
    }

    /// <summary>Notes what later equations may read.</summary>
    public void Note(Equation equation) => extents.Note(equation);

    /// <summary>What a loop's count is called: loops of one count share a name.</summary>
    public HashSet<object> NamesOf(Expression count) => extents.Of(count);

    /// <summary>The one loop that binds what both bind, last; empty where they cannot be one, or gain nothing by it.</summary>
    /// <remarks>Counts that are equal by a check stay behind it: the loop's count is read from both.</remarks>
    public ImmutableArray<Equation> Fuse(Equation first, Equation second, FusionKind kind)
    {
        if (FuseLoops(first, second, kind) is not { } fused) return [];
        var (a, b) = ((LoopRegion)first.Value, (LoopRegion)second.Value);
        if (Atom.AreSame(a.Count!, b.Count!)) return [fused];
        var count = new Equation(Expression.Variable(typeof(int)), Expression.Call(typeof(DenseShapes), nameof(DenseShapes.Same), null, a.Count!, b.Count!, Expression.Constant("two loops")));
        var loop = (LoopRegion)fused.Value;
        return [count, new Equation(fused.Variables, loop.With([count.Variable, .. loop.Initial], loop.Programs))];
    }

    private Equation? FuseLoops(Equation first, Equation second, FusionKind kind)
    {
        var (a, b) = ((LoopRegion)first.Value, (LoopRegion)second.Value);
        if (b.Initial.Any(i => i.Type.IsArray && i is ParameterExpression && a.Initial.Contains(i))) return null;
        var readByBody = FreeVariables.Of(b.Body);
        if (a.Initial.Any(i => i is ParameterExpression { Type.IsArray: true } updated && readByBody.Contains(updated))) return null;
        var arrays = new Dictionary<ParameterExpression, FilledArray>();
        var carried = new Dictionary<int, int>();
        for (var position = 0; position < first.Variables.Length; position++)
        {
            var variable = first.Variables[position];
            if (b.Initial.Contains(variable))
            {
                if (CarriedBy(a, position, b, variable) is not { } state) return null;
                carried.Add(state, position);
            }
            else if (readByBody.Contains(variable))
            {
                if (FilledArray.TryFind(a, position, extents.IsZero(a.Initial[position])) is not { } filled || !extents.IsLength(a.Initial[position], a.Count!)) return null;
                arrays.Add(variable, filled);
            }
        }
        var joined = new JoinedBody(a, b, arrays);
        if (!joined.CanReadAll()) return null;
        if (arrays.Count == 0 && carried.Count == 0 && !(kind == FusionKind.ChainsAndSiblings && ReadSameArray(a, readByBody))) return null;
        if (HasLateBranch(a, b, arrays)) return null;

        var fused = joined.Build(first, second, carried);
        foreach (var position in carried.Values)
            if (OwnElements.StoredOnce((LoopRegion)fused.Value, position, extents.IsZero(a.Initial[position])) is { } once) fused = new Equation(fused.Variables, once);
        return isParallel is null || KeepsParallel(first, second, fused, carried.Count > 0) ? fused : null;
    }

    /// <summary>True unless a parallel loop would be sequential. Two parallel ones that share no state touch none of each other's.</summary>
    private bool KeepsParallel(Equation first, Equation second, Equation fused, bool isSharing)
    {
        var (isFirst, isSecond) = (IsParallel(first), IsParallel(second));
        if (!isFirst && !isSecond) return true;
        if (isFirst && isSecond && !isSharing) parallel[fused] = true;
        return IsParallel(fused);
    }

    /// <summary>The state of <paramref name="b"/> that goes on from <paramref name="variable"/>, which is an array that both update at their own index alone and nobody else reads.</summary>
    private int? CarriedBy(LoopRegion a, int position, LoopRegion b, ParameterExpression variable)
    {
        if (!variable.Type.IsArray || reads[variable] != 1) return null;
        var state = b.Initial.IndexOf(variable);
        return OwnIndex.IsAll(a, position) && OwnIndex.IsAll(b, state) ? state : null;
    }

    private static bool HasLateBranch(LoopRegion a, LoopRegion b, Dictionary<ParameterExpression, FilledArray> arrays)
    {
        if (!CallChains.HasBranchOn(b.Body, arrays.Keys)) return false;
        var waiting = CallChains.WaitingIn(a.Body);
        return CallChains.HasBranchOn(b.Body, arrays.Where(f => waiting.Contains(f.Value.Value)).Select(f => f.Key));
    }

    private static bool ReadSameArray(LoopRegion a, HashSet<ParameterExpression> readByOther)
    {
        var isShared = false;
        FreeVariables.ForEach(a.Body, v => isShared |= v.Type.IsArray && readByOther.Contains(v));
        return isShared;
    }

    private bool IsParallel(Equation equation)
    {
        if (!parallel.TryGetValue(equation, out var known))
            parallel[equation] = known = isParallel!((LoopRegion)equation.Value, equation, a => a is ParameterExpression && NumericTypes.IsDifferentiable(a.Type) && !extents.IsZero(a));
        return known;
    }
}
