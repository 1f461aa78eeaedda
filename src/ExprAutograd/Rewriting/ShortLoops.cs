using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Rewriting;

/// <summary>Loops inside others that are known to run a few times: their iterations one after another, with the index a number.</summary>
/// <remarks>
/// <code>
/// for i below n: for j below 3: s = s + a[3 * i + j]    =>    for i below n: s = s + a[3 * i]; s = s + a[3 * i + 1]; s = s + a[3 * i + 2]
/// </code>
/// What is done is the same, in the same order. Positions that the index takes part in fold, and nothing is counted: composing the maps of a hand's bones, three rows by four columns, in half the time (2026-11).
/// </remarks>
internal static class ShortLoops
{
    private const int MostOperations = 64;
    private const int MostIterations = 8;

    public static AnfProgram Run(AnfProgram program) => Run(program, isInside: false);

    private static AnfProgram Run(AnfProgram program, bool isInside)
    {
        var builder = new ProgramBuilder();
        var names = new Dictionary<ParameterExpression, Expression>();
        var hasChanged = false;
        foreach (var original in program.Equations)
        {
            var equation = original.WithValue(Substitution.Apply(names, original.Value));
            if (equation.Value is not Region region)
            {
                builder.Add(equation);
                continue;
            }
            var programs = region.Programs.Select(p => StackGuard.Run(() => Run(p, isInside || region is LoopRegion))).ToImmutableArray();
            var isSame = programs.SequenceEqual(region.Programs);
            if (!isSame) region = region.With(region.Operands, programs);
            hasChanged |= !isSame;
            if (isInside && region is LoopRegion loop && CountOf(loop) is { } count)
            {
                hasChanged = true;
                var state = loop.Initial;
                for (var i = 0; i < count; i++) state = builder.Inline(loop.Body, [Atom.Constant(i), .. state]);
                for (var k = 0; k < state.Length; k++) names[equation.Variables[k]] = state[k];
            }
            else builder.Add(equation.WithValue(region));
        }
        return hasChanged ? program.With([.. builder.Current], [.. program.Results.Select(r => Substitution.Atom(names, r))]) : program;
    }

    /// <summary>How often a short loop runs; null of another.</summary>
    private static int? CountOf(LoopRegion loop) =>
        loop is { Count: { } count, While: null, IsRunAgain: false } && Atom.TryGetInteger(count, out var known) && known <= MostIterations && Math.Max(known, 0) * loop.Body.CountOperations() <= MostOperations
            ? Math.Max(known, 0) : null;
}
