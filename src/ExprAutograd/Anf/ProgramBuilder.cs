using System.Collections.Immutable;
using System.Linq.Expressions;

namespace ExprAutograd.Anf;

/// <summary>Equations as they are appended; nested programs open and close around the current one.</summary>
internal sealed class ProgramBuilder
{
    private readonly Stack<ImmutableArray<Equation>.Builder> outer = new();
    private ImmutableArray<Equation>.Builder equations = ImmutableArray.CreateBuilder<Equation>();

    /// <summary>Calls that a rule need not make again; null where none is looked for.</summary>
    public KnownCalls? Known { get; init; }

    /// <summary>What was appended to the program that is open.</summary>
    public IEnumerable<Equation> Current => equations;

    /// <summary>Appends <c>name = value</c> and returns the variable.</summary>
    public ParameterExpression Bind(Expression value, string? name = null)
    {
        var variable = Expression.Variable(value.Type, name);
        equations.Add(new Equation(variable, value));
        return variable;
    }

    public void Add(Equation equation) => equations.Add(equation);

    public void AddRange(ImmutableArray<Equation> more) => equations.AddRange(more);

    /// <summary>Appends a region and returns one variable per result.</summary>
    public ImmutableArray<ParameterExpression> Bind(Region region)
    {
        ImmutableArray<ParameterExpression> variables = [.. region.ResultTypes.Select(t => Expression.Variable(t))];
        equations.Add(new Equation(variables, region));
        return variables;
    }

    /// <summary>Opens a nested program; what is bound until <see cref="Close"/> belongs to it.</summary>
    public void Open()
    {
        outer.Push(equations);
        equations = ImmutableArray.CreateBuilder<Equation>();
    }

    /// <summary>Closes the nested program that was opened last.</summary>
    public ImmutableArray<Equation> Close()
    {
        var closed = equations.ToImmutable();
        equations = outer.Pop();
        return closed;
    }

    public AnfProgram ToProgram(ImmutableArray<ParameterExpression> parameters, ImmutableArray<Expression> results) =>
        new(parameters, equations.ToImmutable(), results);
}
