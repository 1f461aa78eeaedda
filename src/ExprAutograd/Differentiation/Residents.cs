using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Diagnostics;
using ExprAutograd.Expressions;
using ExprAutograd.Operators;

namespace ExprAutograd.Differentiation;

/// <summary>The arrays that the adjoint finds as they were: made outside all loops, and never the start of another version.</summary>
/// <remarks>A version that is updated later is overwritten, because updates are made in place; reading it again would cost a copy.</remarks>
internal sealed class Residents
{
    /// <summary>The caller's arrays are copied before anything is written to them.</summary>
    private readonly HashSet<ParameterExpression> parameters;

    private readonly HashSet<ParameterExpression> bound = [];
    private readonly HashSet<ParameterExpression> overwritten = [];

    private Residents(HashSet<ParameterExpression> parameters) => this.parameters = parameters;

    public static Residents Of(AnfProgram program)
    {
        var residents = new Residents([.. program.Parameters]);
        residents.Note(program, isOutside: true);
        return residents;
    }

    public bool IsStable(ParameterExpression array) => bound.Contains(array) && !overwritten.Contains(array);

    /// <summary>From here on the adjoint runs beside what <paramref name="program"/> computes.</summary>
    public void Enter(AnfProgram program)
    {
        bound.UnionWith(program.Parameters);
        foreach (var equation in program.Equations) bound.UnionWith(equation.Variables);
    }

    private void Note(AnfProgram program, bool isOutside)
    {
        if (isOutside) bound.UnionWith(program.Parameters);
        foreach (var equation in program.Equations)
        {
            if (isOutside) bound.UnionWith(equation.Variables);
            if (equation.Value is Region region)
            {
                foreach (var operand in region.Operands) Overwrite(operand);
                foreach (var nested in region.Programs)
                {
                    foreach (var result in nested.Results) Overwrite(result);
                    StackGuard.Run(() => { Note(nested, isOutside: false); return 0; });
                }
                continue;
            }
            if (ArrayMethods.IsUpdate(equation.Value))
                foreach (var argument in Operation.Operands(equation.Value)) Overwrite(argument);
        }

        void Overwrite(Expression atom)
        {
            if (atom is ParameterExpression { Type.IsArray: true } p && !parameters.Contains(p)) overwritten.Add(p);
        }
    }
}
