using System.Linq.Expressions;
using System.Runtime.InteropServices;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;

namespace ExprAutograd.Lowering;

/// <summary>How often each variable is read, and in which program: one read in its own program can be written where it is read.</summary>
internal sealed class UseTable
{
    private readonly Dictionary<ParameterExpression, Use> uses;

    private UseTable(int size) => uses = new Dictionary<ParameterExpression, Use>(size);

    private struct Use
    {
        public int Count;
        public AnfProgram Where;
        public int DefinedAt;
        public int ReadAt;
    }

    public static UseTable Of(AnfProgram program)
    {
        var table = new UseTable(program.Equations.Length + program.Parameters.Length);
        table.Walk(program);
        return table;
    }

    public bool IsSingle(ParameterExpression variable, AnfProgram home) => uses.TryGetValue(variable, out var use) && use.Count == 1 && use.Where == home;

    /// <summary>How many equations the value would wait if it were written where it is last read.</summary>
    public int DelayOf(ParameterExpression variable) => uses[variable].ReadAt - uses[variable].DefinedAt;

    public bool IsUsed(ParameterExpression variable) => uses.TryGetValue(variable, out var use) && use.Count > 0;

    private void Walk(AnfProgram program)
    {
        for (var at = 0; at < program.Equations.Length; at++)
        {
            var equation = program.Equations[at];
            foreach (var variable in equation.Variables) CollectionsMarshal.GetValueRefOrAddDefault(uses, variable, out _).DefinedAt = at;
            if (equation.Value is Region region)
            {
                foreach (var operand in region.Operands) Read(operand, program, at);
                foreach (var nested in region.Programs) StackGuard.Run(() => { Walk(nested); return 0; });
                continue;
            }
            var count = Operation.OperandCount(equation.Value);
            for (var k = 0; k < count; k++) Read(Operation.Operand(equation.Value, k), program, at);
        }
        foreach (var result in program.Results) Read(result, program, program.Equations.Length);
    }

    private void Read(Expression atom, AnfProgram program, int at)
    {
        if (atom is not ParameterExpression p) return;
        ref var use = ref CollectionsMarshal.GetValueRefOrAddDefault(uses, p, out _);
        use.Count++;
        use.Where = program;
        use.ReadAt = at;
    }
}
