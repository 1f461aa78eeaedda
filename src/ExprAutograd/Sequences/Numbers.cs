using System.Linq.Expressions;

namespace ExprAutograd.Sequences;

/// <summary>Expressions of numbers, most of them lengths and indices; what is known when the loop is built is not computed when it runs.</summary>
internal static class Numbers
{
    public static readonly ConstantExpression Zero = Expression.Constant(0);
    public static readonly ConstantExpression One = Expression.Constant(1);

    public static Expression Add(Expression a, Expression b) => (Known(a), Known(b)) switch
    {
        (0, _) => b,
        (_, 0) => a,
        ({ } x, { } y) => Expression.Constant(unchecked(x + y)),
        _ => Expression.Add(a, b),
    };

    public static Expression Subtract(Expression a, Expression b) => (Known(a), Known(b)) switch
    {
        (_, 0) => a,
        ({ } x, { } y) => Expression.Constant(unchecked(x - y)),
        _ => Expression.Subtract(a, b),
    };

    public static Expression Multiply(Expression a, Expression b) => (Known(a), Known(b)) switch
    {
        (1, _) => b,
        (_, 1) => a,
        ({ } x, { } y) => Expression.Constant(unchecked(x * y)),
        _ => Expression.Multiply(a, b),
    };

    public static Expression Min(Expression a, Expression b) => (Known(a), Known(b)) switch
    {
        ({ } x, { } y) => Expression.Constant(Math.Min(x, y)),
        _ when ReferenceEquals(a, b) => a,
        _ => Extremum(nameof(Math.Min), a, b),
    };

    public static Expression Max(Expression a, Expression b) => (Known(a), Known(b)) switch
    {
        ({ } x, { } y) => Expression.Constant(Math.Max(x, y)),
        _ when ReferenceEquals(a, b) => a,
        _ => Extremum(nameof(Math.Max), a, b),
    };

    /// <summary>The value in another type; itself where that is its own.</summary>
    public static Expression As(Type type, Expression value) => value.Type == type ? value : Expression.Convert(value, type);

    private static MethodCallExpression Extremum(string name, Expression a, Expression b) => Expression.Call(typeof(Math), name, null, a, b);

    private static int? Known(Expression e) => e is ConstantExpression { Value: int value } ? value : null;
}
