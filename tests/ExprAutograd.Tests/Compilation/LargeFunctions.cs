using System.Linq.Expressions;

namespace ExprAutograd.Tests.Compilation;

/// <summary>Functions of as many operations as asked for.</summary>
internal static class LargeFunctions
{
    private const int OperationsPerStep = 4;

    /// <summary>v = sin(v) y + c v, again and again: every value is read by the next step alone.</summary>
    public static Expression<Func<double, double, double>> Chain(int operations)
    {
        var (x, y) = (Expression.Parameter(typeof(double), "x"), Expression.Parameter(typeof(double), "y"));
        var v = Expression.Variable(typeof(double), "v");
        var statements = new List<Expression> { Expression.Assign(v, x) };
        for (var k = 0; k < operations / OperationsPerStep; k++)
            statements.Add(Expression.Assign(v, Expression.Add(Expression.Multiply(Sin(v), y), Expression.Multiply(Expression.Constant(0.5 + (1e-5 * k)), v))));
        statements.Add(v);
        return Expression.Lambda<Func<double, double, double>>(Expression.Block([v], statements), x, y);
    }

    /// <summary>The sum of sin(c x) y over many c, as a balanced tree of sums.</summary>
    public static Expression<Func<double, double, double>> Sum(int operations)
    {
        var (x, y) = (Expression.Parameter(typeof(double), "x"), Expression.Parameter(typeof(double), "y"));
        return Expression.Lambda<Func<double, double, double>>(
            Balanced([.. Enumerable.Range(0, operations / OperationsPerStep).Select(k => (Expression)Expression.Multiply(Sin(Expression.Multiply(Expression.Constant(1e-3 * k), x)), y))]), x, y);
    }

    /// <summary>Many branches in a row, each on what the one before made.</summary>
    public static Expression<Func<double, double, double>> Branches(int operations)
    {
        var (x, y) = (Expression.Parameter(typeof(double), "x"), Expression.Parameter(typeof(double), "y"));
        var v = Expression.Variable(typeof(double), "v");
        var statements = new List<Expression> { Expression.Assign(v, x) };
        for (var k = 0; k < operations / OperationsPerStep; k++)
            statements.Add(Expression.Assign(v, Expression.Condition(
                Expression.GreaterThan(v, Expression.Constant(0.25 + (0.5 / (k + 1)))),
                Expression.Multiply(Sin(v), y),
                Expression.Add(v, Expression.Multiply(y, Expression.Constant(0.125))))));
        statements.Add(v);
        return Expression.Lambda<Func<double, double, double>>(Expression.Block([v], statements), x, y);
    }

    /// <summary>Two branches, each with thousands of operations of its own.</summary>
    public static Expression<Func<double, double, double>> LargeBranches(int operations)
    {
        var (x, y) = (Expression.Parameter(typeof(double), "x"), Expression.Parameter(typeof(double), "y"));
        var (then, @else) = (Chain(operations / 2), Sum(operations / 2));
        var body = Expression.Condition(Expression.LessThan(x, y), Expression.Invoke(then, x, y), Expression.Invoke(@else, y, x));
        return Expression.Lambda<Func<double, double, double>>(Expression.Multiply(body, x), x, y);
    }

    public static Expression Balanced(ReadOnlySpan<Expression> terms) =>
        terms.Length == 1 ? terms[0] : Expression.Add(Balanced(terms[..(terms.Length / 2)]), Balanced(terms[(terms.Length / 2)..]));

    private static MethodCallExpression Sin(Expression operand) => Expression.Call(typeof(Math), nameof(Math.Sin), null, operand);
}
