using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>A number written into a function that no function compiled before has in it: no cache knows the function.</summary>
internal sealed class UnseenLiteral(double literal) : ExpressionVisitor
{
    /// <summary>What stands in the lambda where the literal goes; too small to change a sum.</summary>
    public const double Place = 6.5e-301;

    /// <summary>The lambda with <paramref name="literal"/> wherever it says <see cref="Place"/>.</summary>
    public static Expression<TDelegate> In<TDelegate>(Expression<TDelegate> function, double literal)
        where TDelegate : Delegate => (Expression<TDelegate>)new UnseenLiteral(literal).Visit(function);

    /// <inheritdoc/>
    protected override Expression VisitConstant(ConstantExpression node) => node.Value is Place ? Expression.Constant(literal) : node;
}
