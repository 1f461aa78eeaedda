using System.Linq.Expressions;

namespace ExprAutograd.Lifting;

/// <summary>Statements that run in a row, and where control goes from there.</summary>
internal sealed class BasicBlock(int offset, int first, int end)
{
    private Exit exit = new Unreached();

    /// <summary>The IL offset of the first instruction.</summary>
    public int Offset { get; } = offset;

    /// <summary>Index of the first instruction, and of the one after the last.</summary>
    public int First { get; } = first;

    /// <inheritdoc cref="First"/>
    public int End { get; } = end;

    public List<Expression> Statements { get; } = [];

    /// <summary>One entry per edge: a branch with both ways to the same block counts twice.</summary>
    public List<BasicBlock> Predecessors { get; } = [];

    /// <summary>Position in the reverse postorder: every edge that goes forward goes to a higher one.</summary>
    public int Order { get; set; }

    public Exit Exit
    {
        get => exit;
        set
        {
            foreach (var target in exit.Targets) target.Predecessors.Remove(this);
            exit = value;
            foreach (var target in exit.Targets) target.Predecessors.Add(this);
        }
    }
}

/// <summary>How a block ends.</summary>
internal abstract record Exit
{
    public abstract IReadOnlyList<BasicBlock> Targets { get; }

    /// <summary>The same exit with <paramref name="replace"/> applied to every target.</summary>
    public abstract Exit Retarget(Func<BasicBlock, BasicBlock> replace);
}

internal sealed record Unreached : Exit
{
    public override IReadOnlyList<BasicBlock> Targets => [];

    public override Exit Retarget(Func<BasicBlock, BasicBlock> replace) => this;
}

internal sealed record Jump(BasicBlock Target) : Exit
{
    public override IReadOnlyList<BasicBlock> Targets => [Target];

    public override Exit Retarget(Func<BasicBlock, BasicBlock> replace) => new Jump(replace(Target));
}

internal sealed record Branch(Expression Test, BasicBlock WhenTrue, BasicBlock WhenFalse) : Exit
{
    public override IReadOnlyList<BasicBlock> Targets => [WhenTrue, WhenFalse];

    public override Exit Retarget(Func<BasicBlock, BasicBlock> replace) => new Branch(Test, replace(WhenTrue), replace(WhenFalse));
}

/// <summary>Goes to the case numbered by the value, from zero, else to the default.</summary>
internal sealed record Select(Expression Value, IReadOnlyList<BasicBlock> Cases, BasicBlock Default) : Exit
{
    public override IReadOnlyList<BasicBlock> Targets => [.. Cases, Default];

    public override Exit Retarget(Func<BasicBlock, BasicBlock> replace) => new Select(Value, [.. Cases.Select(replace)], replace(Default));
}

internal sealed record Leave(Expression? Value) : Exit
{
    public override IReadOnlyList<BasicBlock> Targets => [];

    public override Exit Retarget(Func<BasicBlock, BasicBlock> replace) => this;
}

internal sealed record Fail(Expression Exception) : Exit
{
    public override IReadOnlyList<BasicBlock> Targets => [];

    public override Exit Retarget(Func<BasicBlock, BasicBlock> replace) => this;
}
