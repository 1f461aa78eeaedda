using System.Collections.Immutable;
using System.Linq.Expressions;

namespace ExprAutograd.Anf;

/// <summary>The border between a user's signature and a flat program: each parameter's shape and the result's.</summary>
/// <param name="Parameters">The user's parameters, in order.</param>
/// <param name="ParameterShapes">The shape of each; the program's parameters are all their leaves in order.</param>
/// <param name="Result">The result's shape; the program's results are its leaves.</param>
internal sealed record FunctionShape(
    ImmutableArray<ParameterExpression> Parameters,
    ImmutableArray<ValueShape> ParameterShapes,
    ValueShape Result)
{
    /// <summary>Assigns the leaves of the aggregate parameters to the program's parameters; a parameter that is a leaf is the program's own.</summary>
    public void TakeParametersApart(ImmutableArray<ParameterExpression> leaves, List<ParameterExpression> locals, List<Expression> statements)
    {
        var next = 0;
        for (var k = 0; k < Parameters.Length; k++)
            foreach (var leaf in ParameterShapes[k].TakeApart(Parameters[k]))
            {
                var variable = leaves[next++];
                if (ReferenceEquals(variable, leaf)) continue;
                locals.Add(variable);
                statements.Add(Expression.Assign(variable, leaf));
            }
    }

    /// <summary>The positions of the leaves of parameter <paramref name="index"/> among the program's parameters.</summary>
    public Range LeavesOf(int index)
    {
        var start = ParameterShapes.Take(index).Sum(s => s.LeafCount);
        return start..(start + ParameterShapes[index].LeafCount);
    }
}
