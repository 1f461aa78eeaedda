using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.Sequences;

/// <summary>What the rows compute from: a field for each kind of source.</summary>
public sealed class SequenceData
{
    public double[] X = [];
    public double[] Y = [];
    public float[] F = [];
    public int[] N = [];
    public long[] L = [];
    public double[][] Rows = [];
    public double[,] Grid = new double[0, 0];
    public List<double> List = [];
    public IEnumerable<double> Items = [];
    public IReadOnlyList<double> ReadOnly = [];
    public Vector<double>? Vector;
    public int K;
    public double A;

    public override string ToString() => $"X = [{string.Join(", ", X)}], Y = [{string.Join(", ", Y)}], N = [{string.Join(", ", N)}], K = {K}";

    /// <summary>Empty, of one item, with ties, zeros of both signs and NaN, of unequal lengths, and drawn.</summary>
    public static SequenceData[] All { get; } =
    [
        Of([], [], [], 0),
        Of([], [1, 2], [3], 1),
        Of([2.5], [], [], -1),
        Of([-1.25], [3], [7], 1),
        Of([1, 3, 3, -2, 3, 0.5], [2, -1, 2, 0.25], [3, -1, 3, 0, 2], 2),
        Of([double.NaN, 1, double.NaN, -1], [double.NaN], [0, 0], 3),
        Of([0.0, -0.0, 0.0], [-0.0, 0.0], [-5, -5], 2),
        Of([double.PositiveInfinity, -1, double.NegativeInfinity, 2], [1, 1, 1, 1, 1], [int.MaxValue, 1], 4),
        Of([5, 4, double.NaN, 3, 2, 1], [1e-300, 1e300, -7, 6, 5, 4, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9], 5),
        Of(Drawn(1, 13), Drawn(2, 9), [4, 1, 4, 1, 5], 3),
        Of(Drawn(3, 40), Drawn(4, 40), [2, 7, 1, 8], 17),
    ];

    private static SequenceData Of(double[] x, double[] y, int[] n, int k) => new()
    {
        X = x,
        Y = y,
        F = [.. x.Concat(y).Select(v => (float)(v / 3))],
        N = n,
        L = [.. n.Select(v => 1L * v * v)],
        Rows = [.. Enumerable.Range(0, n.Length).Select(r => (double[])[.. x.Skip(r).Take(r + 1), .. y.Take(3)])],
        Grid = GridOf(x, 2),
        List = [.. y, .. x],
        Items = Enumerated(x),
        ReadOnly = [.. x, .. y],
        Vector = x.Length > 0 ? Vector<double>.Build.DenseOfArray(x) : Vector<double>.Build.Dense(2, 1.5),
        K = k,
        A = y.Length > 0 ? y[^1] : 0.75,
    };

    private static double[,] GridOf(double[] x, int columns)
    {
        var grid = new double[x.Length / columns, columns];
        for (var k = 0; k < grid.Length; k++) grid[k / columns, k % columns] = x[k];
        return grid;
    }

    private static IEnumerable<double> Enumerated(double[] x)
    {
        foreach (var v in x) yield return v;
    }

    private static double[] Drawn(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Round(random.NextDouble() * 8 - 4, 1) / 3)];
    }
}
