using System.Collections.Immutable;
using System.Linq.Expressions;

namespace ExprAutograd.Anf;

/// <summary><c>variables = value</c>: one operation whose operands are all atoms, bound once.</summary>
/// <remarks>
/// One variable, except where <see cref="Value"/> is a <see cref="Region"/>, which binds as many as its programs have results
/// (a branch hands every value its adjoint reads again to the outside; tuples would stop at seven and be taken apart again at once).
/// </remarks>
internal sealed class Equation
{
    public Equation(ParameterExpression variable, Expression value)
        : this([variable], value)
    {
    }

    public Equation(ImmutableArray<ParameterExpression> variables, Expression value)
    {
        Variables = variables;
        Value = value;
    }

    public ImmutableArray<ParameterExpression> Variables { get; }

    public Expression Value { get; }

    /// <summary>The one variable of an equation that is not a region.</summary>
    public ParameterExpression Variable => Variables[0];

    public Equation WithValue(Expression value) => ReferenceEquals(value, Value) ? this : new Equation(Variables, value);

    public override string ToString() => $"{string.Join(", ", Variables.Select(v => v.Name))} = {Value}";
}
