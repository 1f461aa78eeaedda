using System.Linq.Expressions;
using ExprAutograd.Tests.Differentiation;

namespace ExprAutograd.Tests.Loops;

/// <summary>Functions with loops that once failed, as small as they could be made.</summary>
public sealed class LoopRegressionTests
{
    private static readonly ParameterExpression x = Expression.Parameter(typeof(double), "x");
    private static readonly ParameterExpression s = Expression.Variable(typeof(double), "s");
    private static readonly ParameterExpression r = Expression.Variable(typeof(double[][]), "r");
    private static readonly LabelTarget end = Expression.Label("end");
    private static readonly LabelTarget result = Expression.Label(typeof(double), "result");

    public static TheoryData<string> Names => [.. Rows.Select(r => r.Why)];

    private static (string Why, LambdaExpression Function)[] Rows { get; } =
    [
        ("a loop that is left at once, by one exit or the other, ran forever", LeftAtOnce()),
        ("what stands behind a label ran though another jump passed over it", JumpPastALabel()),
        ("an array of arrays made of its rows had no tangent", Rows2D(fill: true)),
        ("an array of arrays of zeros had a tangent without rows", Rows2D(fill: false)),
        ("the length of a matrix that carries a derivative had none", MatrixLength()),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_that_once_failed_is_right(string why)
    {
        var function = Rows.Single(r => r.Why == why).Function;
        Assert.Null(RandomChecks.WrongValue(function) ?? RandomChecks.WrongGradient(function) ?? RandomChecks.WrongHessian(function));
    }

    private static LambdaExpression LeftAtOnce() => Lambda(
        Expression.Assign(s, Expression.Multiply(x, x)),
        Expression.Loop(Expression.IfThenElse(Expression.LessThan(x, Expression.Constant(1.0)), Expression.Break(end), Expression.Return(result, Expression.Constant(5.0))), end));

    private static LambdaExpression JumpPastALabel()
    {
        var then = Expression.Label("then");
        return Lambda(
            Expression.Assign(s, Expression.Multiply(x, x)),
            Expression.IfThen(Expression.LessThan(x, Expression.Constant(0.0)), Expression.Goto(then)),
            Expression.Return(result, Expression.Call(typeof(Math), nameof(Math.Sin), null, x)),
            Expression.Label(then),
            Expression.MultiplyAssign(s, s));
    }

    private static LambdaExpression Rows2D(bool fill)
    {
        var zeros = Expression.NewArrayBounds(typeof(double), Expression.Constant(3));
        var first = Expression.ArrayAccess(Expression.ArrayIndex(r, Expression.Constant(0)), Expression.Constant(0));
        return Lambda(
            Expression.Assign(r, Expression.NewArrayInit(typeof(double[]), fill ? Expression.NewArrayInit(typeof(double), x, x, x) : zeros, zeros)),
            fill ? Expression.Empty() : Expression.Assign(first, Expression.Multiply(x, x)),
            Expression.Assign(s, Expression.Multiply(first, first)));
    }

    private static LambdaExpression MatrixLength()
    {
        var m = Expression.Variable(typeof(double[,]), "m");
        return Lambda(
            Expression.Block(
                [m],
                Expression.Assign(m, Expression.NewArrayBounds(typeof(double), Expression.Constant(2), Expression.Constant(3))),
                Expression.Assign(Expression.ArrayAccess(m, Expression.Constant(1), Expression.Constant(2)), x),
                Expression.Assign(s, Expression.ArrayAccess(m, Expression.Constant(1), Expression.Subtract(Expression.Call(m, nameof(Array.GetLength), null, Expression.Constant(1)), Expression.Constant(1))))));
    }

    private static LambdaExpression Lambda(params Expression[] statements) =>
        Expression.Lambda<Func<double, double>>(Expression.Block([s, r], [.. statements, Expression.Label(result, s)]), x);
}
