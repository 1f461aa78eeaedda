using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Rewriting;

/// <summary>What an operation does besides computing.</summary>
[Flags]
internal enum Effects
{
    None = 0,

    /// <summary>It throws for some operands, and else does nothing.</summary>
    Check = 1,

    /// <summary>It writes to a tape or reads from one.</summary>
    Tape = 2,

    /// <summary>It may read or change anything.</summary>
    Unknown = 4,
}

/// <summary>An equation, and what must be known of it to move others past it. Found when it is asked for.</summary>
internal sealed class Placed(Equation equation, Func<MethodInfo, bool> isPure)
{
    private ImmutableArray<ParameterExpression> reads;
    private ImmutableArray<ParameterExpression> updates;
    private Effects? effects;
    private int? size;

    public Equation Equation => equation;

    /// <summary>The count of a loop that another may join; null for anything else.</summary>
    public Expression? Count => equation.Value is LoopRegion { While: null, IsRunAgain: false, Count: { } count } && Effects == Effects.None ? count : null;

    /// <summary>The number of operations, those in nested programs included.</summary>
    public int Size => size ??= new AnfProgram([], [equation], []).CountOperations();

    /// <summary>The variables that the operation and its nested programs read from outside.</summary>
    public ImmutableArray<ParameterExpression> Reads
    {
        get
        {
            if (!reads.IsDefault) return reads;
            var found = new HashSet<ParameterExpression>();
            FreeVariables.ForEach(equation.Value, v => found.Add(v));
            return reads = [.. found];
        }
    }

    /// <summary>The arrays that it updates, in place if nobody reads them later.</summary>
    public ImmutableArray<ParameterExpression> Updates
    {
        get
        {
            if (!updates.IsDefault) return updates;
            var found = new HashSet<ParameterExpression>();
            FindUpdates(equation.Value, found);
            return updates = [.. found];
        }
    }

    public Effects Effects => effects ??= EffectsOf(equation.Value);

    private static void FindUpdates(Expression value, HashSet<ParameterExpression> found)
    {
        if (ArrayMethods.IsUpdate(value) && Operation.Operand(value, 0) is ParameterExpression array) found.Add(array);
        if (value is not Region region) return;
        foreach (var operand in region.Operands)
            if (operand is ParameterExpression { Type.IsArray: true } initial) found.Add(initial);
        foreach (var program in region.Programs)
            StackGuard.Run(() =>
            {
                foreach (var nested in program.Equations) FindUpdates(nested.Value, found);
                return 0;
            });
    }

    private Effects EffectsOf(Expression value)
    {
        if (value is Region region)
        {
            var all = Effects.None;
            foreach (var program in region.Programs)
                all |= StackGuard.Run(() => program.Equations.Aggregate(Effects.None, (sum, nested) => sum | EffectsOf(nested.Value)));
            return all;
        }
        if (value is not MethodCallExpression call || Purity.IsPure(value, isPure)) return Effects.None;
        if (call.Method.DeclaringType == typeof(TapeOperators)) return Effects.Tape;
        return call.Method.DeclaringType == typeof(ControlOperators) && call.Method.Name is nameof(ControlOperators.Throw) or nameof(ControlOperators.Required) ? Effects.Check : Effects.Unknown;
    }
}
