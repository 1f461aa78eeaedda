using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.Functions;

/// <summary>Functions of four numbers with as many operations as one asks for: what a loop that builds an expression, or a code generator, makes.</summary>
/// <remarks>
/// Products, sums and scalings, a sine now and then; every value depends on the one before and on two of the last twelve. Values stay
/// within [-1, 1] where the parameters do.
/// </remarks>
internal static class StraightLine
{
    private const int Window = 12;
    private const int OperationsPerSine = 24;

    /// <summary>The function of exactly <paramref name="operations"/> operations.</summary>
    /// <param name="operations">At least one.</param>
    /// <param name="literal">The first factor that scales; another literal makes another program, which no cache knows.</param>
    public static Expression<Func<double, double, double, double, double>> Of(int operations, double literal = 0.5)
    {
        var parameters = Array.ConvertAll(["p", "q", "r", "s"], name => Expression.Parameter(typeof(double), name));
        var values = new List<Expression>(parameters);
        var locals = new List<ParameterExpression>();
        var statements = new List<Expression>();
        var random = 1u;
        var factor = literal;
        Expression current = parameters[0];
        for (var k = 0; k < operations; k++)
        {
            if (k % OperationsPerSine == OperationsPerSine - 1) current = Expression.Call(typeof(Math), nameof(Math.Sin), null, current);
            else
            {
                current = (k % 3) switch
                {
                    0 => Expression.Multiply(Local(current), Earlier()),
                    1 => Expression.Add(current, Earlier()),
                    _ => Expression.Multiply(current, Expression.Constant(factor)),
                };
                if (k % 3 == 2) factor = 0.5;
            }
        }
        return Expression.Lambda<Func<double, double, double, double, double>>(Expression.Block(locals, [.. statements, current]), parameters);

        Expression Earlier()
        {
            random = (random * 1664525) + 1013904223;
            return values[^(int)(1 + ((random >> 16) % Math.Min(Window, values.Count)))];
        }

        Expression Local(Expression value)
        {
            if (value is ParameterExpression) return value;
            var local = Expression.Variable(typeof(double), $"t{locals.Count}");
            locals.Add(local);
            statements.Add(Expression.Assign(local, value));
            values.Add(local);
            return local;
        }
    }
}
