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
        var arrays = new Dictionary<ParameterExpression, FilledArray>();
        var carried = new Dictionary<int, int>();
        foreach (var (variable, position) in first.Variables.Select((v, k) => (v, k)))
        {
            if (b.Initial.Contains(variable))
            {
                if (CarriedBy(a, position, b, variable) is not { } state) return null;
                carried.Add(state, position);
            }
            else if (FilledArray.TryFind(a, position, extents.IsZero(a.Initial[position])) is { } filled && extents.IsLength(a.Initial[position], a.Count!)) arrays.Add(variable, filled);
        }
        var joined = new JoinedBody(a, b, arrays);
        if (!joined.CanReadAll(first.Variables, carried.Values)) return null;
        if (!joined.HasLoad && carried.Count == 0 && !(kind == FusionKind.ChainsAndSiblings && ReadSameArray(a, b))) return null;
        if (joined.HasLoad && HasLateBranch(a, b, arrays)) return null;
        var updated = a.Initial.OfType<ParameterExpression>().Where(i => i.Type.IsArray).ToHashSet();
        if (FreeVariables.Of(b.Body).Overlaps(updated)) return null;

        var fused = joined.Build(first, second, carried);
        foreach (var position in carried.Values)
            if (OwnElements.StoredOnce((LoopRegion)fused.Value, position, extents.IsZero(a.Initial[position])) is { } once) fused = new Equation(fused.Variables, once);
        if (isParallel is null) return fused;
        return IsParallel(fused) || !(IsParallel(first) || IsParallel(second)) ? fused : null;
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
        var waiting = CallChains.WaitingIn(a.Body);
        return waiting.Count > 0 && CallChains.HasBranchOn(b.Body, arrays.Where(f => waiting.Contains(f.Value.Value)).Select(f => f.Key));
    }

    private static bool ReadSameArray(LoopRegion a, LoopRegion b)
    {
        var arrays = FreeVariables.Of(a.Body);
        arrays.RemoveWhere(v => !v.Type.IsArray);
        return FreeVariables.Of(b.Body).Overlaps(arrays);
    }

    private bool IsParallel(Equation equation)
    {
        if (!parallel.TryGetValue(equation, out var known))
            parallel[equation] = known = isParallel!((LoopRegion)equation.Value, equation, a => a is ParameterExpression && NumericTypes.IsDifferentiable(a.Type) && !extents.IsZero(a));
        return known;
    }
}
