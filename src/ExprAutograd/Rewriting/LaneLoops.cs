using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Rewriting;

/// <summary>Loops whose iterations do not wait for one another, many iterations at once.</summary>
/// <remarks>
/// <code>
/// for i below n, state s, y:                  for b below (n + 7) / 8, state lanes, y:
///     t = Math.Exp(x[i])             =>           at = 8 b; t = Exp(Load(x, at, n - at))
///     s = s + t; y = Store(y, i, t)               lanes = lanes + First(t, n - at); y = Store(y, at, n - at, t)
///                                             s = s + Total(lanes)
/// </code>
/// The last block goes through the same operations, so that no value depends on its place. Sums are in another order; functions round as their kernels do.
/// The outermost loop that can is translated, whole, with what is inside; where it cannot, the loops inside are tried.
/// Last of all passes: nothing differentiates or simplifies a vector.
/// </remarks>
internal sealed class LaneLoops
{
    private readonly int bits;
    private readonly bool isStrict;
    private readonly Func<MethodInfo, bool> isPure;
    private readonly ICollection<LaneOutcome>? outcomes;

    private LaneLoops(int bits, bool isStrict, Func<MethodInfo, bool> isPure, ICollection<LaneOutcome>? outcomes) =>
        (this.bits, this.isStrict, this.isPure, this.outcomes) = (bits, isStrict, isPure, outcomes);

    /// <summary>The program with its loops in lanes.</summary>
    /// <param name="program">A program that nothing changes any more.</param>
    /// <param name="bits">The width of vectors; 0 for none.</param>
    /// <param name="isStrict">Whether every result must round as one number at a time does.</param>
    /// <param name="isPure">Methods that may run more or less often than is written.</param>
    /// <param name="outcomes">What became of each loop; null where nobody asks.</param>
    public static AnfProgram Run(AnfProgram program, int bits, bool isStrict, Func<MethodInfo, bool> isPure, ICollection<LaneOutcome>? outcomes = null) =>
        bits == 0 ? program : new LaneLoops(bits, isStrict, isPure, outcomes).Run(program, isNested: false);

    private AnfProgram Run(AnfProgram program, bool isNested)
    {
        var equations = ImmutableArray.CreateBuilder<Equation>();
        var hasChanged = false;
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case LoopRegion loop: hasChanged |= Run(equation, loop, isNested, equations); break;
                case IfRegion branch:
                    var sides = branch.Programs.Select(side => StackGuard.Run(() => Run(side, isNested))).ToImmutableArray();
                    if (sides.SequenceEqual(branch.Programs)) goto default;
                    equations.Add(new Equation(equation.Variables, branch.With(branch.Operands, sides)));
                    hasChanged = true;
                    break;
                default: equations.Add(equation); break;
            }
        }
        return hasChanged ? program.With(equations.ToImmutable()) : program;
    }

    private bool Run(Equation equation, LoopRegion loop, bool isNested, ImmutableArray<Equation>.Builder equations)
    {
        var isLong = isNested && loop.Count is ParameterExpression;
        ImmutableArray<ParameterExpression> results = isLong ? [.. equation.Variables.Select(v => Expression.Variable(v.Type, v.Name))] : equation.Variables;
        var lanes = LaneTranslation.TryRun(loop, results, bits, isStrict, isPure, out var reads, out var obstacle);
        if (reads.HasFlag(LaneReads.Transposed) && IsInsideInLanes(loop.Body)) (lanes, obstacle) = (null, "the loops inside it are in lanes");
        outcomes?.Add(new LaneOutcome(loop, lanes is null ? 0 : bits, obstacle, reads.HasFlag(LaneReads.Strided)));
        if (lanes is null)
        {
            var body = StackGuard.Run(() => Run(loop.Body, isNested: true));
            equations.Add(body == loop.Body ? equation : new Equation(equation.Variables, loop.With(loop.Operands, loop.While is null ? [body] : [loop.While, body])));
            return body != loop.Body;
        }
        if (isLong) equations.AddRange(IfLong(equation, loop, lanes.Value, results));
        else equations.AddRange(lanes.Value);
        return true;
    }

    /// <summary>Rows are read as they lie where all that is done with them can be, side by side.</summary>
    private bool IsInsideInLanes(AnfProgram body)
    {
        var inside = new List<LaneOutcome>();
        new LaneLoops(bits, isStrict, isPure, inside).Run(body, isNested: true);
        return inside.Count > 0 && inside.All(o => o.Bits > 0 && !o.IsStrided);
    }

    /// <summary>A loop inside a loop runs often, and may be short: then it stays as it is.</summary>
    private Equation[] IfLong(Equation equation, LoopRegion loop, ImmutableArray<Equation> lanes, ImmutableArray<ParameterExpression> results)
    {
        var isLong = new Equation(Expression.Variable(typeof(bool), "isLong"), Expression.GreaterThanOrEqual(loop.Count!, Atom.Constant(bits / 32)));
        var scalar = equation.Variables.Select(v => Expression.Variable(v.Type, v.Name)).ToImmutableArray();
        var branch = new IfRegion(isLong.Variable, new AnfProgram([], lanes, [.. results]), new AnfProgram([], [new Equation(scalar, loop)], [.. scalar]));
        return [isLong, new Equation(equation.Variables, branch)];
    }
}
