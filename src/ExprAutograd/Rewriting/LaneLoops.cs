using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Rewriting;

/// <summary>Loops over numbers that stand side by side, many iterations at once.</summary>
/// <remarks>
/// <code>
/// for i below n, state s, y:                  for b below (n + 7) / 8, state lanes, y:
///     t = Math.Exp(x[i])             =>           at = 8 b; t = Exp(Load(x, at, n - at))
///     s = s + t; y = Store(y, i, t)               lanes = lanes + First(t, n - at); y = Store(y, at, n - at, t)
///                                             s = s + Total(lanes)
/// </code>
/// The last block goes through the same operations, so that no value depends on its place. Sums are in another order; functions round as their kernels do.
/// Last of all passes: nothing differentiates or simplifies a vector. Loops inside loops stay as they are: most are short.
/// </remarks>
internal static class LaneLoops
{
    public static AnfProgram Run(AnfProgram program, int bits, bool isStrict, Func<MethodInfo, bool> isPure)
    {
        if (bits == 0) return program;
        var builder = new ProgramBuilder();
        builder.Open();
        var hasChanged = false;
        foreach (var equation in program.Equations)
        {
            switch (equation.Value)
            {
                case LoopRegion loop when LaneTranslation.TryRun(loop, equation.Variables, bits, isStrict, isPure) is { } lanes:
                    builder.AddRange(lanes);
                    hasChanged = true;
                    break;
                case IfRegion branch:
                    var sides = branch.Programs.Select(side => StackGuard.Run(() => Run(side, bits, isStrict, isPure))).ToImmutableArray();
                    if (sides.SequenceEqual(branch.Programs)) goto default;
                    builder.Add(new Equation(equation.Variables, branch.With(branch.Operands, sides)));
                    hasChanged = true;
                    break;
                default: builder.Add(equation); break;
            }
        }
        var equations = builder.Close();
        return hasChanged ? program.With(equations) : program;
    }
}
