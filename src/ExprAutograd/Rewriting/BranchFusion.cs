using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;

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
        var equations = new List<Equation>(program.Equations.Length);
        var lastOn = new Dictionary<Expression, int>();
        var position = new Dictionary<ParameterExpression, int>();
        foreach (var equation in program.Equations)
        {
            if (equation.Value is IfRegion second && lastOn.TryGetValue(second.Test, out var at) && CanMove(equation, at, position))
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

    /// <summary>True when all that the second branch reads is there before the first one ends.</summary>
    private static bool CanMove(Equation second, int at, Dictionary<ParameterExpression, int> position)
    {
        var canMove = true;
        FreeVariables.ForEach(second.Value, v => canMove &= !position.TryGetValue(v, out var p) || p <= at);
        return canMove;
    }

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
