using System.Linq.Expressions;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Anf;

/// <summary>The variables that an operation reads: its operands, and what its nested programs read from outside.</summary>
internal static class FreeVariables
{
    public static void ForEach(Expression value, Action<ParameterExpression> action)
    {
        if (value is Region region)
        {
            foreach (var operand in region.Operands)
                if (operand is ParameterExpression p) action(p);
            foreach (var program in region.Programs) ForEach(program, action);
            return;
        }
        for (int k = 0, count = Operation.OperandCount(value); k < count; k++)
            if (Operation.Operand(value, k) is ParameterExpression p) action(p);
    }

    /// <summary>The variables that <paramref name="program"/> reads and does not bind, each at least once.</summary>
    public static void ForEach(AnfProgram program, Action<ParameterExpression> action) => StackGuard.Run(() =>
    {
        var bound = new HashSet<ParameterExpression>(program.Parameters);
        void Outside(ParameterExpression p)
        {
            if (!bound.Contains(p)) action(p);
        }

        foreach (var equation in program.Equations)
        {
            ForEach(equation.Value, Outside);
            foreach (var variable in equation.Variables) bound.Add(variable);
        }
        foreach (var result in program.Results)
            if (result is ParameterExpression p) Outside(p);
        return 0;
    });

    /// <summary>True when the operation, or a program nested in it, reads the variable.</summary>
    public static bool IsRead(Expression value, ParameterExpression variable)
    {
        var isRead = false;
        ForEach(value, v => isRead |= v == variable);
        return isRead;
    }

    public static HashSet<ParameterExpression> Of(AnfProgram program)
    {
        var free = new HashSet<ParameterExpression>();
        ForEach(program, v => free.Add(v));
        return free;
    }
}
