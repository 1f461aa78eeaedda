using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Anf;

/// <summary>Atoms for variables, throughout a program.</summary>
internal static class Substitution
{
    public static Expression Atom(Dictionary<ParameterExpression, Expression> names, Expression atom) =>
        atom is ParameterExpression p && names.TryGetValue(p, out var replacement) ? replacement : atom;

    /// <summary>The operation with its operand atoms replaced, nested programs included; bound variables keep their names.</summary>
    public static Expression Apply(Dictionary<ParameterExpression, Expression> names, Expression value)
    {
        if (names.Count == 0) return value;
        if (value is Region region)
            return region.With(
                [.. region.Operands.Select(o => Atom(names, o))],
                [.. region.Programs.Select(p => StackGuard.Run(() => Apply(names, p)))]);
        if (value is ParameterExpression) return Atom(names, value);

        Expression[]? operands = null;
        for (int k = 0, count = Operation.OperandCount(value); k < count; k++)
        {
            var operand = Operation.Operand(value, k);
            var replacement = Atom(names, operand);
            if (ReferenceEquals(operand, replacement)) continue;
            operands ??= Operation.Operands(value);
            operands[k] = replacement;
        }
        return operands is null ? value : Operation.With(value, operands);
    }

    public static AnfProgram Apply(Dictionary<ParameterExpression, Expression> names, AnfProgram program) => new(
        program.Parameters,
        [.. program.Equations.Select(e => e.WithValue(Apply(names, e.Value)))],
        [.. program.Results.Select(r => Atom(names, r))]);

    /// <summary>A copy with fresh variables throughout, so that it can stand beside the original; free variables go through <paramref name="names"/>.</summary>
    public static AnfProgram Rename(AnfProgram program, Dictionary<ParameterExpression, Expression> names)
    {
        var parameters = program.Parameters.Select(p => Fresh(p, names)).ToImmutableArray();
        var equations = ImmutableArray.CreateBuilder<Equation>(program.Equations.Length);
        foreach (var equation in program.Equations)
        {
            var value = equation.Value is Region region
                ? region.With(
                    [.. region.Operands.Select(o => Atom(names, o))],
                    [.. region.Programs.Select(p => StackGuard.Run(() => Rename(p, names)))])
                : Apply(names, equation.Value);
            equations.Add(new Equation([.. equation.Variables.Select(v => Fresh(v, names))], value));
        }
        return new AnfProgram(parameters, equations.ToImmutable(), [.. program.Results.Select(r => Atom(names, r))]);
    }

    private static ParameterExpression Fresh(ParameterExpression variable, Dictionary<ParameterExpression, Expression> names)
    {
        var fresh = Expression.Variable(variable.Type, variable.Name);
        names[variable] = fresh;
        return fresh;
    }
}
