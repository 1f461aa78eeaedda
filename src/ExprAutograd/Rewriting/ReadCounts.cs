using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Rewriting;

/// <summary>How often each variable is read, in a program and all that is nested in it.</summary>
internal sealed class ReadCounts
{
    private readonly Dictionary<ParameterExpression, int> counts = [];

    public static ReadCounts Of(AnfProgram program)
    {
        var reads = new ReadCounts();
        reads.Count(program);
        return reads;
    }

    public int this[ParameterExpression variable] => counts.GetValueOrDefault(variable);

    private void Count(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                foreach (var operand in region.Operands) Add(operand);
                foreach (var nested in region.Programs) StackGuard.Run(() => { Count(nested); return 0; });
                continue;
            }
            for (int k = 0, count = Operation.OperandCount(equation.Value); k < count; k++) Add(Operation.Operand(equation.Value, k));
        }
        foreach (var result in program.Results) Add(result);
    }

    private void Add(Expression atom)
    {
        if (atom is ParameterExpression p) counts[p] = counts.GetValueOrDefault(p) + 1;
    }
}
