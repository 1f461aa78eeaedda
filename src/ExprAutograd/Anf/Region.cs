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
