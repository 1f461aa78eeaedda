using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>A block while it is being written: its statements so far, and the variables they need.</summary>
internal sealed class Scope
{
    private readonly List<ParameterExpression> variables = [];
    private readonly List<Expression> statements = [];
    private readonly HashSet<Expression> settled;
    private bool isLeft;

    public Scope()
        : this([])
    {
    }

    private Scope(HashSet<Expression> settled) => this.settled = settled;

    /// <summary>An empty block, to stand inside this one.</summary>
    public Scope Nested() => new(settled);

    /// <summary>An atom that holds <paramref name="value"/>, computed here and once; an enumerable is held as an array.</summary>
    public Expression Let(Expression value, string name)
    {
        value = Storage.Hold(value);
        if (value is ConstantExpression || settled.Contains(value)) return value;
        var variable = Variable(value, name);
        settled.Add(variable);
        return variable;
    }

    /// <summary>A variable that later statements may assign again.</summary>
    public ParameterExpression Variable(Expression initial, string name)
    {
        var variable = Expression.Variable(initial.Type, name);
        variables.Add(variable);
        Add(Expression.Assign(variable, initial));
        return variable;
    }

    /// <summary>A counter from zero that changes only at the end of an iteration: within one, it is as good as a constant.</summary>
    public ParameterExpression Counter(string name)
    {
        var counter = Variable(Numbers.Zero, name);
        settled.Add(counter);
        return counter;
    }

    /// <summary>Appends a statement; nothing is appended behind a jump, where it would never run.</summary>
    public void Add(Expression statement)
    {
        if (isLeft) return;
        statements.Add(statement);
        isLeft = statement.NodeType == ExpressionType.Goto;
    }

    public void Increment(ParameterExpression counter) => Add(Expression.Assign(counter, Expression.Add(counter, Numbers.One)));

    /// <summary>The block as a statement.</summary>
    public Expression ToStatement() => variables.Count == 0 && statements.Count == 1 ? statements[0] : Expression.Block(typeof(void), variables, statements);

    /// <summary>The block as the value of <paramref name="result"/>.</summary>
    public Expression ToExpression(Expression result) => statements.Count == 0 ? result : Expression.Block(result.Type, variables, [.. statements, result]);
}
