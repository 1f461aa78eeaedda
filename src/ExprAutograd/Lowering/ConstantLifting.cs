using System.Collections.Immutable;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lowering;

/// <summary>Objects in a program (closures, data arrays) become variables read from an environment: code is shared, objects are not.</summary>
internal static class ConstantLifting
{
    /// <summary>The program without object constants, and the variable that now stands for each.</summary>
    public static (AnfProgram Program, ImmutableArray<(ParameterExpression Variable, object Value)> Environment) Run(AnfProgram program)
    {
        var lifted = new Dictionary<object, ParameterExpression>(ReferenceEqualityComparer.Instance);
        var order = ImmutableArray.CreateBuilder<(ParameterExpression, object)>();
        var result = Walk(program);
        return (result, order.ToImmutable());

        AnfProgram Walk(AnfProgram p) => new(p.Parameters, [.. p.Equations.Select(e => e.WithValue(Value(e.Value)))], [.. p.Results.Select(Lift)]);

        Expression Value(Expression value)
        {
            if (value is Region region)
                return region.With([.. region.Operands.Select(Lift)], [.. region.Programs.Select(p => StackGuard.Run(() => Walk(p)))]);
            Expression[]? operands = null;
            for (int k = 0, count = Operation.OperandCount(value); k < count; k++)
            {
                var operand = Operation.Operand(value, k);
                var atom = Lift(operand);
                if (ReferenceEquals(atom, operand)) continue;
                operands ??= Operation.Operands(value);
                operands[k] = atom;
            }
            return operands is null ? value : Operation.With(value, operands);
        }

        Expression Lift(Expression atom)
        {
            if (atom is not ConstantExpression c || EmitDialect.IsLiteral(c)) return atom;
            if (!lifted.TryGetValue(c.Value!, out var variable))
            {
                variable = Expression.Variable(c.Type, "captured");
                lifted[c.Value!] = variable;
                order.Add((variable, c.Value!));
            }
            return variable.Type == c.Type ? variable : atom;
        }
    }
}
