using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;

namespace ExprAutograd.Explanation;

/// <summary>A program's operations, with the loops and branches that stand in it as blocks of their own.</summary>
internal sealed class WorkBlock
{
    private WorkBlock(AnfProgram program)
    {
        Program = program;
        var loops = ImmutableArray.CreateBuilder<WorkLoop>();
        var branches = ImmutableArray.CreateBuilder<(WorkBlock, WorkBlock)>();
        for (var k = 0; k < program.Equations.Length; k++)
        {
            switch (program.Equations[k].Value)
            {
                case LoopRegion loop: loops.Add(new WorkLoop(loop, k, StackGuard.Run(() => new WorkBlock(loop.Body)))); break;
                case IfRegion branch:
                    Own.Add(Expression.Not(Expression.Constant(true)));
                    branches.Add(StackGuard.Run(() => (new WorkBlock(branch.Then), new WorkBlock(branch.Else))));
                    break;
                case var value: Own.Add(value); break;
            }
        }
        (Loops, Branches) = (loops.ToImmutable(), branches.ToImmutable());
    }

    public AnfProgram Program { get; }

    /// <summary>What it computes itself.</summary>
    public Work Own { get; } = new();

    public ImmutableArray<WorkLoop> Loops { get; }

    public ImmutableArray<(WorkBlock Then, WorkBlock Else)> Branches { get; }

    public static WorkBlock Of(AnfProgram program) => new(program);

    /// <summary>This block and the sides of its branches, and theirs.</summary>
    public IEnumerable<WorkBlock> Sides => Branches.SelectMany(b => b.Then.Sides.Concat(b.Else.Sides)).Prepend(this);

    /// <summary>What it computes when it runs once; of each branch, the side with more operations.</summary>
    public Work AtMost()
    {
        var work = new Work();
        work.Add(Own);
        foreach (var (then, otherwise) in Branches)
        {
            var (a, b) = (then.AtMost(), otherwise.AtMost());
            work.Add(a.Counts.Values.Sum() >= b.Counts.Values.Sum() ? a : b);
        }
        return work;
    }
}

/// <summary>A loop in a block.</summary>
/// <param name="Region">The loop.</param>
/// <param name="Position">Its equation's, in the program it stands in.</param>
/// <param name="Body">One iteration.</param>
internal sealed record WorkLoop(LoopRegion Region, int Position, WorkBlock Body);
