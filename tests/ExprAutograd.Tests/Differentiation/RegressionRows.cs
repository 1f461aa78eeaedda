using System.Linq.Expressions;

namespace ExprAutograd.Tests.Differentiation;

/// <summary>Functions that once failed, as small as they could be made.</summary>
internal static class RegressionRows
{
    private static readonly ParameterExpression x = Expression.Parameter(typeof(double), "x");
    private static readonly ParameterExpression a = Expression.Variable(typeof(double[]), "a");

    public static (string Why, LambdaExpression Function)[] All { get; } =
    [
        ("a subtree used twice was computed once, though it changes what it reads", Twice(Expression.Block(Expression.PreIncrementAssign(x), x))),
        ("an array that only one branch knows was not in the plan of stores", ArrayInBranch()),
        ("a matrix was written in one method and read in another", SplitHessian()),
        ("a branch of a split function handed its results to the wrong slots", SplitSwitch()),
    ];

    private static Expression<Func<double, double, double, double, double>> SplitHessian() => (x, y, z, w) =>
        (x > 0 ? Math.Pow((Math.Atan2(x, (x * x) + 0.5) * Math.Atan2(x, (x * x) + 0.5)) + 0.5, 0.9 * Math.Sin(x)) : x) / ((x * x) + 0.5);

    private static LambdaExpression Twice(Expression e) => Expression.Lambda(Expression.Multiply(e, e), x);

    private static LambdaExpression ArrayInBranch()
    {
        var index = Expression.Convert(Expression.Call(typeof(Math), nameof(Math.Floor), null, Expression.Multiply(x, Expression.Constant(0.5))), typeof(int));
        var block = Expression.Block(
            [a],
            Expression.Assign(a, Expression.NewArrayInit(typeof(double), x, x)),
            Expression.Assign(Expression.ArrayAccess(a, Expression.Constant(0)), Expression.Multiply(x, x)),
            Expression.ArrayAccess(a, index));
        return Expression.Lambda(Expression.Condition(Expression.GreaterThan(x, Expression.Constant(0.0)), block, x), x);
    }

    private static LambdaExpression SplitSwitch()
    {
        var power = Expression.Call(
            typeof(Math), nameof(Math.Pow), null,
            Expression.Add(Expression.Multiply(x, x), Expression.Constant(0.5)),
            Expression.Multiply(Expression.Constant(0.9), Expression.Call(typeof(Math), nameof(Math.Sin), null, x)));
        var selector = Expression.Convert(Expression.Call(typeof(Math), nameof(Math.Floor), null, x), typeof(int));
        return Expression.Lambda(
            Expression.Switch(selector, x, Expression.SwitchCase(power, Expression.Constant(0), Expression.Constant(2)), Expression.SwitchCase(x, Expression.Constant(-1))), x);
    }
}
