using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Rewriting;

/// <summary>An array that every iteration fills before it reads any of it belongs to the iteration, wherever it was declared.</summary>
/// <remarks>
/// <code>
/// a = new double[n]                                      for i below m:
/// for i below m, state a:                         =>         a = new double[n]
///     a = for j below n, state a: Store(a, j, ...)           a = for j below n, state a: Store(a, j, ...)
///     ... a ...                                              ... a ...
/// </code>
/// Iterations no longer depend on one another through it: their adjoints need no tape. The storage is one again when it is emitted.
/// </remarks>
internal sealed class PrivateArrays
{
    private readonly Dictionary<ParameterExpression, NewArrayExpression> made = [];
    private readonly ReadCounts reads;
    private bool hasChanged;

    private PrivateArrays(AnfProgram program) => reads = ReadCounts.Of(program);

    public static AnfProgram Run(AnfProgram program)
    {
        if (!program.Equations.Any(e => e.Value is LoopRegion loop && loop.Initial.Any(i => i.Type.IsArray))) return program;
        var pass = new PrivateArrays(program);
        var result = pass.Walk(program);
        return pass.hasChanged ? result : program;
    }

    private AnfProgram Walk(AnfProgram program)
    {
        var equations = ImmutableArray.CreateBuilder<Equation>(program.Equations.Length);
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case LoopRegion loop:
                    for (var k = 0; k < loop.Initial.Length; k++)
                    {
                        if (reads[equation.Variables[k]] != 0 || !loop.Initial[k].Type.IsArray || Made(loop.Initial[k]) is not { } array) continue;
                        if (Forget(loop, k, array) is not { } without) continue;
                        loop = without;
                        hasChanged = true;
                    }
                    foreach (var (state, initial) in loop.State.Zip(loop.Initial))
                        if (Made(initial) is { } same) made[state] = same;
                    loop = (LoopRegion)loop.With(loop.Operands, [.. loop.Programs.Select(p => StackGuard.Run(() => Walk(p)))]);
                    equations.Add(new Equation(equation.Variables, loop));
                    break;
                case Region region:
                    equations.Add(new Equation(equation.Variables, region.With(region.Operands, [.. region.Programs.Select(p => StackGuard.Run(() => Walk(p)))])));
                    break;
                default:
                    if (equation.Value is NewArrayExpression { NodeType: ExpressionType.NewArrayBounds, Expressions.Count: 1 } bounds && !bounds.Type.GetElementType()!.IsArray) made[equation.Variable] = bounds;
                    equations.Add(equation);
                    break;
            }
        }
        return program.With(equations.ToImmutable());
    }

    private NewArrayExpression? Made(Expression array) => array is ParameterExpression p ? made.GetValueOrDefault(p) : null;

    /// <summary>The loop with a state that only keeps storage no longer carried; null when an iteration may read what another left.</summary>
    private LoopRegion? Forget(LoopRegion loop, int state, NewArrayExpression array)
    {
        var kept = loop.State[state];
        if (loop.While is not null && FreeVariables.Of(new AnfProgram([], loop.While.Equations, loop.While.Results)).Contains(loop.While.Parameters[state + 1])) return null;
        var at = -1;
        for (var k = 0; k < loop.Body.Equations.Length; k++)
        {
            if (!FreeVariables.IsRead(loop.Body.Equations[k].Value, kept)) continue;
            if (at >= 0) return null;
            at = k;
        }
        if (at < 0 || loop.Body.Results.Contains(kept) || loop.Body.Equations[at].Value is not LoopRegion first || first.Initial.Count(i => i == kept) != 1) return null;
        foreach (var program in first.Programs)
            if (FreeVariables.Of(program).Contains(kept)) return null;

        var position = first.Initial.IndexOf(kept);
        var equations = loop.Body.Equations.ToBuilder();
        if (FillingLoop.IsOne(first, position, array.Expressions[0]))
        {
            var own = Expression.Variable(array.Type, kept.Name);
            equations[at] = new Equation(equations[at].Variables, new LoopRegion(first.Count, first.Initial.SetItem(position, own), first.While, first.Body));
            equations.Insert(at, new Equation(own, array));
        }
        else
        {
            var after = equations[at].Variables[position];
            if (reads[after] != 1 || loop.Body.Results[state] != after || StackGuard.Run(() => Forget(first, position, array)) is not { } inner) return null;
            equations[at] = new Equation(equations[at].Variables, inner);
        }
        return new LoopRegion(loop.Count, loop.Initial, loop.While, loop.Body.With(equations.ToImmutable(), loop.Body.Results.SetItem(state, kept)));
    }

}
