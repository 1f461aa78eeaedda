using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lowering;

/// <summary>How often each variable is read, and in which program: one read in its own program can be written where it is read.</summary>
internal sealed class UseTable
{
    private readonly Dictionary<ParameterExpression, (int Count, AnfProgram Where, int At)> uses = [];
    private readonly Dictionary<ParameterExpression, int> definitions = [];

    public static UseTable Of(AnfProgram program)
    {
        var table = new UseTable();
        table.Walk(program);
        return table;
    }

    public bool IsSingle(ParameterExpression variable, AnfProgram home) => uses.TryGetValue(variable, out var use) && use.Count == 1 && use.Where == home;

    /// <summary>How many equations the value would wait if it were written where it is last read.</summary>
    public int DelayOf(ParameterExpression variable) => uses[variable].At - definitions[variable];

    public bool IsUsed(ParameterExpression variable) => uses.ContainsKey(variable);

    private void Walk(AnfProgram program)
    {
        for (var at = 0; at < program.Equations.Length; at++)
        {
            var equation = program.Equations[at];
            foreach (var variable in equation.Variables) definitions[variable] = at;
            if (equation.Value is Region region)
            {
                foreach (var operand in region.Operands) Use(operand, program, at);
                foreach (var nested in region.Programs) StackGuard.Run(() => { Walk(nested); return 0; });
                continue;
            }
            for (var k = 0; k < Operation.OperandCount(equation.Value); k++) Use(Operation.Operand(equation.Value, k), program, at);
        }
        foreach (var result in program.Results) Use(result, program, program.Equations.Length);
    }

    private void Use(Expression atom, AnfProgram program, int at)
    {
        if (atom is ParameterExpression p) uses[p] = (uses.TryGetValue(p, out var use) ? use.Count + 1 : 1, program, at);
    }
}
