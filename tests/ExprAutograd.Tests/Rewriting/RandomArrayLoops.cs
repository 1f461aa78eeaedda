using System.Linq.Expressions;

namespace ExprAutograd.Tests.Rewriting;

/// <summary>Bytes to functions of chains of loops over arrays: filled, updated, summed up, at the own index and at others. Fewer and smaller bytes are a simpler function.</summary>
internal sealed class RandomArrayLoops
{
    private const int ShortLength = 3;
    private const int MostStatements = 8;
    private const int DeepestNumber = 3;

    private static readonly double[] Constants = [1, 0.5, -1, 2, -0.0, 0.1];

    private readonly byte[] choices;
    private readonly ParameterExpression x = Expression.Parameter(typeof(double[]), "x");
    private readonly List<ParameterExpression> variables = [];
    private readonly List<ParameterExpression> numbers = [];
    private readonly List<ParameterExpression> arrays = [];
    private int position;
    private ParameterExpression? index;
    private bool isInOuterLoop;

    private ParameterExpression? outerIndex;

    private RandomArrayLoops(byte[] choices, int length) => (this.choices, Length) = (choices, length);

    private int Length { get; }

    private bool IsLong => Length > ShortLength;

    public static LambdaExpression Decode(byte[] choices) => Decode(choices, ShortLength);

    /// <summary>Of longer arrays, loops around loops are as long, and are read at too.</summary>
    public static LambdaExpression Decode(byte[] choices, int length)
    {
        var decoder = new RandomArrayLoops(choices, length);
        return Expression.Lambda(decoder.Body(), decoder.x);
    }

    private int Next(int count) => position < choices.Length ? choices[position++] % count : 0;

    private T Any<T>(List<T> list) => list[Next(list.Count)];

    private BlockExpression Body()
    {
        var statements = new List<Expression> { Expression.Assign(Declare(numbers, typeof(double), "s"), Expression.Constant(0.25)) };
        for (var k = 2 + Next(MostStatements); k > 0; k--) Statement(statements);
        Expression result = numbers[0];
        foreach (var number in numbers.Skip(1)) result = Expression.Add(result, number);
        foreach (var array in arrays)
            if (Next(3) == 0) result = Expression.Add(result, Expression.ArrayIndex(array, Expression.Constant(Next(Length))));
        return Expression.Block(variables, [.. statements, result]);
    }

    private ParameterExpression Declare(List<ParameterExpression> list, Type type, string prefix)
    {
        var variable = Expression.Variable(type, $"{prefix}{variables.Count}");
        variables.Add(variable);
        list.Add(variable);
        return variable;
    }

    private void Statement(List<Expression> statements)
    {
        switch (Next(10))
        {
            case 0 or 1 or 2:
                var value = Number(0);
                var filled = Variable(typeof(double[]), "t");
                statements.Add(Expression.Assign(filled, Expression.NewArrayBounds(typeof(double), Next(4) == 3 ? Expression.Constant(Length + 1) : Next(2) == 0 ? Expression.ArrayLength(x) : Expression.Constant(Length))));
                statements.Add(Loop(() => [Write(filled)]));
                arrays.Add(filled);
                if (Next(5) == 4) statements.Add(Expression.Assign(numbers[0], Expression.Add(numbers[0], value)));
                break;
            case 3 when arrays.Count > 0:
                var updated = Any(arrays);
                statements.Add(Loop(() => [Write(updated)]));
                break;
            case 4 or 5 or 6:
                var sum = numbers[0];
                if (Next(2) == 1)
                {
                    var first = Leaf();
                    statements.Add(Expression.Assign(sum = Declare(numbers, typeof(double), "s"), first));
                }
                statements.Add(Loop(() => [Expression.Assign(sum, Next(4) == 3
                    ? Expression.Add(Expression.Multiply(Expression.Constant(0.5), sum), Expression.Multiply(sum, Squashed(Number(0))))
                    : Expression.Add(sum, Number(0)))]));
                break;
            case 7 when arrays.Count > 0:
                var (a, s) = (Any(arrays), Any(numbers));
                statements.Add(Loop(() => [Write(a), Expression.Assign(s, Expression.Add(s, Number(0))), .. Next(2) == 0 ? [Write(a)] : Array.Empty<Expression>()]));
                break;
            case 8 when !isInOuterLoop:
                isInOuterLoop = true;
                var (numbersBefore, arraysBefore) = (numbers.Count, arrays.Count);
                var outer = Declare([], typeof(int), "j");
                var inner = new List<Expression>();
                outerIndex = outer;
                for (var k = 1 + Next(3); k > 0; k--) Statement(inner);
                statements.Add(For(outer, Expression.Constant(IsLong ? Length - Next(3) : Next(3)), inner));
                outerIndex = null;
                isInOuterLoop = false;

                // What is made in a loop that may not run is not seen after it.
                numbers.RemoveRange(numbersBefore, numbers.Count - numbersBefore);
                arrays.RemoveRange(arraysBefore, arrays.Count - arraysBefore);
                break;
            default:
                statements.Add(Expression.Assign(Any(numbers), Squashed(Number(0))));
                break;
        }
    }

    private ParameterExpression Variable(Type type, string prefix) => Declare([], type, prefix);

    private BlockExpression Loop(Func<Expression[]> body)
    {
        var outer = index;
        index = Declare([], typeof(int), "k");
        Expression count = Next(6) switch { 0 or 1 => Expression.Constant(Length), 2 => Expression.Constant(Length - 1), _ => Expression.ArrayLength(x) };
        var loop = For(index, count, body());
        index = outer;
        return loop;
    }

    private static BlockExpression For(ParameterExpression counter, Expression count, IEnumerable<Expression> body)
    {
        var end = Expression.Label();
        return Expression.Block(
            typeof(void),
            Expression.Assign(counter, Expression.Constant(0)),
            Expression.Loop(Expression.IfThenElse(Expression.LessThan(counter, count), Expression.Block(typeof(void), [.. body, Expression.PreIncrementAssign(counter)]), Expression.Break(end)), end));
    }

    /// <summary>A store or an addition, mostly at the own index, sometimes on a condition.</summary>
    private Expression Write(ParameterExpression array)
    {
        var target = Expression.ArrayAccess(array, Index());
        Expression write = Next(3) switch
        {
            0 or 1 => Expression.Assign(target, Squashed(Number(0))),
            _ => Expression.AddAssign(target, Number(0)),
        };
        return Next(6) == 5 ? Expression.IfThen(Test(), write) : write;
    }

    private Expression Index() => Next(6) switch
    {
        4 => Expression.Subtract(Expression.Constant(Length - 1), index!),
        5 => Expression.Modulo(Expression.Add(index!, Expression.Constant(1 + Next(2))), Expression.Constant(Length)),
        _ => index!,
    };

    private BinaryExpression Test() => Expression.LessThan(Number(DeepestNumber), Expression.Constant(0.3));

    private Expression Number(int depth)
    {
        if (depth >= DeepestNumber || position >= choices.Length) return Leaf();
        return Next(9) switch
        {
            0 or 1 => Expression.Add(Number(depth + 1), Number(depth + 1)),
            2 or 3 => Expression.Multiply(Number(depth + 1), Number(depth + 1)),
            4 => Expression.Subtract(Number(depth + 1), Number(depth + 1)),
            5 => Squashed(Number(depth + 1)),
            6 => Expression.Call(typeof(Math), nameof(Math.Exp), null, Squashed(Number(depth + 1))),
            7 => Expression.Condition(Test(), Number(depth + 1), Number(depth + 1)),
            _ => Leaf(),
        };
    }

    private Expression Leaf()
    {
        var choice = Next(7);
        if (IsLong && outerIndex is not null && choice == 5) return Next(2) == 0 ? Expression.Multiply(Expression.Convert(outerIndex, typeof(double)), Expression.Constant(0.125)) : Expression.ArrayIndex(x, outerIndex);
        if (choice is 0 or 1 or 2 && arrays.Count > 0) return Expression.ArrayIndex(Any(arrays), index is null ? Expression.Constant(Next(Length)) : Index());
        return choice switch
        {
            3 => Expression.Constant(Constants[Next(Constants.Length)]),
            4 => Any(numbers),
            _ => Expression.ArrayIndex(x, index is null ? Expression.Constant(Next(Length)) : Index()),
        };
    }

    private MethodCallExpression Squashed(Expression value) => Expression.Call(typeof(Math), Next(2) == 0 ? nameof(Math.Sin) : nameof(Math.Tanh), null, value);
}
