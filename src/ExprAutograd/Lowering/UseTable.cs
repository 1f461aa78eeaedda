using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lowering;

/// <summary>How often each variable is read, and in which program: one read in its own program can be written where it is read.</summary>
internal sealed class UseTable
{
    private readonly Dictionary<ParameterExpression, (int Count, AnfProgram Where)> uses = [];

    public static UseTable Of(AnfProgram program)
    {
        var table = new UseTable();
        table.Walk(program);
        return table;
    }

    public bool IsSingle(ParameterExpression variable, AnfProgram home) => uses.TryGetValue(variable, out var use) && use.Count == 1 && use.Where == home;

    public bool IsUsed(ParameterExpression variable) => uses.ContainsKey(variable);

    private void Walk(AnfProgram program)
    {
        foreach (var equation in program.Equations)
        {
            if (equation.Value is Region region)
            {
                foreach (var operand in region.Operands) Use(operand, program);
                foreach (var nested in region.Programs) StackGuard.Run(() => { Walk(nested); return 0; });
                continue;
            }
            for (var k = 0; k < Operation.OperandCount(equation.Value); k++) Use(Operation.Operand(equation.Value, k), program);
        }
        foreach (var result in program.Results) Use(result, program);
    }

    private void Use(Expression atom, AnfProgram program)
    {
        if (atom is ParameterExpression p) uses[p] = (uses.TryGetValue(p, out var use) ? use.Count + 1 : 1, program);
    }
}
