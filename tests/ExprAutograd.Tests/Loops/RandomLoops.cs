using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Tests.Loops;

/// <summary>Bytes to functions with statements: loops in loops, jumps, mutated locals and arrays. Fewer and smaller bytes are a simpler function.</summary>
/// <remarks>
/// Every loop ends: counted loops have few trips, the others count as well. Values mostly stay near one: what is assigned in a loop goes
/// through a sine or the like. Arrays are never aliases of each other, and the argument is not written to.
/// </remarks>
internal sealed partial class RandomLoops
{
    private const int MostLoops = 3;
    private const int MostNesting = 6;
    private const int MostTrips = 4;
    private const int ArrayLength = 3;

    private static readonly double[] Constants = [1, 0.5, 2, -1, 0, 3, -1.5, 0.1];

    private static readonly ConstructorInfo Pair = typeof((double, double)).GetConstructors()[0];

    private readonly byte[] choices;
    private readonly LabelTarget result = Expression.Label(typeof(double), "result");
    private int position;
    private int names;
    private int loopDepth;

    private Scope scope = new();

    private RandomLoops(byte[] choices) => this.choices = choices;

    private bool IsExhausted => position >= choices.Length;

    /// <summary>A function of one to four numbers, or of an array of three.</summary>
    public static LambdaExpression Decode(byte[] choices)
    {
        var decoder = new RandomLoops(choices);
        var count = 1 + decoder.Next(5);
        ParameterExpression[] parameters = count == 5
            ? [Expression.Parameter(typeof(double[]), "x")]
            : [.. Enumerable.Range(0, count).Select(k => Expression.Parameter(typeof(double), "xyzw"[k].ToString()))];
        if (count == 5) decoder.scope.Readable.Add(parameters[0]);
        else decoder.scope.Constants.AddRange(parameters);
        return Expression.Lambda(decoder.Body(), parameters);
    }

    private int Next(int count) => IsExhausted ? 0 : choices[position++] % count;

    private ParameterExpression Fresh(Type type, string prefix) => Expression.Variable(type, $"{prefix}{names++}");

    private BlockExpression Body()
    {
        var variables = new List<ParameterExpression>();
        var statements = new List<Expression>();
        var total = Declare(variables, statements, typeof(double), "s", Leaf());
        for (var k = Next(4); k > 0; k--) DeclareAny(variables, statements);
        for (var k = 1 + Next(4); k > 0; k--) statements.Add(Next(3) == 0 ? Statement(0) : Loop(1));
        Expression value = total;
        foreach (var number in scope.Numbers.Skip(1)) value = Expression.Add(value, number);
        foreach (var array in scope.Arrays) value = Expression.Add(value, Expression.ArrayIndex(array, Expression.Constant(Next(ArrayLength))));
        foreach (var matrix in scope.Matrices) value = Expression.Add(value, Expression.ArrayAccess(matrix, Expression.Constant(1), Expression.Constant(Next(ArrayLength))));
        foreach (var pair in scope.Pairs) value = Expression.Add(value, Expression.Field(pair, "Item2"));
        foreach (var rows in scope.Rows) value = Expression.Add(value, Expression.ArrayIndex(Row(rows), Expression.Constant(Next(ArrayLength))));
        statements.Add(Expression.Label(result, value));
        return Expression.Block(variables, statements);
    }

    private ParameterExpression Declare(List<ParameterExpression> variables, List<Expression> statements, Type type, string prefix, Expression value)
    {
        var variable = Fresh(type, prefix);
        variables.Add(variable);
        statements.Add(Expression.Assign(variable, value));
        scope.ListOf(type).Add(variable);
        return variable;
    }

    private void DeclareAny(List<ParameterExpression> variables, List<Expression> statements) => _ = Next(9) switch
    {
        0 or 1 => Declare(variables, statements, typeof(double), "v", Number(2)),
        2 or 3 => Declare(variables, statements, typeof(double[]), "a", NewArray()),
        4 => Declare(variables, statements, typeof(int), "n", Expression.Constant(Next(MostTrips))),
        5 => Declare(variables, statements, typeof(bool), "b", Test(2)),
        6 => Declare(variables, statements, typeof((double, double)), "p", Expression.New(Pair, Number(2), Number(2))),
        7 => Declare(variables, statements, typeof(double[][]), "r", Expression.NewArrayInit(typeof(double[]), NewArray(), NewArray())),
        _ => Declare(variables, statements, typeof(double[,]), "m", Expression.NewArrayBounds(typeof(double), Expression.Constant(2), Expression.Constant(ArrayLength))),
    };

    private Expression NewArray()
    {
        var copied = scope.Arrays.Concat(scope.Readable).ToList();
        return Next(3) switch
        {
            1 => Expression.NewArrayInit(typeof(double), Enumerable.Range(0, ArrayLength).Select(_ => Leaf())),
            2 when copied.Count > 0 => Expression.Convert(Expression.Call(copied[Next(copied.Count)], nameof(Array.Clone), null), typeof(double[])),
            _ => Expression.NewArrayBounds(typeof(double), Expression.Constant(ArrayLength)),
        };
    }

    /// <summary>What is declared inside is not seen outside.</summary>
    private T Apart<T>(Func<T> make)
    {
        var outer = scope;
        scope = scope.Copy();
        var made = make();
        scope = outer;
        return made;
    }

    /// <summary>The names in sight, by what may be done to them.</summary>
    private sealed class Scope
    {
        public List<ParameterExpression> Constants { get; private init; } = [];

        public List<ParameterExpression> Readable { get; private init; } = [];

        public List<ParameterExpression> Numbers { get; private init; } = [];

        public List<ParameterExpression> Integers { get; private init; } = [];

        public List<ParameterExpression> Flags { get; private init; } = [];

        public List<ParameterExpression> Arrays { get; private init; } = [];

        public List<ParameterExpression> Matrices { get; private init; } = [];

        public List<ParameterExpression> Pairs { get; private init; } = [];

        /// <summary>Arrays of two arrays.</summary>
        public List<ParameterExpression> Rows { get; private init; } = [];

        /// <summary>True when there is something to write to besides numbers.</summary>
        public bool HasPlaces => Arrays.Count + Matrices.Count + Pairs.Count + Rows.Count > 0;

        /// <summary>Loop counters: from zero to less than <see cref="MostTrips"/>, or than an array's length where it says so.</summary>
        public List<(ParameterExpression Counter, bool IsIndex)> Counters { get; private init; } = [];

        /// <summary>Where a loop's body may jump: out of it, and on to its next trip.</summary>
        public List<(LabelTarget Break, LabelTarget Continue)> Loops { get; private init; } = [];

        /// <summary>Labels later in a block around.</summary>
        public List<LabelTarget> Exits { get; private init; } = [];

        public List<ParameterExpression> ListOf(Type type) =>
            type == typeof(double) ? Numbers
            : type == typeof(int) ? Integers
            : type == typeof(bool) ? Flags
            : type == typeof(double[]) ? Arrays
            : type == typeof(double[,]) ? Matrices
            : type == typeof(double[][]) ? Rows
            : Pairs;

        public Scope Copy() => new()
        {
            Constants = [.. Constants],
            Readable = [.. Readable],
            Numbers = [.. Numbers],
            Integers = [.. Integers],
            Flags = [.. Flags],
            Arrays = [.. Arrays],
            Matrices = [.. Matrices],
            Pairs = [.. Pairs],
            Rows = [.. Rows],
            Counters = [.. Counters],
            Loops = [.. Loops],
            Exits = [.. Exits],
        };
    }
}
