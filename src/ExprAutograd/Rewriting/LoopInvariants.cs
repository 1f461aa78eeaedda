using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>What a loop computes anew in every iteration though it cannot change is computed once, before it.</summary>
/// <remarks>
/// <code>
/// for i below n: t = exp(q); s = s + t * x[i]    =>    t = exp(q); for i below n: s = s + t * x[i]
/// </code>
/// Only what cannot throw, for the loop may run no iteration at all; a load moves with the question whether there is one:
/// <code>
/// for i below n: t = w[j]; ...    =>    t = n > 0 ? w[j] : 0.0; for i below n: ...
/// </code>
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
        MethodCallExpression call => call.Method.DeclaringType == typeof(Math) && NumericTypes.IsFloating(call.Type) && call.Method.Name is not (nameof(Math.Clamp) or nameof(Math.Round)), // Those two check their arguments.
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
            if (region is LoopRegion loop) programs = [.. programs.Select(p => Hoist(p, p == programs[^1] && loop.While is null ? loop.Count : null))];
            builder.Add(new Equation(equation.Variables, region.With(operands, programs)));
        }
        return builder.Close();
    }

    /// <param name="program">The loop's condition or body.</param>
    /// <param name="count">The number of iterations; null where even the first is in question.</param>
    private AnfProgram Hoist(AnfProgram program, Expression? count)
    {
        var inside = new HashSet<ParameterExpression>(program.Parameters);
        var kept = ImmutableArray.CreateBuilder<Equation>();
        foreach (var equation in program.Equations)
        {
            var isLoad = count is not null && equation.Value is BinaryExpression { NodeType: ExpressionType.ArrayIndex, Type.IsPrimitive: true };
            var isInvariant = isLoad || (equation.Value is not Region && CannotThrow(equation.Value) && Purity.IsPure(equation.Value, isPure));
            if (isInvariant) FreeVariables.ForEach(equation.Value, v => isInvariant &= !inside.Contains(v));
            if (isInvariant)
            {
                if (isLoad) builder.Add(IfAny(count!, equation));
                else builder.Add(equation);
                hasMoved = true;
                continue;
            }
            kept.Add(equation);
            foreach (var variable in equation.Variables) inside.Add(variable);
        }
        return program.With(kept.ToImmutable());
    }

    /// <summary>The load, where the loop runs an iteration at all.</summary>
    private Equation IfAny(Expression count, Equation load)
    {
        if (Atom.TryGetInteger(count, out var trips)) return trips > 0 ? load : new Equation(load.Variable, Expression.Convert(Expression.Constant(0), load.Value.Type));
        var loaded = Expression.Variable(load.Value.Type);
        var zero = Expression.Constant(Activator.CreateInstance(load.Value.Type), load.Value.Type);
        var isAny = builder.Bind(Expression.GreaterThan(count, Expression.Constant(0)));
        return new Equation([load.Variable], new IfRegion(isAny, new AnfProgram([], [new Equation(loaded, load.Value)], [loaded]), new AnfProgram([], [], [zero])));
    }
}
