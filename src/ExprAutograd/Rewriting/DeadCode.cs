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
        if (region is LoopRegion loop) return Sweep(equation, loop);
        var isKept = equation.Variables.Select(live.Contains).ToArray();
        var programs = region.Programs
            .Select(p => StackGuard.Run(() => Sweep(p.With(p.Equations, [.. p.Results.Where((_, k) => isKept[k])]))))
            .ToImmutableArray();
        var isNeeded = equation.Variables.Any(live.Contains) || programs.Any(p => p.Equations.Any(e => IsImpure(e.Value)));
        if (!isNeeded) return null;
        foreach (var operand in region.Operands) Use(operand);
        return new Equation([.. equation.Variables.Where((_, k) => isKept[k])], region.With(region.Operands, programs));
    }

    /// <summary>State is needed where it is read after the loop, by the condition, or by the next value of what is needed.</summary>
    private Equation? Sweep(Equation equation, LoopRegion loop)
    {
        if (!equation.Variables.Any(live.Contains) && !IsImpure(loop)) return null;
        var isKept = equation.Variables.Select(live.Contains).ToArray();
        while (true)
        {
            var kept = loop.Keep(k => isKept[k]);
            var @while = kept.While is null ? null : StackGuard.Run(() => Sweep(kept.While));
            var body = StackGuard.Run(() => Sweep(kept.Body));
            var isComplete = true;
            for (var k = 0; k < isKept.Length; k++)
            {
                if (isKept[k] || !loop.Programs.Any(p => live.Contains(p.Parameters[k + 1]))) continue;
                isKept[k] = true;
                isComplete = false;
            }
            if (!isComplete) continue;
            var swept = new LoopRegion(kept.Count, kept.Initial, @while, body);
            foreach (var operand in swept.Operands) Use(operand);
            return new Equation([.. equation.Variables.Where((_, k) => isKept[k])], swept);
        }
    }

    private bool IsImpure(Expression value) => value is Region region
        ? StackGuard.Run(() => region.Programs.Any(p => p.Equations.Any(e => IsImpure(e.Value))))
        : !Purity.IsPure(value, isPure);
}
