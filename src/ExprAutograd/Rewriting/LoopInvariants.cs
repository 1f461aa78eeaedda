using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>What a loop computes anew in every iteration though it cannot change is computed once, before it.</summary>
/// <remarks>
/// <code>
/// for i below n: t = exp(q); s = s + t * x[i]    =>    t = exp(q); for i below n: s = s + t * x[i]
/// </code>
/// Only what cannot throw: the loop may run no iteration at all. Loads stay.
/// </remarks>
internal sealed class LoopInvariants
{
    private readonly Func<MethodInfo, bool> isPure;
    private readonly ProgramBuilder builder = new();
    private bool hasMoved;

    private LoopInvariants(Func<MethodInfo, bool> isPure) => this.isPure = isPure;

    public static AnfProgram Run(AnfProgram program, Func<MethodInfo, bool> isPure)
    {
        var pass = new LoopInvariants(isPure);
        var equations = pass.Walk(program);
        return pass.hasMoved ? program.With(equations) : program;
    }

    /// <summary>True for arithmetic that has a result for all operands.</summary>
    public static bool CannotThrow(Expression value) => value switch
    {
        BinaryExpression { NodeType: ExpressionType.Divide or ExpressionType.Modulo } b => b.Type != typeof(int) && b.Type != typeof(long) || (Atom.TryGetInteger(b.Right, out var divisor) && divisor is not (0 or -1)),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex or ExpressionType.AddChecked or ExpressionType.SubtractChecked or ExpressionType.MultiplyChecked } => false,
        BinaryExpression b => b.Type.IsPrimitive && b.Left.Type.IsPrimitive,
        UnaryExpression { NodeType: ExpressionType.Negate or ExpressionType.Not or ExpressionType.Convert } u => u.Type.IsPrimitive && u.Operand.Type.IsPrimitive,
        UnaryExpression { NodeType: ExpressionType.ArrayLength, Operand: ParameterExpression } => true, // An array that is null throws in the loop as well, unless there is no iteration.
        MethodCallExpression call => call.Method.DeclaringType == typeof(Math) && call.Type != typeof(int),
        _ => false,
    };

    private ImmutableArray<Equation> Walk(AnfProgram program)
    {
        builder.Open();
        foreach (var equation in program.Equations)
        {
            if (equation.Value is not Region region)
            {
                builder.Add(equation);
                continue;
            }
            var operands = region.Operands;
            var programs = region.Programs.Select(p => StackGuard.Run(() => p.With(Walk(p)))).ToImmutableArray();
            if (region is LoopRegion) programs = [.. programs.Select(Hoist)];
            builder.Add(new Equation(equation.Variables, region.With(operands, programs)));
        }
        return builder.Close();
    }

    private AnfProgram Hoist(AnfProgram program)
    {
        var inside = new HashSet<ParameterExpression>(program.Parameters);
        var kept = ImmutableArray.CreateBuilder<Equation>();
        foreach (var equation in program.Equations)
        {
            var isInvariant = equation.Value is not Region && CannotThrow(equation.Value) && Purity.IsPure(equation.Value, isPure);
            if (isInvariant) FreeVariables.ForEach(equation.Value, v => isInvariant &= !inside.Contains(v));
            if (isInvariant)
            {
                builder.Add(equation);
                hasMoved = true;
                continue;
            }
            kept.Add(equation);
            foreach (var variable in equation.Variables) inside.Add(variable);
        }
        return program.With(kept.ToImmutable());
    }
}
