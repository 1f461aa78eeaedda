using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>Removes what no result needs: one walk, backward. Calls that may do more than compute stay.</summary>
internal sealed class DeadCode
{
    private readonly Func<MethodInfo, bool> isPure;
    private readonly HashSet<ParameterExpression> live = [];

    private DeadCode(Func<MethodInfo, bool> isPure) => this.isPure = isPure;

    public static AnfProgram Run(AnfProgram program, Func<MethodInfo, bool> isPure) => new DeadCode(isPure).Sweep(program);

    private void Use(Expression atom)
    {
        if (atom is ParameterExpression p) live.Add(p);
    }

    private AnfProgram Sweep(AnfProgram program)
    {
        foreach (var result in program.Results) Use(result);
        var kept = new Stack<Equation>(program.Equations.Length);
        for (var k = program.Equations.Length - 1; k >= 0; k--)
        {
            var equation = program.Equations[k];
            if (equation.Value is Region region)
            {
                if (Sweep(equation, region) is { } swept) kept.Push(swept);
                continue;
            }
            if (!live.Contains(equation.Variable) && Purity.IsPure(equation.Value, isPure)) continue;
            for (int o = 0, count = Operation.OperandCount(equation.Value); o < count; o++) Use(Operation.Operand(equation.Value, o));
            kept.Push(equation);
        }
        return program.With([.. kept]);
    }

    private Equation? Sweep(Equation equation, Region region)
    {
        // Only a branch can lose results one by one; a loop's state depends on itself.
        var isKept = equation.Variables.Select(v => region is not IfRegion || live.Contains(v)).ToArray();
        var programs = region.Programs
            .Select(p => region is IfRegion ? p.With(p.Equations, [.. p.Results.Where((_, k) => isKept[k])]) : p)
            .Select(p => StackGuard.Run(() => Sweep(p)))
            .ToImmutableArray();
        var isNeeded = equation.Variables.Any(live.Contains) || programs.Any(p => p.Equations.Any(e => IsImpure(e.Value)));
        if (!isNeeded) return null;
        foreach (var operand in region.Operands) Use(operand);
        return new Equation([.. equation.Variables.Where((_, k) => isKept[k])], region.With(region.Operands, programs));
    }

    private bool IsImpure(Expression value) => value is Region region
        ? StackGuard.Run(() => region.Programs.Any(p => p.Equations.Any(e => IsImpure(e.Value))))
        : !Purity.IsPure(value, isPure);
}
