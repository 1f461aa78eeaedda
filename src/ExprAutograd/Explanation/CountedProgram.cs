using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Explanation;

/// <summary>A program that counts as it runs.</summary>
/// <remarks>
/// <code>
/// for i below n, state s:               Touch(counters, 0, x)
///     s + x[i]                    =>    for i below n, state s:
///                                           Run(counters, 1)
///                                           s + x[i]
/// </code>
/// It runs one number at a time: what is counted is the same in lanes.
/// </remarks>
internal sealed class CountedProgram
{
    private readonly Dictionary<AnfProgram, int> blocks = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<LoopRegion, int> loops = new(ReferenceEqualityComparer.Instance);
    private readonly ConstantExpression counters;

    private CountedProgram(WorkBlock root)
    {
        Number(root);
        foreach (var (_, loop) in FunctionStudy.LoopsIn(root)) loops[loop.Region] = loops.Count;
        Counters = new BlockCounters(blocks.Count, loops.Count);
        counters = Expression.Constant(Counters);
        Program = Walk(root.Program);
    }

    public AnfProgram Program { get; }

    public BlockCounters Counters { get; }

    public static CountedProgram Of(WorkBlock root) => new(root);

    public long RunsOf(WorkBlock block) => Counters.RunsOf(blocks[block.Program]);

    public double MultiplicationsOf(WorkBlock block) => Counters.MultiplicationsOf(blocks[block.Program]);

    public long WholeBytesOf(WorkBlock block) => Counters.WholeBytesOf(blocks[block.Program]);

    public long BytesOf(WorkLoop outermost) => Counters.BytesOf(loops[outermost.Region]);

    private void Number(WorkBlock block)
    {
        foreach (var side in block.Sides)
        {
            blocks[side.Program] = blocks.Count;
            foreach (var loop in side.Loops) StackGuard.Run(() => { Number(loop.Body); return 0; });
        }
    }

    private AnfProgram Walk(AnfProgram program)
    {
        var equations = ImmutableArray.CreateBuilder<Equation>(program.Equations.Length + 1);
        var block = Expression.Constant(blocks[program]);
        Add(equations, Expression.Call(typeof(BlockCounters), nameof(BlockCounters.Run), null, counters, block));
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case LoopRegion loop:
                    if (loops.TryGetValue(loop, out var number)) Touch(equations, loop, number);
                    var body = StackGuard.Run(() => Walk(loop.Body));
                    equations.Add(new Equation(equation.Variables, loop.With(loop.Operands, loop.While is null ? [body] : [loop.While, body])));
                    break;
                case IfRegion branch:
                    equations.Add(new Equation(equation.Variables, branch.With(branch.Operands, [.. branch.Programs.Select(side => StackGuard.Run(() => Walk(side)))])));
                    break;
                default:
                    if (equation.Value is MethodCallExpression call && DenseWork.IsProduct(call))
                        Add(equations, Expression.Call(typeof(BlockCounters), nameof(BlockCounters.Multiply), null, [counters, block, .. DenseWork.DimensionsOf(call)]));
                    equations.Add(equation);
                    if (IsWhole(equation.Value)) Add(equations, Expression.Call(typeof(BlockCounters), nameof(BlockCounters.Make), [equation.Variable.Type.GetElementType()!], counters, block, equation.Variable));
                    break;
            }
        }
        return program.With(equations.ToImmutable());
    }

    private static bool IsWhole(Expression value)
    {
        if (!value.Type.IsArray || value.Type.GetArrayRank() > 2) return false;
        var work = new Work();
        work.Add(value);
        return work.Counts.ContainsKey(new WorkItem(WorkKind.WholeArray));
    }

    /// <summary>Before the loop, the arrays that it is about to read or write.</summary>
    private void Touch(ImmutableArray<Equation>.Builder equations, LoopRegion loop, int number)
    {
        var seen = new HashSet<ParameterExpression>();
        FreeVariables.ForEach(loop, v =>
        {
            if (v.Type.IsArray && v.Type.GetArrayRank() <= 2 && seen.Add(v))
                Add(equations, Expression.Call(typeof(BlockCounters), nameof(BlockCounters.Touch), [v.Type.GetElementType()!], counters, Expression.Constant(number), v));
        });
    }

    private static void Add(ImmutableArray<Equation>.Builder equations, Expression effect) => equations.Add(new Equation(Expression.Variable(effect.Type), effect));
}
