using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Compilation;
using ExprAutograd.Expressions;
using ExprAutograd.Frontends;
using ExprAutograd.Rewriting;

namespace ExprAutograd.Explanation;

/// <summary>A function as it is just before lanes, and what becomes of its loops in them: what reports are made of.</summary>
internal sealed class FunctionStudy
{
    private const int BitsPerByte = 8;

    private readonly Dictionary<LoopRegion, LaneOutcome> lanes;
    private readonly Dictionary<LoopRegion, int> shared = [];

    private FunctionStudy(LambdaExpression function, AutogradOptions options)
    {
        (Function, Options) = (function, options);
        var normal = Normalizer.Normalize(function);
        Sources = new SourceLoops(normal.Source);
        Source = normal.Source.Function ?? function;
        (Program, Shape) = Pipeline.ForMachine(normal, options.Rules);
        var outcomes = new List<LaneOutcome>();
        Pipeline.OnMachine(Program, options, outcomes, shared);
        lanes = outcomes.DistinctBy(o => o.Loop).ToDictionary(o => o.Loop);
        Root = WorkBlock.Of(Program);
        Sizes = new SizeFormulas(Program);
    }

    public LambdaExpression Function { get; }

    /// <summary>What the user wrote.</summary>
    public LambdaExpression Source { get; }

    public AutogradOptions Options { get; }

    public AnfProgram Program { get; }

    public FunctionShape Shape { get; }

    public WorkBlock Root { get; }

    public SourceLoops Sources { get; }

    public SizeFormulas Sizes { get; }

    public static FunctionStudy Of(LambdaExpression function, AutogradOptions? options)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new FunctionStudy(function, options ?? AutogradOptions.Default);
    }

    /// <summary>The outcome of a loop; null of one that nothing is known of.</summary>
    public LaneOutcome? LanesOf(LoopRegion loop) => lanes.GetValueOrDefault(loop);

    /// <summary>From how many iterations on threads share the loop; null of one that runs on the caller's alone.</summary>
    public int? SharedFrom(LoopRegion loop) => shared.TryGetValue(loop, out var least) ? least : null;

    /// <summary>How many numbers of the loop's type a vector of so many bits holds; 1 for none.</summary>
    public static int CountOf(LoopRegion loop, int bits) => Math.Max(1, bits / (BitsPerByte * Work.SizeOf(NumberOf(loop))));

    /// <summary>The type of the numbers that a loop is about.</summary>
    public static Type NumberOf(LoopRegion loop) => loop.Body.Equations.SelectMany(e => e.Variables).Concat(loop.Body.Parameters).Select(v => Innermost(v.Type)).FirstOrDefault(NumericTypes.IsFloating) ?? typeof(double);

    private static Type Innermost(Type type)
    {
        while (type.IsArray) type = type.GetElementType()!;
        return type;
    }

    /// <summary>Every loop of a block, those in branches included, in order.</summary>
    public static ImmutableArray<(WorkBlock Block, WorkLoop Loop)> LoopsIn(WorkBlock block) => [.. block.Sides.SelectMany(side => side.Loops.Select(loop => (side, loop)))];
}
