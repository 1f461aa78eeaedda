using ExprAutograd.Expressions;
using ExprAutograd.Recording;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd;

public sealed partial class Tensor
{
    [ThreadStatic]
    private static Random? generator;

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="requiresGrad">Whether operations on it are recorded for gradients.</param>
    public static Tensor From(double value, bool requiresGrad = false) => Own(new[] { value }, TensorShape.Scalar, requiresGrad);

    /// <inheritdoc cref="From(double, bool)"/>
    public static Tensor From(float value, bool requiresGrad = false) => Own(new[] { value }, TensorShape.Scalar, requiresGrad);

    /// <summary>An integer.</summary>
    public static Tensor From(int value) => Own(new[] { value }, TensorShape.Scalar, requiresGrad: false);

    /// <summary>True or false.</summary>
    public static Tensor From(bool value) => Own(new[] { value }, TensorShape.Scalar, requiresGrad: false);

    /// <summary>A tensor of one axis with a copy of the values.</summary>
    public static Tensor From(double[] values, bool requiresGrad = false) => From(values, [values.Length], requiresGrad);

    /// <inheritdoc cref="From(double[], bool)"/>
    public static Tensor From(float[] values, bool requiresGrad = false) => From(values, [values.Length], requiresGrad);

    /// <inheritdoc cref="From(double[], bool)"/>
    public static Tensor From(int[] values) => From(values, [values.Length]);

    /// <inheritdoc cref="From(double[], bool)"/>
    public static Tensor From(bool[] values) => From(values, [values.Length]);

    /// <summary>A copy of the values, row after row, in a shape.</summary>
    /// <typeparam name="T">double, float, int or bool.</typeparam>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor From<T>(T[] values, int[] shape, bool requiresGrad = false)
        where T : unmanaged => Own((T[])values.Clone(), Fitting(values, shape), requiresGrad);

    /// <summary>A copy of the values: rows, then columns.</summary>
    public static Tensor From(double[,] values, bool requiresGrad = false) => Own(Flat<double>(values), ShapeOf(values), requiresGrad);

    /// <inheritdoc cref="From(double[,], bool)"/>
    public static Tensor From(float[,] values, bool requiresGrad = false) => Own(Flat<float>(values), ShapeOf(values), requiresGrad);

    /// <inheritdoc cref="From(double[,], bool)"/>
    public static Tensor From(int[,] values) => Own(Flat<int>(values), ShapeOf(values), requiresGrad: false);

    /// <summary>A copy of the values: the last index moves first.</summary>
    public static Tensor From(double[,,] values, bool requiresGrad = false) => Own(Flat<double>(values), ShapeOf(values), requiresGrad);

    /// <summary>A tensor of one axis with a vector's elements.</summary>
    public static Tensor From(Vector<double> values, bool requiresGrad = false) => Own(values.ToArray(), TensorShape.Of([values.Count]), requiresGrad);

    /// <inheritdoc cref="From(Vector{double}, bool)"/>
    public static Tensor From(Vector<float> values, bool requiresGrad = false) => Own(values.ToArray(), TensorShape.Of([values.Count]), requiresGrad);

    /// <summary>A tensor of two axes with a matrix's elements.</summary>
    public static Tensor From(Matrix<double> values, bool requiresGrad = false) => Own(values.ToRowMajorArray(), TensorShape.Of([values.RowCount, values.ColumnCount]), requiresGrad);

    /// <inheritdoc cref="From(Matrix{double}, bool)"/>
    public static Tensor From(Matrix<float> values, bool requiresGrad = false) => Own(values.ToRowMajorArray(), TensorShape.Of([values.RowCount, values.ColumnCount]), requiresGrad);

    /// <summary>A tensor over the caller's array, row after row, without a copy: the caller must not change it while graphs that read it are alive.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor Wrap<T>(T[] values, params int[] shape)
        where T : unmanaged => Own(values, Fitting(values, shape.Length == 0 ? [values.Length] : shape), requiresGrad: false);

    /// <summary>A tensor of one axis over a dense vector's own memory, without a copy; of one that is not dense, a copy.</summary>
    /// <remarks>The caller must not change it while graphs that read it are alive.</remarks>
    public static Tensor Wrap(Vector<double> values) => Wrap(DenseStorage.Values(values));

    /// <inheritdoc cref="Wrap(Vector{double})"/>
    public static Tensor Wrap(Vector<float> values) => Wrap(DenseStorage.Values(values));

    /// <summary>A tensor of two axes over a dense matrix's own memory, without a copy: the transpose of its columns, one after another; of one that is not dense, a copy.</summary>
    /// <inheritdoc cref="Wrap(Vector{double})" path="/remarks"/>
    public static Tensor Wrap(Matrix<double> values) => Wrap(DenseStorage.Values(values), values.ColumnCount, values.RowCount).T;

    /// <inheritdoc cref="Wrap(Matrix{double})"/>
    public static Tensor Wrap(Matrix<float> values) => Wrap(DenseStorage.Values(values), values.ColumnCount, values.RowCount).T;

    /// <summary>Zeros.</summary>
    public static Tensor Zeros(params int[] shape) => Full(shape, 0);

    /// <inheritdoc cref="Zeros(int[])"/>
    public static Tensor Zeros(int[] shape, ElementType type, bool requiresGrad = false) => Full(shape, 0, type, requiresGrad);

    /// <summary>Ones.</summary>
    public static Tensor Ones(params int[] shape) => Full(shape, 1);

    /// <inheritdoc cref="Ones(int[])"/>
    public static Tensor Ones(int[] shape, ElementType type, bool requiresGrad = false) => Full(shape, 1, type, requiresGrad);

    /// <summary>One number everywhere.</summary>
    public static Tensor Full(int[] shape, double value, ElementType type = ElementType.Float64, bool requiresGrad = false)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var extents = TensorShape.Of(shape);
        Array values = type switch
        {
            ElementType.Float64 => Filled(extents.Count, value),
            ElementType.Float32 => Filled(extents.Count, (float)value),
            ElementType.Int32 => Filled(extents.Count, (int)value),
            _ => Filled(extents.Count, value != 0),
        };
        return new Tensor(Node.Leaf(values, extents, type, RequireFloating(type, requiresGrad)));
    }

    /// <summary>Zeros in the shape and type of another tensor.</summary>
    public static Tensor ZerosLike(Tensor other) => Full([.. other.Shape], 0, other.ElementType);

    /// <summary>Ones in the shape and type of another tensor.</summary>
    public static Tensor OnesLike(Tensor other) => Full([.. other.Shape], 1, other.ElementType);

    /// <summary>Independent numbers, uniform in [0, 1).</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="seed">The same seed gives the same numbers.</param>
    /// <param name="type">Float64 or Float32.</param>
    /// <param name="requiresGrad">Whether operations on them are recorded for gradients.</param>
    public static Tensor Rand(int[] shape, int seed, ElementType type = ElementType.Float64, bool requiresGrad = false) => Random(shape, new Random(seed), r => r.NextDouble(), type, requiresGrad);

    /// <summary>Independent numbers, uniform in [0, 1), from the thread's generator (<see cref="ManualSeed"/>).</summary>
    public static Tensor Rand(params int[] shape) => Random(shape, Generator, r => r.NextDouble(), ElementType.Float64, requiresGrad: false);

    /// <summary>Independent numbers of the standard normal distribution.</summary>
    /// <inheritdoc cref="Rand(int[], int, ElementType, bool)"/>
    public static Tensor Randn(int[] shape, int seed, ElementType type = ElementType.Float64, bool requiresGrad = false) => Random(shape, new Random(seed), Normal, type, requiresGrad);

    /// <summary>Independent numbers of the standard normal distribution, from the thread's generator (<see cref="ManualSeed"/>).</summary>
    public static Tensor Randn(params int[] shape) => Random(shape, Generator, Normal, ElementType.Float64, requiresGrad: false);

    /// <summary>Starts the thread's generator of random numbers again.</summary>
    public static void ManualSeed(int seed) => generator = new Random(seed);

    /// <summary>The integers below <paramref name="end"/>.</summary>
    public static Tensor Arange(int end) => Own(Enumerable.Range(0, Math.Max(end, 0)).ToArray(), TensorShape.Of([Math.Max(end, 0)]), requiresGrad: false);

    /// <summary>The numbers from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is zero or leads away from the end.</exception>
    public static Tensor Arange(double start, double end, double step = 1)
    {
        if (step == 0 || (end - start) / step < 0) throw new ArgumentOutOfRangeException(nameof(step), step, $"Steps of {step} do not lead from {start} to {end}.");
        var count = (int)Math.Ceiling((end - start) / step);
        return Own(Enumerable.Range(0, count).Select(k => start + (k * step)).ToArray(), TensorShape.Of([count]), requiresGrad: false);
    }

    /// <summary><paramref name="count"/> numbers at equal distances, both ends included.</summary>
    public static Tensor Linspace(double start, double end, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Own(Enumerable.Range(0, count).Select(k => k == count - 1 && count > 1 ? end : start + (k * (end - start) / Math.Max(count - 1, 1))).ToArray(), TensorShape.Of([count]), requiresGrad: false);
    }

    /// <summary>The identity matrix.</summary>
    public static Tensor Eye(int n, ElementType type = ElementType.Float64)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var values = new double[n * n];
        for (var k = 0; k < n; k++) values[(k * n) + k] = 1;
        return Own(values, TensorShape.Of([n, n]), requiresGrad: false).To(type);
    }

    /// <summary>The elements as a vector of MathNet's, of their own memory.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another rank than 1, or another element type.</exception>
    public Vector<T> ToVector<T>()
        where T : struct, IEquatable<T>, IFormattable =>
        Rank == 1 ? Vector<T>.Build.Dense(ToArray<T>()) : throw new InvalidOperationException($"A vector has one axis; this tensor has the shape {node.Shape}. Flatten it.");

    /// <summary>The elements as a matrix of MathNet's, of their own memory.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another rank than 2, or another element type.</exception>
    public Matrix<T> ToMatrix<T>()
        where T : struct, IEquatable<T>, IFormattable =>
        Rank == 2 ? Matrix<T>.Build.DenseOfRowMajor(node.Shape[0], node.Shape[1], ToArray<T>()) : throw new InvalidOperationException($"A matrix has two axes; this tensor has the shape {node.Shape}. Reshape it.");

    private static Random Generator => generator ??= new Random();

    /// <summary>A leaf over memory that is the tensor's own.</summary>
    internal static Tensor Own(Array values, TensorShape shape, bool requiresGrad)
    {
        var type = ElementTypes.Of(values.GetType().GetElementType()!);
        return new Tensor(Node.Leaf(values, shape, type, RequireFloating(type, requiresGrad)));
    }

    private static bool RequireFloating(ElementType type, bool requiresGrad) => !requiresGrad || ElementTypes.IsFloating(type)
        ? requiresGrad : throw new ArgumentException($"Only tensors of floating point can require gradients; this one holds {type}.", nameof(requiresGrad));

    private static TensorShape Fitting(Array values, int[] shape)
    {
        var extents = TensorShape.Of(shape);
        return extents.Count == values.Length ? extents : throw new ArgumentException($"{values.Length} values do not make a tensor of shape {extents}, which has {extents.Count} elements.", nameof(shape));
    }

    private static TensorShape ShapeOf(Array values) => TensorShape.Of(Enumerable.Range(0, values.Rank).Select(values.GetLength));

    private static T[] Flat<T>(Array values) => [.. values.Cast<T>()];

    private static T[] Filled<T>(int count, T value)
    {
        var values = new T[count];
        Array.Fill(values, value);
        return values;
    }

    private static Tensor Random(int[] shape, Random random, Func<Random, double> next, ElementType type, bool requiresGrad)
    {
        var extents = TensorShape.Of(shape);
        if (type == ElementType.Float32)
        {
            var singles = new float[extents.Count];
            for (var k = 0; k < singles.Length; k++) singles[k] = (float)next(random);
            return Own(singles, extents, requiresGrad);
        }
        if (type != ElementType.Float64) throw new ArgumentException($"Random numbers are Float64 or Float32, not {type}.", nameof(type));
        var doubles = new double[extents.Count];
        for (var k = 0; k < doubles.Length; k++) doubles[k] = next(random);
        return Own(doubles, extents, requiresGrad);
    }

    /// <summary>Box, Muller (1958), "A note on the generation of random normal deviates".</summary>
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
