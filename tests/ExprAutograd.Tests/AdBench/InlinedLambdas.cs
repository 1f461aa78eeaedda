using System.Linq.Expressions;

namespace ExprAutograd.Tests.AdBench;

/// <summary>A lambda that uses others, <c>g.Compile()(x)</c>, with those others in place: LINQ itself would compile them anew at every use.</summary>
internal sealed class InlinedLambdas : ExpressionVisitor
{
    public static TDelegate Compile<TDelegate>(Expression<TDelegate> function)
        where TDelegate : Delegate => ((Expression<TDelegate>)new InlinedLambdas().Visit(function)).Compile();

    protected override Expression VisitInvocation(InvocationExpression node) =>
        node.Expression is MethodCallExpression { Method.Name: "Compile", Object: { } held }
            ? Expression.Invoke(Visit(Expression.Lambda<Func<LambdaExpression>>(held).Compile()()), node.Arguments.Select(Visit)!)
            : base.VisitInvocation(node);
}
