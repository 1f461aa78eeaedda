using System.Collections.Immutable;
using System.Linq.Expressions;

namespace ExprAutograd.Anf;

/// <summary>A function as a list of equations: the one type that flows through every pass.</summary>
/// <remarks>
/// <para>Immutable, single assignment, in order of evaluation. Every operand is an atom; a result is an atom. It is a jaxpr (Frostig, Johnson,
/// Leary 2018) whose primitives are LINQ nodes. Parameters and results are flat (scalars and arrays): tuples, records and structs are
/// taken apart by <see cref="FunctionShape"/> at the border.</para>
/// <para>The program of a region sees the variables of the programs around it; its own parameters are the loop index and the carried state.</para>
/// </remarks>
internal sealed class AnfProgram
{
    public AnfProgram(ImmutableArray<ParameterExpression> parameters, ImmutableArray<Equation> equations, ImmutableArray<Expression> results)
    {
        Parameters = parameters;
        Equations = equations;
        Results = results;
    }

    public ImmutableArray<ParameterExpression> Parameters { get; }

    public ImmutableArray<Equation> Equations { get; }

    public ImmutableArray<Expression> Results { get; }

    public AnfProgram With(ImmutableArray<Equation> equations) => new(Parameters, equations, Results);

    public AnfProgram With(ImmutableArray<Equation> equations, ImmutableArray<Expression> results) => new(Parameters, equations, results);

    /// <summary>The equation of this program that binds the variable; null where one around it does.</summary>
    public Equation? DefinitionOf(ParameterExpression variable)
    {
        for (var k = Equations.Length - 1; k >= 0; k--)
            if (Equations[k].Variables.Contains(variable)) return Equations[k];
        return null;
    }

    /// <summary>The number of operations, those inside regions included.</summary>
    public int CountOperations()
    {
        var total = 0;
        foreach (var equation in Equations)
            total += equation.Value is Region region ? 1 + CountNested(region) : 1;
        return total;
    }

    private static int CountNested(Region region) =>
        Diagnostics.StackGuard.Run(() => region.Programs.Sum(p => p.CountOperations()));
}
