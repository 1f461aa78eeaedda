using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Operators;

namespace ExprAutograd.Recording;

/// <summary>Values that were computed before the gradient was asked for: the derivative goes through the operation, the value is read.</summary>
/// <remarks>
/// <code>
/// y = Known(f(x), v)     its derivative:  that of f      afterwards:  v
/// </code>
/// Once it is differentiated, f(x) is dead where the derivative does not read it.
/// </remarks>
internal static class KnownValues
{
    public static Expression Mark(Expression computed, Expression value) =>
        Expression.Call(typeof(DerivativeOperators).GetMethod(nameof(DerivativeOperators.Known), BindingFlags.NonPublic | BindingFlags.Static, [computed.Type, value.Type])!, computed, value);

    /// <summary>The program with known values in place of what computes them.</summary>
    public static AnfProgram Use(AnfProgram program)
    {
        var names = new Dictionary<ParameterExpression, Expression>();
        foreach (var equation in program.Equations)
            if (equation.Value is MethodCallExpression { Method: { Name: nameof(DerivativeOperators.Known) } m } call && m.DeclaringType == typeof(DerivativeOperators))
                names[equation.Variable] = Substitution.Atom(names, call.Arguments[1]);
        if (names.Count == 0) return program;
        var rest = program.Equations.RemoveAll(e => e.Variables is [var only] && names.ContainsKey(only));
        return Substitution.Apply(names, program.With(rest, program.Results));
    }
}
