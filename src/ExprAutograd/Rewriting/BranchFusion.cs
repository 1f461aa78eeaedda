using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Two branches on the same condition become one, where nothing in between depends on the first and feeds the second.</summary>
/// <remarks>
/// <code>
/// y, t = if c { ... } else { ... }
/// dx   = if c { ... t ... } else { ... }    =>   y, dx = if c { ... } else { ... }
/// </code>
/// A value and its adjoint meet here: the condition is tested once and what they share never leaves the branch.
/// </remarks>
internal static class BranchFusion
{
    public static AnfProgram Run(AnfProgram program)
    {
        program = Nested(program);
        var equations = new List<Equation>(program.Equations.Length);
        var lastOn = new Dictionary<Expression, int>();
        var position = new Dictionary<ParameterExpression, int>();
        foreach (var equation in program.Equations)
        {
            if (equation.Value is IfRegion second && lastOn.TryGetValue(second.Test, out var at) && CanMove(equation, at, position) && !HasEffect(second))
            {
                equations[at] = Fuse(equations[at], equation);
                foreach (var v in equation.Variables) position[v] = at;
                continue;
            }
            if (equation.Value is IfRegion first) lastOn[first.Test] = equations.Count;
            foreach (var v in equation.Variables) position[v] = equations.Count;
            equations.Add(equation);
        }
        return equations.Count == program.Equations.Length ? program : program.With([.. equations]);
    }

    private static AnfProgram Nested(AnfProgram program)
    {
        ImmutableArray<Equation>.Builder? equations = null;
        for (var k = 0; k < program.Equations.Length; k++)
        {
            if (program.Equations[k].Value is not Region region) continue;
            var programs = region.Programs.Select(p => StackGuard.Run(() => Run(p))).ToImmutableArray();
            if (programs.SequenceEqual(region.Programs)) continue;
            equations ??= program.Equations.ToBuilder();
            equations[k] = new Equation(program.Equations[k].Variables, region.With(region.Operands, programs));
        }
        return equations is null ? program : program.With(equations.ToImmutable());
    }

    /// <summary>True when all that the second branch reads is there before the first one ends.</summary>
    private static bool CanMove(Equation second, int at, Dictionary<ParameterExpression, int> position)
    {
        var canMove = true;
        FreeVariables.ForEach(second.Value, v => canMove &= !position.TryGetValue(v, out var p) || p <= at);
        return canMove;
    }

    /// <summary>A branch that writes to a tape, or reads from one, does so in its turn.</summary>
    private static bool HasEffect(Region region) => region.Programs.Any(p => p.Equations.Any(e => e.Value is Region nested
        ? StackGuard.Run(() => HasEffect(nested))
        : e.Value is MethodCallExpression { Method.DeclaringType: { } owner } && owner == typeof(TapeOperators)));

    private static Equation Fuse(Equation first, Equation second)
    {
        var (a, b) = ((IfRegion)first.Value, (IfRegion)second.Value);
        return new Equation(
            [.. first.Variables, .. second.Variables],
            new IfRegion(a.Test, Join(first.Variables, a.Then, b.Then), Join(first.Variables, a.Else, b.Else)));
    }

    private static AnfProgram Join(ImmutableArray<ParameterExpression> outer, AnfProgram a, AnfProgram b)
    {
        var names = outer.Zip(a.Results).ToDictionary(p => p.First, p => p.Second);
        var renamed = Substitution.Apply(names, b);
        return new AnfProgram([], [.. a.Equations, .. renamed.Equations], [.. a.Results, .. renamed.Results]);
    }
}
