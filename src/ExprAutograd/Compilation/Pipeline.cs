using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using ExprAutograd.Anf;
using ExprAutograd.Dense;
using ExprAutograd.Differentiation;
using ExprAutograd.Frontends;
using ExprAutograd.Operators;
using ExprAutograd.Rewriting;
using ExprAutograd.Rules;

namespace ExprAutograd.Compilation;

/// <summary>The order of the passes, written once.</summary>
internal static class Pipeline
{
    /// <summary>Which methods only compute: the library's, and every operator of the rule set (a rule is about a function of its operands).</summary>
    public static Func<MethodInfo, bool> PurityUnder(RuleSet rules) => method => Purity.IsPure(method) || rules.HasRuleFor(method);

    /// <summary>The programs of rules that are more than operators and calls, each read once.</summary>
    private static readonly ConditionalWeakTable<LambdaExpression, AnfProgram> RulePrograms = [];

    /// <summary>What a transform needs of the folders it does not see.</summary>
    public static Passes Under(RuleSet rules) => new(
        rules,
        lambda => RulePrograms.GetValue(lambda, static l => Normalizer.Normalize(l).Program),
        program => DeadCode.Run(program, PurityUnder(rules)));

    /// <summary>Before and after every transform.</summary>
    /// <remarks>
    /// Simplify before fusing branches: two tests are the same branch only once equal operations are one variable. Loops are counted after: a
    /// jump out of one is a branch that fusing has brought into shape. Simplify again after: what the adjoint branch read from the forward one is
    /// now inside it, and indices have become expressions. Invariants move once equal ones are one. Dead code last: every pass before it leaves some.
    /// Accumulations and private arrays are found once nothing dead reads what they are about. Loops fuse last: a dead reader of an array keeps them
    /// apart, and what happens to one element is one store before, so that a chain has its links in sight. What they no longer read is dead after it, and what both computed is one operation.
    /// Only chains fuse here, and only like with like: the adjoint of two loops that share no array may need the seed of one after the other has run,
    /// and a loop whose iterations are independent needs no tape until one joins it that does.
    /// Dead code before differentiation as well: <c>x => true ? x : Unknown(x)</c> needs no rule for Unknown.
    /// </remarks>
    public static AnfProgram Tidy(NormalizedFunction function, RuleSet rules) => function.IsTidy ? function.Program : Tidy(function.Program, rules);

    /// <inheritdoc cref="Tidy(NormalizedFunction, RuleSet)"/>
    public static AnfProgram Tidy(AnfProgram program, RuleSet rules)
    {
        var isPure = PurityUnder(rules);
        AnfValidator.Check(program);
        program = Simplifier.Run(program, isPure);
        AnfValidator.Check(program);
        var reshaped = CountedLoops.Run(BranchFusion.Run(program));
        if (!ReferenceEquals(reshaped, program))
        {
            AnfValidator.Check(reshaped);
            program = Simplifier.Run(reshaped, isPure);
            AnfValidator.Check(program);
        }
        program = DeadCode.Run(LoopInvariants.Run(program, isPure), isPure);
        AnfValidator.Check(program);
        program = Cleaned(program, PrivateArrays.Run(Accumulations.Run(program)), isPure);
        return Cleaned(program, LoopFusion.Run(OwnElements.Run(program), isPure, FusionKind.Chains, ParallelForm.IsOf), isPure);
    }

    /// <summary>After the last transform, before the emitter: for a program that is not differentiated again.</summary>
    /// <remarks>
    /// Flat loops over rows and columns are two loops last of all: nothing fuses with a part of one. What is the same for a whole column then moves out. Short loops inside others are written out before, for
    /// a loop with one inside is not split, and after, where a column is one.
    /// </remarks>
    public static AnfProgram ForEmission(AnfProgram tidy, RuleSet rules)
    {
        var isPure = PurityUnder(rules);
        var program = Fused(tidy, rules);
        program = Cleaned(program, ProductSums.Run(program), isPure);
        program = Cleaned(program, ShortLoops.Run(program), isPure);
        var split = Strips.Run(program);
        return ReferenceEquals(split, program) ? program : Cleaned(program, ShortLoops.Run(LoopInvariants.Run(split, isPure)), isPure);
    }

    /// <summary>The program of machine code, before lanes, and the signature that it has then.</summary>
    public static (AnfProgram Program, FunctionShape Shape) ForMachine(NormalizedFunction function, RuleSet rules) =>
        StoredMatrices.Run(ForEmission(Tidy(function, rules), rules), function.Shape, PurityUnder(rules));

    /// <summary>Last of all, long loops shared among threads, and all in lanes.</summary>
    /// <param name="program">What <see cref="ForMachine"/> returned.</param>
    /// <param name="options">The rules, whether the code is strict, and how many threads there may be.</param>
    /// <param name="outcomes">Told what became of each loop; null where nobody asks.</param>
    /// <param name="shared">Told from how many iterations on a loop is shared, likewise.</param>
    public static AnfProgram OnMachine(AnfProgram program, AutogradOptions options, ICollection<LaneOutcome>? outcomes = null, IDictionary<LoopRegion, int>? shared = null)
    {
        program = SharedLoops.Run(program, options, shared);
        AnfValidator.Check(program);
        return InLanes(program, options, outcomes);
    }

    /// <summary>Loops in lanes, on the caller's thread.</summary>
    public static AnfProgram InLanes(AnfProgram program, AutogradOptions options, ICollection<LaneOutcome>? outcomes = null)
    {
        var lanes = LaneLoops.Run(program, LaneWidth.Bits, options.IsStrict, PurityUnder(options.Rules), outcomes);
        AnfValidator.Check(lanes);
        return lanes;
    }

    /// <summary>Every loop that may be part of another is.</summary>
    /// <remarks>Loops that read the same arrays fuse as well now, a sequential one with a parallel one too. Chains first: a sibling may come between its links.</remarks>
    public static AnfProgram Fused(AnfProgram tidy, RuleSet rules)
    {
        var isPure = PurityUnder(rules);
        return Cleaned(tidy, LoopFusion.Run(LoopFusion.Run(tidy, isPure, FusionKind.Chains), isPure, FusionKind.ChainsAndSiblings), isPure);
    }

    private static AnfProgram Cleaned(AnfProgram before, AnfProgram after, Func<MethodInfo, bool> isPure)
    {
        if (ReferenceEquals(before, after)) return before;
        AnfValidator.Check(after);
        after = DeadCode.Run(Simplifier.Run(after, isPure), isPure);
        AnfValidator.Check(after);
        return after;
    }
}
