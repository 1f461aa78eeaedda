using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Differentiation;

/// <summary>The cotangent of each variable so far; null is a zero that was never written down.</summary>
/// <remarks>A branch starts from the cotangents around it and hands back the new ones: nothing is added twice.</remarks>
internal sealed class Cotangents(ProgramBuilder builder, Cotangents? outer = null)
{
    private readonly Dictionary<ParameterExpression, Expression> current = [];

    public Expression? Find(Expression variable) => variable is not ParameterExpression p ? null
        : current.TryGetValue(p, out var cotangent) ? cotangent : outer?.Find(p);

    public void Set(ParameterExpression variable, Expression cotangent) => current[variable] = cotangent;

    public void Add(Expression variable, Expression contribution)
    {
        if (variable is not ParameterExpression p) return;
        current[p] = Find(p) switch
        {
            null => contribution,
            var sum when p.Type.IsArray => builder.Bind(ArrayOperation.Sum(sum, contribution)),
            var sum => builder.Bind(Expression.Add(sum, contribution)),
        };
    }

    /// <summary>The variables whose cotangent changed in this branch.</summary>
    public IEnumerable<ParameterExpression> Changed => current.Keys;
}
