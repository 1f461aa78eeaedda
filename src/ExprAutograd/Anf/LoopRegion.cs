using System.Collections.Immutable;
using System.Linq.Expressions;

namespace ExprAutograd.Anf;

/// <summary><c>for i in 0..count, while condition(i, state): state = body(i, state)</c>; the state after the last iteration is the result.</summary>
/// <remarks>
/// <para>Every loop is this one region: with a count alone it is a <c>for</c>, with a condition alone a <c>while</c>, with both it ends at whichever
/// comes first. A sum is a state that the body adds to, a collected array is a state that the body stores into at the index.
/// Whether its iterations depend on one another is a fact about the body, found by those who ask.</para>
/// <para>The condition is asked before every iteration, the first included, with the count checked first.</para>
/// </remarks>
internal sealed class LoopRegion : Region
{
    /// <summary>Makes a loop.</summary>
    /// <param name="count">The most iterations, an int atom (none when negative); null for no bound.</param>
    /// <param name="initial">The state before the first iteration.</param>
    /// <param name="while">Index and state to bool; null for always.</param>
    /// <param name="body">Index and state to state.</param>
    /// <param name="isRunAgain">Whether the adjoint runs an iteration again rather than read back what it left.</param>
    public LoopRegion(Expression? count, ImmutableArray<Expression> initial, AnfProgram? @while, AnfProgram body, bool isRunAgain = false)
    {
        if (count is null && @while is null) throw new ArgumentException("A loop needs a count or a condition.", nameof(count));
        Count = count;
        Initial = initial;
        While = @while;
        Body = body;
        IsRunAgain = isRunAgain;
    }

    /// <summary>True for a loop over stretches of another: its iterations are long, and only their first state is written down.</summary>
    public bool IsRunAgain { get; }

    public Expression? Count { get; }

    public ImmutableArray<Expression> Initial { get; }

    public AnfProgram? While { get; }

    public AnfProgram Body { get; }

    /// <summary>The number of the iteration, from zero.</summary>
    public ParameterExpression Index => Body.Parameters[0];

    /// <summary>The state at the start of an iteration.</summary>
    public ImmutableArray<ParameterExpression> State => Body.Parameters.RemoveAt(0);

    public override ImmutableArray<Expression> Operands => Count is null ? Initial : [Count, .. Initial];

    public override ImmutableArray<AnfProgram> Programs => While is null ? [Body] : [While, Body];

    public override ImmutableArray<Type> ResultTypes => [.. Initial.Select(s => s.Type)];

    public override Region With(ImmutableArray<Expression> operands, ImmutableArray<AnfProgram> programs) => Count is null
        ? new LoopRegion(null, operands, While is null ? null : programs[0], programs[^1], IsRunAgain)
        : new LoopRegion(operands[0], operands.RemoveAt(0), While is null ? null : programs[0], programs[^1], IsRunAgain);

    /// <summary>The same loop on part of its state, chosen by position.</summary>
    public LoopRegion Keep(Func<int, bool> isKept)
    {
        AnfProgram Narrow(AnfProgram program, bool hasState) => new(
            [program.Parameters[0], .. program.Parameters.Skip(1).Where((_, k) => isKept(k))],
            program.Equations,
            hasState ? [.. program.Results.Where((_, k) => isKept(k))] : program.Results);
        return new LoopRegion(Count, [.. Initial.Where((_, k) => isKept(k))], While is null ? null : Narrow(While, hasState: false), Narrow(Body, hasState: true), IsRunAgain);
    }

    public override Expression ToStatement(ImmutableArray<ParameterExpression> results)
    {
        var exit = Label();
        var index = Variable(typeof(int), "index");
        var enter = results.Select((r, k) => (Expression)Assign(r, Initial[k]));
        var next = Body.Results.Select(r => Variable(r.Type)).ToImmutableArray();
        var test = Variable(typeof(bool));
        IEnumerable<Expression> Enter(AnfProgram program) => program.Parameters.Select((p, k) => (Expression)Assign(p, k == 0 ? index : results[k - 1]));
        Expression step = Block(typeof(void), next,
            [.. Enter(Body), Body.ToStatement(next), .. results.Select((r, k) => Assign(r, next[k])), Assign(index, Add(index, Constant(1)))]);
        if (While is not null) step = Block(typeof(void), [.. Enter(While), While.ToStatement([test]), IfThenElse(test, step, Break(exit))]);
        if (Count is not null) step = IfThenElse(LessThan(index, Count), step, Break(exit));
        return Block(typeof(void), [index, test, .. While?.Parameters ?? [], .. Body.Parameters], [.. enter, Assign(index, Constant(0)), Loop(step, exit)]);
    }

    public override string ToString() => Count is null ? "while (...)" : $"for {Index.Name} < {Count} (...)";
}
