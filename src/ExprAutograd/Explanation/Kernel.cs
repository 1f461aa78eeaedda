using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Compilation;

namespace ExprAutograd.Explanation;

/// <summary>Small loops compiled as users' loops are, to learn what operations cost on this machine.</summary>
internal static class Kernel
{
    private const int Elements = 1024;
    private const double NanosecondsOfRound = 20_000;
    private const int Rounds = 9;

    /// <summary>Nanoseconds of an element of <c>s = next(s, x[i])</c>, the array in the nearest cache.</summary>
    /// <param name="number">double or float.</param>
    /// <param name="isInLanes">Whether it may run in lanes.</param>
    /// <param name="next">Appends the operations on what was carried and an element, and returns their result.</param>
    /// <param name="elements">The length of the array.</param>
    public static double Of(Type number, bool isInLanes, Func<ProgramBuilder, Expression, Expression, Expression> next, int elements = Elements)
    {
        var array = Expression.Parameter(number.MakeArrayType(), "x");
        var (index, carried) = (Expression.Variable(typeof(int), "i"), Expression.Variable(number, "s"));
        var builder = new ProgramBuilder();
        var length = builder.Bind(Expression.ArrayLength(array));
        builder.Open();
        var result = next(builder, carried, builder.Bind(Expression.ArrayIndex(array, index)));
        var last = builder.Bind(new LoopRegion(length, [Atom.Zero(number)], null, new AnfProgram([index, carried], builder.Close(), [result])))[0];
        var program = builder.ToProgram([array], [last]);
        var options = new AutogradOptions { IsStrict = !isInLanes };
        var shape = new FunctionShape([array], [ValueShape.Leaf(array.Type)], ValueShape.Leaf(number));
        var compiled = CompiledCode.Link(Pipeline.InLanes(program, options), shape, Expression.GetFuncType(array.Type, number), options).Main;
        return (number == typeof(float) ? Time((Func<float[], float>)compiled, Filled(elements, x => (float)x)) : Time((Func<double[], double>)compiled, Filled(elements, x => x))) / elements;
    }

    /// <summary>Nanoseconds of an element of <c>s = s + term(x[i])</c>.</summary>
    public static double OfSum(Type number, bool isInLanes, Func<ProgramBuilder, Expression, Expression> term, int elements = Elements) =>
        Of(number, isInLanes, (builder, sum, x) => builder.Bind(Expression.Add(sum, term(builder, x))), elements);

    private static double Time<T>(Func<T[], T> function, T[] x)
    {
        Tiering.Settle(Repeat);
        return FastestRound.Of(Repeat, NanosecondsOfRound, Rounds);

        void Repeat(int times)
        {
            for (var k = 0; k < times; k++) function(x);
        }
    }

    /// <summary>Numbers between 0.1 and 0.9, where every function has a value.</summary>
    private static T[] Filled<T>(int elements, Func<double, T> number)
    {
        var filled = new T[elements];
        for (var k = 0; k < elements; k++) filled[k] = number(0.1 + (0.8 * (k % Elements) / Elements));
        return filled;
    }
}
