using System.Linq.Expressions;

namespace ExprAutograd.Tests.Loops;

/// <content>What statements compute with: numbers, indexes and tests.</content>
internal sealed partial class RandomLoops
{
    private const int DeepestNumber = 3;
    private const int DeepestTest = 4;

    private Expression Number(int depth)
    {
        if (IsExhausted || depth >= DeepestNumber) return Leaf();
        return Next(20) switch
        {
            3 => Expression.Add(Number(depth + 1), Number(depth + 1)),
            4 => Expression.Subtract(Number(depth + 1), Number(depth + 1)),
            5 or 6 or 7 => Expression.Multiply(Number(depth + 1), Number(depth + 1)),
            8 => Expression.Divide(Number(depth + 1), Positive(depth + 1)),
            9 => Squashed(depth + 1),
            10 => Call(nameof(Math.Exp), Squashed(depth + 1)),
            11 => Call(nameof(Math.Sqrt), Positive(depth + 1)),
            12 => Call(Next(2) == 0 ? nameof(Math.Max) : nameof(Math.Min), Number(depth + 1), Number(depth + 1)),
            13 => Expression.Condition(Test(depth + 1), Number(depth + 1), Number(depth + 1)),
            14 => Expression.Convert(Integer(), typeof(double)),
            15 => Expression.Negate(Number(depth + 1)),
            _ => Leaf(),
        };
    }

    private Expression Leaf()
    {
        switch (Next(8))
        {
            case 1: return Expression.Constant(Constants[Next(Constants.Length)]);
            case 2 when scope.Arrays.Count > 0: return Expression.ArrayIndex(Any(scope.Arrays), Index());
            case 3 when scope.Matrices.Count > 0: return Cell(Any(scope.Matrices));
            case 6 when scope.HasPlaces: return Element();
            case 4 or 5 or 7 when scope.Numbers.Count > 0: return Any(scope.Numbers);
            default:
                if (scope.Constants.Count > 0) return Any(scope.Constants);
                return Expression.ArrayIndex(scope.Readable[0], Index());
        }
    }

    private T Any<T>(List<T> list) => list[Next(list.Count)];

    /// <summary>A place that may be read and written: an element, or a field of a pair.</summary>
    private Expression Element()
    {
        switch (Next(4))
        {
            case 1 when scope.Matrices.Count > 0: return Cell(Any(scope.Matrices));
            case 2 when scope.Pairs.Count > 0: return Expression.Field(Any(scope.Pairs), Next(2) == 0 ? "Item1" : "Item2");
            case 3 when scope.Rows.Count > 0: return Expression.ArrayAccess(Row(Any(scope.Rows)), Index());
        }
        if (scope.Arrays.Count > 0) return Expression.ArrayAccess(Any(scope.Arrays), Index());
        if (scope.Matrices.Count > 0) return Cell(Any(scope.Matrices));
        return scope.Rows.Count > 0 ? Expression.ArrayAccess(Row(Any(scope.Rows)), Index()) : Expression.Field(Any(scope.Pairs), "Item1");
    }

    private BinaryExpression Row(ParameterExpression rows) =>
        Expression.ArrayIndex(rows, Next(2) == 0 ? Expression.Constant(Next(2)) : Expression.And(Integer(), Expression.Constant(1)));

    private IndexExpression Cell(ParameterExpression matrix) =>
        Expression.ArrayAccess(matrix, Next(2) == 0 ? Expression.Constant(Next(2)) : Expression.And(Integer(), Expression.Constant(1)), Index());

    /// <summary>An int from 0 to 2.</summary>
    private Expression Index()
    {
        var indexes = scope.Counters.Where(c => c.IsIndex).ToList();
        return Next(4) switch
        {
            1 when indexes.Count > 0 => Any(indexes).Counter,
            2 => Expression.Modulo(Expression.And(Integer(), Expression.Constant(7)), Expression.Constant(ArrayLength)),
            3 when indexes.Count > 0 => Expression.Modulo(Expression.Add(Any(indexes).Counter, Expression.Constant(1 + Next(2))), Expression.Constant(ArrayLength)),
            _ => Expression.Constant(Next(ArrayLength)),
        };
    }

    private Expression Integer() => Next(6) switch
    {
        1 or 2 when scope.Counters.Count > 0 => Any(scope.Counters).Counter,
        3 when scope.Integers.Count > 0 => Any(scope.Integers),
        4 when scope.Integers.Count > 0 => Expression.Add(Expression.Multiply(Any(scope.Integers), Expression.Constant(3)), Expression.Constant(Next(5))),
        5 when scope.Counters.Count > 0 => Expression.Subtract(Expression.Constant(Next(5)), Any(scope.Counters).Counter),
        _ => Expression.Constant(Next(MostTrips)),
    };

    /// <summary>A number of at least a half.</summary>
    private Expression Positive(int depth)
    {
        var e = Number(depth);
        return Expression.Add(Expression.Multiply(e, e), Expression.Constant(0.5));
    }

    /// <summary>A number between -1 and 1.</summary>
    private Expression Squashed(int depth) => Call(Next(3) switch { 0 => nameof(Math.Sin), 1 => nameof(Math.Tanh), _ => nameof(Math.Cos) }, Number(depth));

    private static MethodCallExpression Call(string name, params Expression[] arguments) =>
        Expression.Call(typeof(Math).GetMethod(name, [.. arguments.Select(a => a.Type)])!, arguments);

    private Expression Test(int depth)
    {
        if (IsExhausted || depth >= DeepestTest) return Expression.LessThan(Leaf(), Expression.Constant(0.25));
        return Next(10) switch
        {
            0 or 1 or 2 => Expression.LessThan(Number(depth), Expression.Constant(Constants[Next(Constants.Length)])),
            3 => Expression.GreaterThanOrEqual(Number(depth + 1), Number(depth + 1)),
            4 when scope.Flags.Count > 0 => Any(scope.Flags),
            5 => Expression.Equal(Expression.And(Integer(), Expression.Constant(1)), Expression.Constant(Next(2))),
            6 => Expression.LessThan(Integer(), Integer()),
            7 => Expression.AndAlso(Test(depth + 1), Test(depth + 1)),
            8 => Expression.OrElse(Test(depth + 1), Test(depth + 1)),
            _ => Expression.Not(Test(depth + 1)),
        };
    }
}
