using System.Linq.Expressions;

namespace ExprAutograd.Tests.Lowering;

/// <summary>A program's arguments and results: one of each kind of local.</summary>
internal delegate (double, float, int, bool) DialectFunction(double x, float f, int n, bool p, double[] a, int[] b);

/// <summary>Bytes to statements of the emit dialect: locals of every type, stores, branches, loops with break and continue, static calls, tuples.</summary>
internal sealed class RandomDialectPrograms
{
    /// <summary>Masked indices stay below this; a raw index may not.</summary>
    public const int ArrayLength = 4;

    private const int DeepestValue = 6;
    private const int DeepestStatement = 4;

    private static readonly double[] Constants = [1, 0, -0.0, 0.5, 2, -1, 3.25, 1e-300, 1e300, double.NaN, double.PositiveInfinity];
    private static readonly int[] Integers = [1, 0, 2, -1, 3, 7, 31, int.MaxValue, int.MinValue];
    private static readonly string[] Functions = [nameof(Math.Sin), nameof(Math.Exp), nameof(Math.Sqrt), nameof(Math.Abs), nameof(Math.Floor), nameof(Math.Log), nameof(Math.Tanh)];

    private readonly byte[] choices;
    private int position;
    private int names;
    private List<ParameterExpression> locals;

    private RandomDialectPrograms(byte[] choices, IEnumerable<ParameterExpression> parameters)
    {
        this.choices = choices;
        locals = [.. parameters];
    }

    private bool IsExhausted => position >= choices.Length;

    public static Expression<DialectFunction> Decode(byte[] choices)
    {
        ParameterExpression[] parameters =
        [
            Expression.Parameter(typeof(double), "x"), Expression.Parameter(typeof(float), "f"), Expression.Parameter(typeof(int), "n"),
            Expression.Parameter(typeof(bool), "p"), Expression.Parameter(typeof(double[]), "a"), Expression.Parameter(typeof(int[]), "b"),
        ];
        var decoder = new RandomDialectPrograms(choices, parameters);
        var variables = new List<ParameterExpression>();
        var statements = new List<Expression>();
        decoder.DeclareSome(variables, statements);
        while (!decoder.IsExhausted && statements.Count < 30) statements.Add(decoder.Statement(0));
        statements.Add(Expression.New(
            typeof(ValueTuple<double, float, int, bool>).GetConstructors()[0],
            decoder.Value(typeof(double), 0), decoder.Value(typeof(float), 0), decoder.Value(typeof(int), 0), decoder.Value(typeof(bool), 0)));
        return Expression.Lambda<DialectFunction>(Expression.Block(variables, statements), parameters);
    }

    /// <summary>A call that writes; in the dialect as a statement.</summary>
    public static void AddTo(double[] array, int index, double value) => array[index & (ArrayLength - 1)] += value;

    /// <summary>A call of several types of operand.</summary>
    public static double Mix(double x, int n, bool p, float f) => p ? x + n : x - f;

    private int Next(int count) => IsExhausted ? 0 : choices[position++] % count;

    private ParameterExpression? Local(Type type)
    {
        var all = locals.Where(l => l.Type == type).ToArray();
        return all.Length == 0 ? null : all[Next(all.Length)];
    }

    private void DeclareSome(List<ParameterExpression> variables, List<Expression> statements)
    {
        Type[] types = [typeof(double), typeof(float), typeof(int), typeof(bool), typeof(double[]), typeof((double, int)), typeof(long)];
        for (var k = Next(5); k > 0; k--)
        {
            var type = types[Next(types.Length)];
            var variable = Expression.Variable(type, $"v{names++}");
            statements.Add(Expression.Assign(variable, Value(type, 1)));
            variables.Add(variable);
            locals.Add(variable);
        }
    }

    private BlockExpression Statements(int depth)
    {
        var outer = locals;
        locals = [.. locals];
        var variables = new List<ParameterExpression>();
        var statements = new List<Expression>();
        if (Next(3) == 1) DeclareSome(variables, statements);
        for (var k = 1 + Next(3); k > 0; k--) statements.Add(Statement(depth));
        locals = outer;
        statements.Add(Expression.Empty());
        return Expression.Block(typeof(void), variables, statements);
    }

    private Expression Statement(int depth)
    {
        switch (Next(depth < DeepestStatement ? 12 : 6))
        {
            case 3: return Expression.Assign(Expression.ArrayAccess(Local(typeof(double[]))!, SafeIndex()), Value(typeof(double), 1));
            case 4: return Expression.Assign(Expression.ArrayAccess(Local(typeof(int[]))!, SafeIndex()), Value(typeof(int), 1));
            case 5:
                if (Local(typeof((double, int))) is { } tuple) return Expression.Assign(Expression.Field(tuple, "Item1"), Value(typeof(double), 1));
                return Expression.Call(typeof(RandomDialectPrograms), nameof(AddTo), null, Local(typeof(double[]))!, Value(typeof(int), 1), Value(typeof(double), 1));
            case 6 or 7: return Expression.IfThenElse(Value(typeof(bool), 1), Statements(depth + 1), Statements(depth + 1));
            case 8: return Expression.IfThen(Value(typeof(bool), 1), Statements(depth + 1));
            case 9: return Statements(depth + 1);
            case 10: return CountedLoop(depth + 1);
            case 11: return LoopWithContinue(depth + 1);
            default:
                var assignable = locals.Where(l => !l.Name!.StartsWith('i')).ToArray();
                var target = assignable[Next(assignable.Length)];
                var value = Value(target.Type, 1);
                return ReferenceEquals(target, value) ? Expression.Assign(locals[0], Expression.Negate(locals[0])) : Expression.Assign(target, value);
        }
    }

    /// <summary><c>for (i = 0; i &lt; n; i++) { ... }</c>, left early where a test says so.</summary>
    private BlockExpression CountedLoop(int depth)
    {
        var i = Expression.Variable(typeof(int), $"i{names++}");
        var exit = Expression.Label();
        locals.Add(i);
        var inner = new List<Expression> { Statements(depth) };
        if (Next(3) == 1) inner.Add(Expression.IfThen(Value(typeof(bool), 2), Expression.Break(exit)));
        locals.Remove(i);
        inner.Add(Expression.Assign(i, Expression.Add(i, Expression.Constant(1))));
        inner.Add(Expression.Empty());
        return Expression.Block(
            typeof(void), [i],
            Expression.Assign(i, Expression.Constant(0)),
            Expression.Loop(Expression.IfThenElse(Expression.LessThan(i, Expression.Constant(Next(4))), Expression.Block(typeof(void), inner), Expression.Break(exit)), exit));
    }

    private BlockExpression LoopWithContinue(int depth)
    {
        var i = Expression.Variable(typeof(int), $"i{names++}");
        var (exit, again) = (Expression.Label(), Expression.Label());
        locals.Add(i);
        var inner = Expression.Block(
            typeof(void),
            Expression.Assign(i, Expression.Add(i, Expression.Constant(1))),
            Expression.IfThen(Expression.GreaterThan(i, Expression.Constant(Next(4))), Expression.Break(exit)),
            Expression.IfThen(Value(typeof(bool), 2), Expression.Continue(again)),
            Statements(depth));
        locals.Remove(i);
        return Expression.Block(typeof(void), [i], Expression.Assign(i, Expression.Constant(0)), Expression.Loop(inner, exit, again));
    }

    /// <summary>The index of a store: one that cannot throw, since the fast compiler runs the value first and would throw another exception.</summary>
    private BinaryExpression SafeIndex() => Expression.And(IntegerLeaf(), Expression.Constant(ArrayLength - 1));

    private Expression Index(int depth) => Next(12) == 11 ? Value(typeof(int), depth) : Expression.And(Value(typeof(int), depth), Expression.Constant(ArrayLength - 1));

    private Expression Value(Type type, int depth)
    {
        var isLeaf = IsExhausted || depth >= DeepestValue;
        if (type == typeof(double)) return isLeaf ? DoubleLeaf() : Double(depth + 1);
        if (type == typeof(float)) return isLeaf ? Local(type)! : Float(depth + 1);
        if (type == typeof(int)) return isLeaf ? IntegerLeaf() : Integer(depth + 1);
        if (type == typeof(bool)) return isLeaf ? Local(type)! : Boolean(depth + 1);
        if (type == typeof(long)) return Expression.Convert(Value(typeof(int), depth + 1), typeof(long));
        if (type == typeof((double, int)))
            return Next(2) == 1 && Local(type) is { } tuple ? tuple : Expression.New(typeof(ValueTuple<double, int>).GetConstructors()[0], Value(typeof(double), depth + 1), Value(typeof(int), depth + 1));
        if (type == typeof(int[])) return Local(type)!;
        return Next(4) switch
        {
            0 => Expression.NewArrayBounds(typeof(double), Expression.Constant(ArrayLength)),
            1 => Local(type)!,
            _ => Expression.NewArrayInit(typeof(double), Enumerable.Range(0, ArrayLength).Select(_ => Value(typeof(double), depth + 1))),
        };
    }

    private Expression DoubleLeaf() => Next(3) switch
    {
        1 => Expression.Constant(Constants[Next(Constants.Length)]),
        2 => Expression.ArrayIndex(Local(typeof(double[]))!, Expression.Constant(Next(ArrayLength))),
        _ => Local(typeof(double))!,
    };

    private Expression IntegerLeaf() => Next(3) switch
    {
        1 => Expression.Constant(Integers[Next(Integers.Length)]),
        2 => Expression.ArrayLength(Local(typeof(double[]))!),
        _ => Local(typeof(int))!,
    };

    private Expression Double(int depth) => Next(18) switch
    {
        0 or 1 => Expression.Add(Value(typeof(double), depth), Value(typeof(double), depth)),
        2 or 3 => Expression.Subtract(Value(typeof(double), depth), Value(typeof(double), depth)),
        4 or 5 => Expression.Multiply(Value(typeof(double), depth), Value(typeof(double), depth)),
        6 => Expression.Divide(Value(typeof(double), depth), Value(typeof(double), depth)),
        7 => Expression.Modulo(Value(typeof(double), depth), Value(typeof(double), depth)),
        8 => Expression.Negate(Value(typeof(double), depth)),
        9 => Expression.Convert(Value(typeof(float), depth), typeof(double)),
        10 => Expression.Convert(Value(typeof(int), depth), typeof(double)),
        11 => Expression.Call(typeof(Math).GetMethod(Functions[Next(Functions.Length)], [typeof(double)])!, Value(typeof(double), depth)),
        12 => Expression.Call(typeof(Math).GetMethod(nameof(Math.Max), [typeof(double), typeof(double)])!, Value(typeof(double), depth), Value(typeof(double), depth)),
        13 => Expression.Call(typeof(RandomDialectPrograms), nameof(Mix), null, Value(typeof(double), depth), Value(typeof(int), depth), Value(typeof(bool), depth), Value(typeof(float), depth)),
        14 => Expression.ArrayIndex(Local(typeof(double[]))!, Index(depth)),
        15 => Local(typeof((double, int))) is { } tuple ? Expression.Field(tuple, "Item1") : DoubleLeaf(),
        16 => Expression.Condition(Value(typeof(bool), depth), Value(typeof(double), depth), Value(typeof(double), depth)),
        _ => DoubleLeaf(),
    };

    private Expression Float(int depth) => Next(8) switch
    {
        0 => Expression.Add(Value(typeof(float), depth), Value(typeof(float), depth)),
        1 => Expression.Multiply(Value(typeof(float), depth), Value(typeof(float), depth)),
        2 => Expression.Divide(Value(typeof(float), depth), Value(typeof(float), depth)),
        3 => Expression.Convert(Value(typeof(double), depth), typeof(float)),
        4 => Expression.Convert(Value(typeof(int), depth), typeof(float)),
        5 => Expression.Call(typeof(MathF).GetMethod(nameof(MathF.Sin), [typeof(float)])!, Value(typeof(float), depth)),
        6 => Expression.Condition(Value(typeof(bool), depth), Value(typeof(float), depth), Value(typeof(float), depth)),
        _ => Local(typeof(float))!,
    };

    private Expression Integer(int depth)
    {
        switch (Next(18))
        {
            case 0: return Expression.Add(Value(typeof(int), depth), Value(typeof(int), depth));
            case 1: return Expression.Subtract(Value(typeof(int), depth), Value(typeof(int), depth));
            case 2: return Expression.Multiply(Value(typeof(int), depth), Value(typeof(int), depth));
            case 3: return Expression.Divide(Value(typeof(int), depth), Value(typeof(int), depth));
            case 4: return Expression.Modulo(Value(typeof(int), depth), Value(typeof(int), depth));
            case 5: return Expression.And(Value(typeof(int), depth), Value(typeof(int), depth));
            case 6: return Expression.Or(Value(typeof(int), depth), Value(typeof(int), depth));
            case 7: return Expression.ExclusiveOr(Value(typeof(int), depth), Value(typeof(int), depth));
            case 8: return Expression.LeftShift(Value(typeof(int), depth), Value(typeof(int), depth));
            case 9: return Expression.RightShift(Value(typeof(int), depth), Value(typeof(int), depth));
            case 10: return Expression.AddChecked(Value(typeof(int), depth), Value(typeof(int), depth));
            case 11: return Expression.MultiplyChecked(Value(typeof(int), depth), Value(typeof(int), depth));
            case 12: return Expression.Convert(Value(typeof(double), depth), typeof(int));
            case 13: return Expression.ArrayIndex(Local(typeof(int[]))!, Index(depth));
            case 14: return Next(2) == 0 ? Expression.Negate(Value(typeof(int), depth)) : Expression.OnesComplement(Value(typeof(int), depth));
            case 15: return Local(typeof((double, int))) is { } tuple ? Expression.Field(tuple, "Item2") : IntegerLeaf();
            case 16: return Expression.Condition(Value(typeof(bool), depth), Value(typeof(int), depth), Value(typeof(int), depth));
            default: return Local(typeof(long)) is { } wide ? Expression.Convert(wide, typeof(int)) : IntegerLeaf();
        }
    }

    private Expression Boolean(int depth) => Next(12) switch
    {
        0 => Compare(ExpressionType.LessThan, Value(typeof(double), depth), Value(typeof(double), depth)),
        1 => Compare(ExpressionType.LessThanOrEqual, Value(typeof(double), depth), Value(typeof(double), depth)),
        2 => Compare(ExpressionType.GreaterThan, Value(typeof(float), depth), Value(typeof(float), depth)),
        3 => Expression.GreaterThanOrEqual(Value(typeof(int), depth), Value(typeof(int), depth)),
        4 => Compare(ExpressionType.Equal, Value(typeof(double), depth), Value(typeof(double), depth)),
        5 => Expression.NotEqual(Value(typeof(int), depth), Value(typeof(int), depth)),
        6 => Expression.AndAlso(Value(typeof(bool), depth), Value(typeof(bool), depth)),
        7 => Expression.OrElse(Value(typeof(bool), depth), Value(typeof(bool), depth)),
        8 => Expression.Not(Value(typeof(bool), depth)),
        9 => Expression.Condition(Value(typeof(bool), depth), Value(typeof(bool), depth), Value(typeof(bool), depth)),
        10 => Expression.Constant(Next(2) == 0),
        _ => Local(typeof(bool))!,
    };

    /// <summary>Two floating constants are not compared in the dialect: the fast compiler takes NaN to equal NaN there.</summary>
    private static Expression Compare(ExpressionType kind, Expression left, Expression right) =>
        left is ConstantExpression && right is ConstantExpression ? Expression.Constant(false) : Expression.MakeBinary(kind, left, right);
}
