using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using ExprAutograd.Anf;
using ExprAutograd.Dense;
using ExprAutograd.Operators;

namespace ExprAutograd.Explanation;

/// <summary>What operations cost on this machine, in nanoseconds of one iteration, each measured when it is first asked for.</summary>
/// <remarks>
/// After the roofline model (Williams, Waterman, Patterson 2009): a loop takes as long as its operations, its longest chain of operations that wait for one another,
/// or its data, whichever is longest. Arithmetic, divisions, roots, functions, the distance of caches and products of matrices are timed in loops compiled as users' loops are;
/// loads, stores and counting are taken as so many additions. It is off by a half where operations overlap that it adds, or wait that it does not know of.
/// </remarks>
internal sealed class MachineModel
{
    /// <summary>Additions and multiplications of the loop that times them.</summary>
    private const int TimedOperations = 24;
    private const int TimedDivisions = 4;
    private const int ProductSize = 96;
    private const int NearestCache = 32 << 10;

    private static readonly ConcurrentDictionary<(int Bits, Type Number, bool IsInLanes), MachineModel> Known = new();
    private static readonly ConcurrentDictionary<int, double> MemoryCosts = new();
    private static readonly Lazy<double> MultiplicationCost = new(TimeOfMultiplication);

    /// <summary>The sizes that the second, third and last stage of memory are timed at, each for data up to the next.</summary>
    private static readonly (int UpTo, int Timed)[] Stages = [(1 << 20, 512 << 10), (16 << 20, 6 << 20), (int.MaxValue, 64 << 20)];

    private readonly Type number;
    private readonly bool isInLanes;
    private readonly Lazy<double> carriedAddition;
    private readonly Lazy<double> arithmetic;
    private readonly Lazy<double> division;
    private readonly Lazy<double> squareRoot;
    private readonly ConcurrentDictionary<MethodInfo, double> functions = new();
    private readonly ConcurrentDictionary<MethodInfo, double> carriedFunctions = new();

    private MachineModel(Type number, bool isInLanes)
    {
        (this.number, this.isInLanes) = (number, isInLanes);
        carriedAddition = new(() => Kernel.OfSum(number, isInLanes, (_, x) => x));
        arithmetic = new(() => Kernel.OfSum(number, isInLanes, Polynomials) / TimedOperations);
        division = new(() => Math.Max(arithmetic!.Value, (Kernel.OfSum(number, isInLanes, Divisions) / TimedDivisions) - (2 * arithmetic.Value)));
        squareRoot = new(() => OfFunction(number == typeof(float) ? typeof(MathF).GetMethod(nameof(MathF.Sqrt))! : typeof(Math).GetMethod(nameof(Math.Sqrt))!));
    }

    /// <summary>The costs of loops over numbers of a type.</summary>
    public static MachineModel Of(Type number, bool isInLanes) =>
        Known.GetOrAdd((LaneWidth.Bits, number == typeof(float) ? number : typeof(double), isInLanes), static key => new MachineModel(key.Number, key.IsInLanes));

    /// <summary>The costs of one number at a time.</summary>
    public static MachineModel Scalar { get; } = Of(typeof(double), isInLanes: false);

    /// <summary>What a loop takes to start and end.</summary>
    public static double Entry => 8 * Scalar.arithmetic.Value;

    /// <summary>A byte of an array that is made, cleared, copied or added as a whole.</summary>
    public static double WholeByte => Scalar.arithmetic.Value / 4;

    /// <summary>A multiplication with its addition, in a product of matrices.</summary>
    public static double Multiplication => MultiplicationCost.Value;

    /// <summary>An addition that waits for the one before it.</summary>
    public double CarriedAddition => carriedAddition.Value;

    /// <summary>An operation that waits for the one before it.</summary>
    public double Carried(WorkItem item) => item.Kind switch
    {
        WorkKind.Arithmetic => CarriedAddition,
        WorkKind.Function => carriedFunctions.GetOrAdd(item.Method!, OfCarriedFunction),
        WorkKind.Division or WorkKind.SquareRoot => 4 * CarriedAddition,
        _ => Of(item),
    };

    /// <summary>One operation among many.</summary>
    public double Of(WorkItem item) => item.Kind switch
    {
        WorkKind.Arithmetic => arithmetic.Value,
        WorkKind.Division => division.Value,
        WorkKind.SquareRoot => squareRoot.Value,
        WorkKind.Function => functions.GetOrAdd(item.Method!, OfFunction),
        WorkKind.Load or WorkKind.Store => (isInLanes ? 1 : 2) * arithmetic.Value,
        WorkKind.Integer => isInLanes ? Scalar.arithmetic.Value / Math.Max(1, LaneWidth.Bits / 64) : arithmetic.Value / 2,
        WorkKind.TapeWrite => 6 * Scalar.arithmetic.Value,
        WorkKind.TapeRead => 4 * Scalar.arithmetic.Value,
        WorkKind.WholeArray => 80 * Scalar.arithmetic.Value,
        _ => 0,
    };

    /// <summary>Nanoseconds of a byte, where all data together are so many; 0 in the nearest cache.</summary>
    public static double MemoryByte(long workingBytes)
    {
        if (workingBytes <= NearestCache) return 0;
        var timed = Stages.First(s => workingBytes <= s.UpTo || s.UpTo == int.MaxValue).Timed;
        return MemoryCosts.GetOrAdd(timed, static bytes => Kernel.OfSum(typeof(double), isInLanes: true, (_, x) => x, bytes / sizeof(double)) / sizeof(double));
    }

    /// <summary>Two polynomials, so that neither waits for itself alone.</summary>
    private Expression Polynomials(ProgramBuilder builder, Expression x)
    {
        Expression a = x, b = x;
        for (var k = 0; k < (TimedOperations - 1) / 4; k++)
        {
            (a, b) = (builder.Bind(Expression.Multiply(a, x)), builder.Bind(Expression.Multiply(b, x)));
            (a, b) = (builder.Bind(Expression.Add(a, Atom.Number(0.25, number))), builder.Bind(Expression.Add(b, Atom.Number(0.75, number))));
        }
        return builder.Bind(Expression.Multiply(a, b));
    }

    private Expression Divisions(ProgramBuilder builder, Expression x)
    {
        var sum = x;
        for (var k = 1; k <= TimedDivisions; k++) sum = builder.Bind(Expression.Add(sum, builder.Bind(Expression.Divide(Atom.Number(k, number), builder.Bind(Expression.Add(x, Atom.Number(k, number)))))));
        return sum;
    }

    private double OfFunction(MethodInfo function)
    {
        var parameters = function.GetParameters();
        if (function.ReturnType != number || parameters.Any(p => p.ParameterType != number)) return 20 * Scalar.arithmetic.Value;
        return Kernel.OfSum(number, isInLanes, (builder, x) => builder.Bind(Expression.Call(function, parameters.Select(_ => x))));
    }

    private double OfCarriedFunction(MethodInfo function)
    {
        var parameters = function.GetParameters();
        if (isInLanes || function.ReturnType != number || parameters.Any(p => p.ParameterType != number)) return Of(new WorkItem(WorkKind.Function, function));

        // Little of the result, so that the argument stays where every function has a value.
        var whole = Kernel.Of(number, isInLanes: false, (builder, carried, x) =>
        {
            var argument = builder.Bind(Expression.Add(x, builder.Bind(Expression.Multiply(carried, Atom.Number(0.01, number)))));
            return builder.Bind(Expression.Call(function, parameters.Select(_ => argument)));
        });
        return Math.Max(Of(new WorkItem(WorkKind.Function, function)), whole - (2 * CarriedAddition));
    }

    private static double TimeOfMultiplication()
    {
        var (a, b, c) = (new double[ProductSize * ProductSize], new double[ProductSize * ProductSize], new double[ProductSize * ProductSize]);
        var product = FastestRound.Of(
            times =>
            {
                for (var k = 0; k < times; k++) ProductOperators.MultiplyInto(c, a, false, b, false, ProductSize, ProductSize, ProductSize);
            },
            nanosecondsOfRound: 200_000, rounds: 5);
        return product / ((double)ProductSize * ProductSize * ProductSize);
    }
}
