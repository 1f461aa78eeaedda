using System.Linq.Expressions;
using ExprAutograd.Anf;

namespace ExprAutograd.Differentiation;

/// <summary>The cotangent of each variable so far; null is a zero that was never written down.</summary>
/// <remarks>
/// <para>A branch starts from the cotangents around it and hands back the new ones: nothing is added twice.</para>
/// <para>A minus sign is kept apart from the number it is for: the sum of -a, -b and c is c - (a + b), with no negation to compute.</para>
/// </remarks>
internal sealed class Cotangents(ProgramBuilder builder, Cotangents? outer = null)
{
    private readonly Dictionary<ParameterExpression, Expression> current = [];
    private readonly HashSet<ParameterExpression> negative = [];

    public Expression? Find(Expression variable)
    {
        if (variable is not ParameterExpression p) return null;
        if (!current.TryGetValue(p, out var cotangent)) return outer?.Find(p);
        return negative.Remove(p) ? current[p] = builder.Bind(Expression.Negate(cotangent)) : cotangent;
    }

    /// <summary>The cotangent, or what it is minus of.</summary>
    public Expression? FindUnsigned(ParameterExpression variable, out bool isNegative)
    {
        isNegative = negative.Contains(variable);
        return current.TryGetValue(variable, out var cotangent) ? cotangent : outer?.Find(variable);
    }

    public void Set(ParameterExpression variable, Expression cotangent)
    {
        negative.Remove(variable);
        current[variable] = cotangent;
    }

    /// <summary>Adds <paramref name="contribution"/>, or subtracts it.</summary>
    public void Add(Expression variable, Expression contribution, bool isNegative = false)
    {
        if (variable is not ParameterExpression p) return;
        var sum = FindUnsigned(p, out var isSumNegative);
        if (sum is null) current[p] = contribution;
        else if (p.Type.IsArray) current[p] = builder.Bind(ArrayOperation.Sum(sum, contribution));
        else if (isSumNegative == isNegative)
        {
            current[p] = builder.Bind(Expression.Add(sum, contribution));
            return;
        }
        else
        {
            current[p] = builder.Bind(isNegative ? Expression.Subtract(sum, contribution) : Expression.Subtract(contribution, sum));
            isNegative = false;
        }
        if (isNegative) negative.Add(p);
        else negative.Remove(p);
    }

    /// <summary>Computes what is still minus something: before a branch opens, which only sees numbers, and before it closes.</summary>
    public void Settle()
    {
        foreach (var variable in negative.ToArray()) Find(variable);
    }

    /// <summary>The variables whose cotangent changed in this branch.</summary>
    public IEnumerable<ParameterExpression> Changed => current.Keys;
}
