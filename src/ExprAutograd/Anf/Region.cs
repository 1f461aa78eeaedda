using System.Collections.Immutable;
using System.Linq.Expressions;

namespace ExprAutograd.Anf;

/// <summary>An operation that holds programs: control flow as a value.</summary>
/// <remarks>
/// Passes treat all regions alike through <see cref="Operands"/> and <see cref="Programs"/>. A region is a reducible node, so an
/// expression that holds one runs under any LINQ compiler.
/// </remarks>
internal abstract class Region : Expression
{
    /// <summary>The atoms read before any program runs (a condition, a trip count, initial state).</summary>
    public abstract ImmutableArray<Expression> Operands { get; }

    /// <summary>The nested programs.</summary>
    public abstract ImmutableArray<AnfProgram> Programs { get; }

    /// <summary>The types of the variables this region binds.</summary>
    public abstract ImmutableArray<Type> ResultTypes { get; }

    public abstract Region With(ImmutableArray<Expression> operands, ImmutableArray<AnfProgram> programs);

    /// <summary>The statements that run the region and assign its results, each atom mapped through nothing: the reference meaning.</summary>
    public abstract Expression ToStatement(ImmutableArray<ParameterExpression> results);

    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type => ResultTypes.Length == 1 ? ResultTypes[0] : typeof(void);

    public override bool CanReduce => true;

    public override Expression Reduce()
    {
        var results = ResultTypes.Select(t => Variable(t)).ToImmutableArray();
        return results.Length == 1
            ? Block(results, ToStatement(results), results[0])
            : Block(typeof(void), results, ToStatement(results));
    }

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}

/// <summary><c>test ? then : else</c>; only the taken program runs. Both have the same results.</summary>
internal sealed class IfRegion : Region
{
    public IfRegion(Expression test, AnfProgram then, AnfProgram @else)
    {
        Test = test;
        Then = then;
        Else = @else;
    }

    public Expression Test { get; }

    public AnfProgram Then { get; }

    public AnfProgram Else { get; }

    public override ImmutableArray<Expression> Operands => [Test];

    public override ImmutableArray<AnfProgram> Programs => [Then, Else];

    public override ImmutableArray<Type> ResultTypes => [.. Then.Results.Select(r => r.Type)];

    public override Region With(ImmutableArray<Expression> operands, ImmutableArray<AnfProgram> programs) =>
        new IfRegion(operands[0], programs[0], programs[1]);

    public override Expression ToStatement(ImmutableArray<ParameterExpression> results) =>
        IfThenElse(Test, Then.ToStatement(results), Else.ToStatement(results));

    public override string ToString() => $"if {Test} (...)";
}

/// <summary>How a <see cref="ParallelLoop"/> makes one output of the body's one result per iteration.</summary>
internal enum LoopOutput
{
    /// <summary>An array of the results, in order.</summary>
    Collect,

    /// <summary>Their sum, from zero.</summary>
    Sum,
}

/// <summary><c>for i in 0..count: body(i)</c> with independent iterations; result k is body result k collected or reduced.</summary>
internal sealed class ParallelLoop : Region
{
    public ParallelLoop(Expression count, AnfProgram body, ImmutableArray<LoopOutput> outputs)
    {
        Count = count;
        Body = body;
        Outputs = outputs;
    }

    /// <summary>The trip count, an int.</summary>
    public Expression Count { get; }

    /// <summary>The body; its one parameter is the int index.</summary>
    public AnfProgram Body { get; }

    public ImmutableArray<LoopOutput> Outputs { get; }

    public override ImmutableArray<Expression> Operands => [Count];

    public override ImmutableArray<AnfProgram> Programs => [Body];

    public override ImmutableArray<Type> ResultTypes =>
        [.. Body.Results.Zip(Outputs, (r, o) => o == LoopOutput.Collect ? r.Type.MakeArrayType() : r.Type)];

    public override Region With(ImmutableArray<Expression> operands, ImmutableArray<AnfProgram> programs) =>
        new ParallelLoop(operands[0], programs[0], Outputs);

    public override Expression ToStatement(ImmutableArray<ParameterExpression> results)
    {
        var index = Body.Parameters[0];
        var exit = Label();
        var items = Body.Results.Select(r => Variable(r.Type)).ToImmutableArray();
        var start = results.Select((r, k) => (Expression)Assign(r, Outputs[k] == LoopOutput.Collect ? NewArrayBounds(items[k].Type, Count) : Default(r.Type)));
        var step = results.Select((r, k) => (Expression)(Outputs[k] == LoopOutput.Collect
            ? Assign(ArrayAccess(r, index), items[k])
            : Assign(r, Add(r, items[k]))));
        var body = Block(items, [Body.ToStatement(items), .. step, Assign(index, Add(index, Constant(1)))]);
        return Block(typeof(void), [index],
            [.. start, Assign(index, Constant(0)), Loop(IfThenElse(LessThan(index, Count), body, Break(exit)), exit)]);
    }

    public override string ToString() => $"for {Body.Parameters[0].Name} < {Count} (...)";
}

/// <summary><c>while condition(state): state = body(state)</c>; the state is carried from one iteration to the next and is the result.</summary>
internal sealed class SequentialLoop : Region
{
    public SequentialLoop(ImmutableArray<Expression> initial, AnfProgram @while, AnfProgram body)
    {
        Initial = initial;
        While = @while;
        Body = body;
    }

    /// <summary>The state before the first iteration.</summary>
    public ImmutableArray<Expression> Initial { get; }

    /// <summary>State to bool: whether to run the body once more.</summary>
    public AnfProgram While { get; }

    /// <summary>State to state.</summary>
    public AnfProgram Body { get; }

    public override ImmutableArray<Expression> Operands => Initial;

    public override ImmutableArray<AnfProgram> Programs => [While, Body];

    public override ImmutableArray<Type> ResultTypes => [.. Body.Results.Select(r => r.Type)];

    public override Region With(ImmutableArray<Expression> operands, ImmutableArray<AnfProgram> programs) =>
        new SequentialLoop(operands, programs[0], programs[1]);

    public override Expression ToStatement(ImmutableArray<ParameterExpression> results)
    {
        var exit = Label();
        var test = Variable(typeof(bool));
        var enter = results.Select((r, k) => (Expression)Assign(r, Initial[k]));
        var next = Body.Results.Select(r => Variable(r.Type)).ToImmutableArray();
        Expression Bind(AnfProgram program) => Block(program.Parameters.Select((p, k) => Assign(p, results[k])).Append((Expression)Empty()));
        var step = Block(next, [Bind(Body), Body.ToStatement(next), .. results.Select((r, k) => (Expression)Assign(r, next[k]))]);
        var loop = Loop(Block(Bind(While), While.ToStatement([test]), IfThenElse(test, step, Break(exit))), exit);
        return Block(typeof(void), [test, .. While.Parameters, .. Body.Parameters], [.. enter, loop]);
    }

    public override string ToString() => "while (...)";
}
