using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Explanation;

/// <summary>The arrays and tapes that a program makes, by the loop whose iterations make them.</summary>
internal sealed class Storage
{
    private readonly FunctionStudy study;
    private readonly ImmutableArray<StoredValues>.Builder outside = ImmutableArray.CreateBuilder<StoredValues>();
    private readonly Dictionary<LoopRegion, ImmutableArray<StoredValues>.Builder> inLoops = [];

    private Storage(FunctionStudy study)
    {
        this.study = study;
        Walk(study.Program, []);
    }

    /// <summary>What is made once a call.</summary>
    public ImmutableArray<StoredValues> Outside => outside.ToImmutable();

    public static Storage Of(FunctionStudy study) => new(study);

    /// <summary>What each iteration of the loop makes, or writes to a tape.</summary>
    public ImmutableArray<StoredValues> In(LoopRegion loop) => inLoops.TryGetValue(loop, out var stored) ? stored.ToImmutable() : [];

    private void Walk(AnfProgram program, ImmutableArray<LoopRegion> around)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                ImmutableArray<LoopRegion> inside = region is LoopRegion loop ? [.. around, loop] : around;
                foreach (var nested in region.Programs) StackGuard.Run(() => { Walk(nested, inside); return 0; });
            }
            else if (equation.Value is MethodCallExpression { Method: { Name: nameof(TapeOperators.Push) or nameof(TapeOperators.PushShape) } method } push && method.DeclaringType == typeof(TapeOperators))
            {
                var value = push.Arguments[1];
                var times = SizeFormulas.Product(around.Select(l => l.Count is null ? SizeFormulas.Unknown : study.Sizes.Of(l.Count)));
                Add(around, new StoredValues(StoragePurpose.Tape, study.Sources.TextOf(value), NumericTypes.Name(value.Type), times, Work.SizeOf(value.Type)));
            }
            else if (IsMaker(equation.Value)) Add(around, Made(program, equation, around));
        }
    }

    private static bool IsMaker(Expression value) => value.Type.IsArray && (Purity.Allocates(value) || Destinations.IsOne(value)
        || value is MethodCallExpression { Method: { Name: nameof(ArrayOperators.ClearedLike) or nameof(ArrayOperators.Cleared) } }) && !ArrayMethods.IsUpdate(value);

    private StoredValues Made(AnfProgram program, Equation equation, ImmutableArray<LoopRegion> around)
    {
        var isResult = around.IsEmpty && program.Results.Any(r => study.Sizes.OriginOf(r) == equation.Variable);
        var isGiven = equation.Value is MethodCallExpression { Method: { Name: nameof(ArrayOperators.ClearedLike) or nameof(ArrayOperators.Cleared) } };
        var element = equation.Variable.Type.GetElementType()!;
        return new StoredValues(isResult || isGiven ? StoragePurpose.Result : StoragePurpose.Working, TextOf(program, equation), NumericTypes.Name(element), study.Sizes.LengthOf(equation.Variable), Work.SizeOf(element));
    }

    /// <summary>The user's words for the array, or for what the first loop makes of it.</summary>
    private string TextOf(AnfProgram program, Equation equation)
    {
        if (study.Sources.TextOf(equation.Variable) is { Length: > 0 } own) return own;
        foreach (var later in program.Equations)
            if (later.Value is LoopRegion loop && loop.Initial.IndexOf(equation.Variable) is >= 0 and var state) return study.Sources.TextOf(later.Variables[state]);
        return "";
    }

    private void Add(ImmutableArray<LoopRegion> around, StoredValues stored)
    {
        if (around.IsEmpty) outside.Add(stored);
        else
        {
            if (!inLoops.TryGetValue(around[^1], out var list)) inLoops[around[^1]] = list = ImmutableArray.CreateBuilder<StoredValues>();
            list.Add(stored);
        }
    }
}
