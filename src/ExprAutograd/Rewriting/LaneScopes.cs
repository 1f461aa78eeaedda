using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Rewriting;

/// <summary>Nested programs that are written at once: what depends on an outer one alone is bound there, before the program inside.</summary>
internal sealed class LaneScopes
{
    private readonly List<Scope> open;
    private readonly Dictionary<ParameterExpression, int> depths = [];

    public LaneScopes() => open = [new Scope()];

    /// <summary>Shares the outermost program with <paramref name="other"/>.</summary>
    public LaneScopes(LaneScopes other) => open = [other.open[0]];

    private sealed class Scope
    {
        public readonly ImmutableArray<Equation>.Builder Equations = ImmutableArray.CreateBuilder<Equation>();
        public readonly Dictionary<(object Use, object Atom), ParameterExpression> Known = [];
    }

    /// <summary>The depth of the innermost program: 0 for what runs once.</summary>
    public int Depth => open.Count - 1;

    /// <summary>The depth at which an atom is known; 0 for constants and for variables of programs around all this.</summary>
    public int DepthOf(Expression atom) => atom is ParameterExpression variable ? depths.GetValueOrDefault(variable) : 0;

    public void Open() => open.Add(new Scope());

    public ImmutableArray<Equation> Close()
    {
        var equations = open[^1].Equations.ToImmutable();
        open.RemoveAt(Depth);
        return equations;
    }

    /// <summary>The outermost program.</summary>
    public ImmutableArray<Equation> Outermost => open[0].Equations.ToImmutable();

    /// <summary>A variable of the innermost program: a parameter, or one that a region will bind.</summary>
    public ParameterExpression Declare(Type type, string? name)
    {
        var variable = Expression.Variable(type, name);
        depths[variable] = Depth;
        return variable;
    }

    public ParameterExpression Bind(Expression value, string? name = null) => BindAt(Depth, value, name);

    public ParameterExpression BindAt(int depth, Expression value, string? name = null)
    {
        var variable = Expression.Variable(value.Type, name);
        depths[variable] = depth;
        open[depth].Equations.Add(new Equation(variable, value));
        return variable;
    }

    /// <summary>An equation of variables that were declared, or that programs around all this know.</summary>
    public void Add(Equation equation)
    {
        foreach (var variable in equation.Variables) depths[variable] = Depth;
        open[^1].Equations.Add(equation);
    }

    /// <summary>What is made of an atom for one use, once and as far outside as the atom is known.</summary>
    public ParameterExpression Made(object use, Expression atom, Func<Expression, Expression> make, int leastDepth = 0)
    {
        var depth = Math.Max(leastDepth, DepthOf(atom));
        var key = (use, IdentityOf(atom));
        if (!open[depth].Known.TryGetValue(key, out var made)) open[depth].Known[key] = made = BindAt(depth, make(atom));
        return made;
    }

    /// <summary>Equal constants are one; the two zeros are two.</summary>
    private static object IdentityOf(Expression atom) => atom switch
    {
        ConstantExpression { Value: double number } => BitConverter.DoubleToInt64Bits(number),
        ConstantExpression { Value: float number } => BitConverter.SingleToInt32Bits(number),
        ConstantExpression { Value: { } value } => value,
        _ => atom,
    };
}
