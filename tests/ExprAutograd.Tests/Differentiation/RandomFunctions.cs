using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Tests.Differentiation;

/// <summary>Bytes to differentiable lambdas: every byte is a choice, no bytes left is the simplest choice, so that fewer and smaller bytes are a simpler function.</summary>
internal sealed class RandomFunctions
{
    private const int DeepestNesting = 9;
    private const int ArrayLength = 3;

    // No -0.0: the JIT computes Math.Min(-0.0, 0.0) as 0 where the first operand is a literal, for hand-written code as well.
    private static readonly double[] Constants = [1, 0.5, 2, -1, 0, 3, -1.5, 0.1, 1e-3];

    private readonly byte[] choices;
    private int position;
    private int names;

    // A name bound again and a closure in one function: Expression.Compile itself gives wrong numbers (.NET 10). So one or the other.
    private bool hasBoundAgain;
    private bool hasClosure;

    private List<ParameterExpression> numbers = [];
    private List<ParameterExpression> arrays = [];
    private List<ParameterExpression> tuples = [];
    private List<Expression> shared = [];

    private RandomFunctions(byte[] choices) => this.choices = choices;

    private bool IsExhausted => position >= choices.Length;

    /// <summary>A function of one to four numbers, or of an array of three.</summary>
    public static LambdaExpression Decode(byte[] choices, int? arity = null)
    {
        var decoder = new RandomFunctions(choices);
        var count = arity ?? 1 + decoder.Next(5);
        if (count == 5)
        {
            var array = Expression.Parameter(typeof(double[]), "x");
            decoder.numbers = [];
            decoder.inputArray = array;
            return Expression.Lambda<Func<double[], double>>(decoder.Number(0), array);
        }
        var parameters = Enumerable.Range(0, count).Select(k => Expression.Parameter(typeof(double), "xyzw"[k].ToString())).ToArray();
        decoder.numbers = [.. parameters];
        return Expression.Lambda(decoder.Number(0), parameters);
    }

    /// <summary>How many numbers the function takes.</summary>
    public static int InputCount(LambdaExpression function) => function.Parameters[0].Type.IsArray ? ArrayLength : function.Parameters.Count;

    private ParameterExpression? inputArray;

    private int Next(int count) => IsExhausted ? 0 : choices[position++] % count;

    private Expression Number(int depth)
    {
        if (IsExhausted || depth >= DeepestNesting) return Leaf();
        var node = Next(20) switch
        {
            0 or 1 => Leaf(),
            2 or 3 or 4 or 5 or 6 => Binary(depth + 1),
            7 or 8 or 9 or 10 => Unary(depth + 1),
            11 or 12 => Conditional(depth + 1),
            13 or 14 => Block(depth + 1),
            15 => TupleItem(depth + 1),
            16 => Invocation(depth + 1),
            17 => shared.Count > 0 ? shared[Next(shared.Count)] : Leaf(),
            18 => ArrayItem(depth + 1),
            _ => Switch(depth + 1),
        };
        if (node is not (ParameterExpression or ConstantExpression)) shared.Add(node);
        return node;
    }

    private Expression Leaf()
    {
        var choice = Next(3);
        if (choice == 1) return Expression.Constant(Constants[Next(Constants.Length)]);
        if (choice == 2 && tuples.Count > 0) return Expression.Field(tuples[Next(tuples.Count)], Next(2) == 0 ? "Item1" : "Item2");
        if (choice == 2 && arrays.Count > 0) return Expression.ArrayIndex(arrays[Next(arrays.Count)], Index());
        if (numbers.Count > 0 && (inputArray is null || choice == 2)) return numbers[Next(numbers.Count)];
        return inputArray is null ? Expression.Constant(1.0) : Expression.ArrayIndex(inputArray, Index());
    }

    private ConstantExpression Index() => Expression.Constant(Next(ArrayLength));

    /// <summary>A number of at least a half.</summary>
    private Expression Positive(int depth)
    {
        var e = Number(depth);
        return Expression.Add(Expression.Multiply(e, e), Expression.Constant(0.5));
    }

    /// <summary>A number between -0.9 and 0.9.</summary>
    private Expression Fraction(int depth) => Expression.Multiply(Expression.Constant(0.9), Call(typeof(Math), Next(2) == 0 ? nameof(Math.Sin) : nameof(Math.Tanh), Number(depth)));

    private static MethodCallExpression Call(Type owner, string name, params Expression[] arguments) =>
        Expression.Call(owner.GetMethod(name, [.. arguments.Select(a => a.Type)])!, arguments);

    private Expression Unary(int depth) => Next(28) switch
    {
        0 => Expression.Negate(Number(depth)),
        1 => Call(typeof(Math), nameof(Math.Sin), Number(depth)),
        2 => Call(typeof(Math), nameof(Math.Cos), Number(depth)),
        3 => Call(typeof(Math), nameof(Math.Tan), Fraction(depth)),
        4 => Call(typeof(Math), nameof(Math.Tanh), Number(depth)),
        5 => Call(typeof(Math), nameof(Math.Exp), Number(depth)),
        6 => Call(typeof(Math), nameof(Math.Log), Positive(depth)),
        7 => Call(typeof(Math), nameof(Math.Sqrt), Positive(depth)),
        8 => Call(typeof(Math), nameof(Math.Cbrt), Positive(depth)),
        9 => Call(typeof(Math), nameof(Math.Atan), Number(depth)),
        10 => Call(typeof(Math), nameof(Math.Asin), Fraction(depth)),
        11 => Call(typeof(Math), nameof(Math.Acos), Fraction(depth)),
        12 => Call(typeof(Math), nameof(Math.Sinh), Fraction(depth)),
        13 => Call(typeof(Math), nameof(Math.Cosh), Fraction(depth)),
        14 => Call(typeof(Math), nameof(Math.Asinh), Number(depth)),
        15 => Call(typeof(Math), nameof(Math.Acosh), Expression.Add(Expression.Constant(1.0), Positive(depth))),
        16 => Call(typeof(Math), nameof(Math.Atanh), Fraction(depth)),
        17 => Call(typeof(double), nameof(double.Exp2), Number(depth)),
        18 => Call(typeof(double), nameof(double.Exp10), Fraction(depth)),
        19 => Call(typeof(double), nameof(double.ExpM1), Number(depth)),
        20 => Call(typeof(Math), nameof(Math.Log2), Positive(depth)),
        21 => Call(typeof(Math), nameof(Math.Log10), Positive(depth)),
        22 => Call(typeof(double), nameof(double.LogP1), Positive(depth)),
        23 => Call(typeof(double), Next(2) == 0 ? nameof(double.SinPi) : nameof(double.CosPi), Number(depth)),
        24 => Call(typeof(Math), nameof(Math.Abs), Number(depth)),
        25 => Expression.UnaryPlus(Number(depth)),
        26 => Expression.Increment(Number(depth)),
        _ => Expression.Decrement(Number(depth)),
    };

    private Expression Binary(int depth)
    {
        switch (Next(15))
        {
            case 0 or 1: return Expression.Add(Number(depth), Number(depth));
            case 2 or 3: return Expression.Subtract(Number(depth), Number(depth));
            case 4 or 5 or 6: return Expression.Multiply(Number(depth), Number(depth));
            case 7 or 8: return Expression.Divide(Number(depth), Positive(depth));
            case 9: return Call(typeof(Math), nameof(Math.Pow), Positive(depth), Fraction(depth));
            case 10: return Call(typeof(Math), nameof(Math.Pow), Number(depth), Expression.Constant((double)Next(4)));
            case 11: return Expression.Power(Positive(depth), Expression.Constant(Next(2) == 0 ? 0.5 : -1.0));
            case 12: return Call(typeof(Math), nameof(Math.Atan2), Number(depth), Positive(depth));
            case 13: return Next(2) == 0 ? Call(typeof(double), nameof(double.Hypot), Number(depth), Positive(depth)) : Call(typeof(Math), nameof(Math.FusedMultiplyAdd), Number(depth), Number(depth), Number(depth));
            default: return Call(typeof(Math), Next(2) == 0 ? nameof(Math.Max) : nameof(Math.Min), Number(depth), Number(depth));
        }
    }

    private Expression Test(int depth)
    {
        if (depth >= DeepestNesting) return Expression.Constant(true);
        return Next(8) switch
        {
            0 or 1 or 2 => Expression.LessThan(Number(depth), Number(depth)),
            3 => Expression.GreaterThanOrEqual(Number(depth), Number(depth)),
            4 => Expression.NotEqual(Number(depth), Number(depth)),
            5 => Expression.AndAlso(Test(depth + 1), Test(depth + 1)),
            6 => Expression.OrElse(Test(depth + 1), Test(depth + 1)),
            _ => Expression.Not(Test(depth + 1)),
        };
    }

    private ConditionalExpression Conditional(int depth) => Expression.Condition(Test(depth), Apart(() => Number(depth)), Apart(() => Number(depth)));

    private SwitchExpression Switch(int depth)
    {
        var selector = Expression.Convert(Call(typeof(Math), nameof(Math.Floor), Number(depth)), typeof(int));
        var first = Expression.SwitchCase(Apart(() => Number(depth)), Expression.Constant(0), Expression.Constant(2));
        var second = Expression.SwitchCase(Apart(() => Number(depth)), Expression.Constant(-1));
        return Expression.Switch(selector, Apart(() => Number(depth)), first, second);
    }

    /// <summary>What is made inside is not seen outside.</summary>
    private T Apart<T>(Func<T> make)
    {
        var outer = (numbers, arrays, tuples, shared);
        (numbers, arrays, tuples, shared) = ([.. numbers], [.. arrays], [.. tuples], [.. shared]);
        var made = make();
        (numbers, arrays, tuples, shared) = outer;
        return made;
    }

    private ParameterExpression Fresh(Type type) => Expression.Variable(type, $"v{names++}");

    private Expression Pair(int depth) => Next(3) switch
    {
        0 => Expression.New(typeof(ValueTuple<double, double>).GetConstructors()[0], Number(depth), Number(depth)),
        1 => Expression.Call(typeof(ValueTuple), nameof(ValueTuple.Create), [typeof(double), typeof(double)], Number(depth), Number(depth)),
        _ => Call(typeof(Math), nameof(Math.SinCos), Number(depth)),
    };

    private Expression TupleItem(int depth) => Expression.Field(Pair(depth), Next(2) == 0 ? "Item1" : "Item2");

    private NewArrayExpression NewArray(int depth) => Expression.NewArrayInit(typeof(double), Enumerable.Range(0, ArrayLength).Select(_ => Number(depth)));

    private Expression ArrayItem(int depth) => Expression.ArrayIndex(NewArray(depth), Index());

    private Expression Invocation(int depth) => Apart(() =>
    {
        if (Next(3) == 0 && !hasBoundAgain) return LetLambda(depth);
        var count = 1 + Next(2);
        var arguments = Enumerable.Range(0, count).Select(_ => Number(depth)).ToArray();
        var parameters = Parameters(count);
        return Expression.Invoke(Expression.Lambda(Apart(() => Number(depth)), parameters), arguments);
    });

    /// <summary>A lambda held in a variable and invoked twice.</summary>
    private Expression LetLambda(int depth)
    {
        hasClosure = true;
        var g = Fresh(typeof(Func<double, double>));
        var lambda = Apart(() =>
        {
            var parameters = Parameters(1);
            return Expression.Lambda<Func<double, double>>(Number(depth), parameters);
        });
        return Expression.Block([g], Expression.Assign(g, lambda), Expression.Add(Expression.Invoke(g, Number(depth)), Expression.Invoke(g, Number(depth))));
    }

    /// <summary>Fresh parameters, or one of the names around it again.</summary>
    private ParameterExpression[] Parameters(int count)
    {
        var parameters = Enumerable.Range(0, count).Select(_ => Fresh(typeof(double))).ToArray();
        if (Next(3) == 1 && numbers.Count > 0 && !hasClosure)
        {
            hasBoundAgain = true;
            parameters[0] = numbers[Next(numbers.Count)];
        }
        numbers = [.. numbers, .. parameters.Except(numbers)];
        return parameters;
    }

    private Expression Block(int depth) => Apart(() =>
    {
        var statements = new List<Expression>();
        var variables = new List<ParameterExpression>();
        for (var k = 1 + Next(3); k > 0; k--) Declare(depth, variables, statements);
        for (var k = Next(4); k > 0; k--) statements.Add(Statement(depth));
        statements.Add(Number(depth));
        return Expression.Block(variables, statements);
    });

    private void Declare(int depth, List<ParameterExpression> variables, List<Expression> statements)
    {
        // An outer name is declared again only where nothing in this block has read it.
        var kind = Next(6);
        if (kind == 5 && (numbers.Count == 0 || statements.Count > 0 || hasClosure)) kind = 0;
        switch (kind)
        {
            case 0 or 1 or 2:
                var number = Fresh(typeof(double));
                statements.Add(Expression.Assign(number, Number(depth)));
                numbers.Add(number);
                variables.Add(number);
                break;
            case 3:
                var tuple = Fresh(typeof((double, double)));
                statements.Add(Expression.Assign(tuple, tuples.Count > 0 && Next(2) == 1 ? tuples[Next(tuples.Count)] : Pair(depth)));
                tuples.Add(tuple);
                variables.Add(tuple);
                break;
            case 4:
                var array = Fresh(typeof(double[]));
                statements.Add(Expression.Assign(array, arrays.Count > 0 && Next(2) == 1 ? arrays[Next(arrays.Count)] : NewArray(depth)));
                arrays.Add(array);
                variables.Add(array);
                break;
            default:
                hasBoundAgain = true;
                var shadowed = numbers[Next(numbers.Count)];
                var value = Apart(() =>
                {
                    numbers.Remove(shadowed);
                    shared = [];
                    return Number(depth);
                });
                statements.Add(Expression.Assign(shadowed, value));
                variables.Add(shadowed);
                break;
        }
    }

    private Expression Statement(int depth)
    {
        switch (Next(10))
        {
            case 0 when numbers.Count > 0: return Expression.Assign(numbers[Next(numbers.Count)], Number(depth));
            case 1 when numbers.Count > 0: return Compound(numbers[Next(numbers.Count)], depth);
            case 2 when numbers.Count > 0: return Step(numbers[Next(numbers.Count)]);
            case 3 when arrays.Count > 0: return Expression.Assign(Expression.ArrayAccess(arrays[Next(arrays.Count)], Index()), Number(depth));
            case 4 when arrays.Count > 0: return Compound(Expression.ArrayAccess(arrays[Next(arrays.Count)], Index()), depth);
            case 5 when tuples.Count > 0: return Expression.Assign(Expression.Field(tuples[Next(tuples.Count)], Next(2) == 0 ? "Item1" : "Item2"), Number(depth));
            case 6 or 7 when depth < DeepestNesting:
                return Expression.IfThenElse(Test(depth), Apart(() => Statements(depth + 1)), Apart(() => Statements(depth + 1)));
            case 8 when depth < DeepestNesting: return Expression.IfThen(Test(depth), Apart(() => Statements(depth + 1)));
            default: return Number(depth);
        }
    }

    private Expression Statements(int depth)
    {
        var statements = Enumerable.Range(0, 1 + Next(2)).Select(_ => Statement(depth)).ToList();
        return Expression.Block(typeof(void), statements);
    }

    private Expression Compound(Expression target, int depth) => Next(4) switch
    {
        0 => Expression.AddAssign(target, Number(depth)),
        1 => Expression.SubtractAssign(target, Number(depth)),
        2 => Expression.MultiplyAssign(target, Number(depth)),
        _ => Expression.DivideAssign(target, Positive(depth)),
    };

    private UnaryExpression Step(Expression target) => Next(4) switch
    {
        0 => Expression.PreIncrementAssign(target),
        1 => Expression.PreDecrementAssign(target),
        2 => Expression.PostIncrementAssign(target),
        _ => Expression.PostDecrementAssign(target),
    };
}
