using System.Runtime.Intrinsics;
using ExprAutograd.Benchmarks.AdBench;
using ExprAutograd.Benchmarks.AdBench.Gmm;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>The mixture's log posterior and its gradient as an expert writes them for vectors of eight doubles.</summary>
/// <remarks>
/// <para>With z = x - mean, y = Q z and the point's share w of the component, the cotangent of y is -w y. Q does not depend on the point, so all that the adjoint collects
/// over the points is the component's moments sum(w), sum(w z), sum(w z z'), and Q is applied to the sums: dQ = -Q sum(w z z'), dmean = Q' Q sum(w z). The moments are
/// those of the M-step of Dempster, Laird, Rubin (1977).</para>
/// <para>Points go through in blocks of 64, turned over so that a vector holds one coordinate of eight points; exponentials too are taken eight at a time. A few blocks at a time
/// go through all components forward, then through all components back: as many as keep coordinates and shares, and then one component's moments, in the second-level cache.</para>
/// </remarks>
internal sealed class GmmExpert
{
    private const int Lanes = 8;
    private const int NumbersOfGroup = 192 * 1024 / sizeof(double);

    private readonly GmmInstance data;
    private readonly int d;
    private readonly int k;
    private readonly int n;
    private readonly int size;
    private readonly int rows;
    private readonly int pairsOfComponent;
    private readonly int momentsOfComponent;
    private readonly int blocksOfGroup;
    private readonly double constant;
    private readonly GmmComponent component;
    private readonly AlignedLanes pairs;
    private readonly AlignedLanes centres;
    private readonly AlignedLanes coordinates;
    private readonly AlignedLanes centred;
    private readonly AlignedLanes shares;
    private readonly AlignedLanes moments;
    private readonly double[] starts;

    public GmmExpert(GmmInstance data)
    {
        this.data = data;
        (d, k, n) = (data.Dimension, data.Alphas.Length, data.Points.Length / data.Dimension);
        size = data.Factors.Length / k;
        rows = d + (d & 1);
        pairsOfComponent = GmmBlock.LengthOfPairs(rows);
        momentsOfComponent = Lanes * (1 + rows + pairsOfComponent);
        blocksOfGroup = Math.Max(1, NumbersOfGroup / (GmmBlock.Points * (rows + k)));
        constant = (-0.5 * data.Points.Length * Math.Log(2 * Math.PI)) - (k * GmmMethod.LogNormaliser(d, data.Gamma, data.M));
        component = new GmmComponent(d);
        pairs = new AlignedLanes(k * pairsOfComponent);
        centres = new AlignedLanes(k * rows);
        coordinates = new AlignedLanes(blocksOfGroup * GmmBlock.Points * rows);
        centred = new AlignedLanes(GmmBlock.Points * rows);
        shares = new AlignedLanes(blocksOfGroup * GmmBlock.Points * k);

        // The last component's sums are taken eight at a time, to beyond its end.
        moments = new AlignedLanes((k * momentsOfComponent) + (Lanes * Lanes));
        starts = new double[k];
    }

    /// <summary>Measured like any other side.</summary>
    public static IImplementation Implementation(GmmInstance data)
    {
        var expert = new GmmExpert(data);
        var (dAlphas, dMeans, dFactors) = (new double[data.Alphas.Length], new double[data.Means.Length], new double[data.Factors.Length]);
        return new ExpertImplementation(
            () => expert.ValueAndGradient(data.Alphas, data.Means, data.Factors, dAlphas, dMeans, dFactors),
            value => [new Result("objective", [value]), new Result("gradient", [.. dAlphas, .. dMeans, .. dFactors])]);
    }

    /// <summary>Writes the three gradients, each in the shape of its parameter, and returns the log posterior. Allocates nothing.</summary>
    public double ValueAndGradient(double[] alphas, double[] means, double[] factors, double[] dAlphas, double[] dMeans, double[] dFactors)
    {
        var prior = Prepare(alphas, means, factors);
        var total = Lane.Zero;
        var blocks = (n + GmmBlock.Points - 1) / GmmBlock.Points;
        for (var first = 0; first < blocks; first += blocksOfGroup) total += Pass(first, Math.Min(blocksOfGroup, blocks - first));

        var (logOfWeights, scale) = Normalise(alphas, dAlphas);
        for (var c = 0; c < k; c++)
        {
            ref var zeroth = ref moments[c * momentsOfComponent];
            var share = Vector512.Sum(Vector512.LoadUnsafe(ref zeroth));
            dAlphas[c] = share - (n * scale * dAlphas[c]);
            component.Unpack(factors.AsSpan(c * size, size));
            component.Pull(
                share, ref moments[(c * momentsOfComponent) + Lanes], ref moments[(c * momentsOfComponent) + (Lanes * (1 + rows))],
                data.Gamma * data.Gamma, data.M, dMeans.AsSpan(c * d, d), factors.AsSpan(c * size, size), dFactors.AsSpan(c * size, size));
        }
        return Vector512.Sum(total) - (n * logOfWeights) + prior + constant;
    }

    /// <summary>Lays the matrices out for the blocks; returns the log prior.</summary>
    private double Prepare(double[] alphas, double[] means, double[] factors)
    {
        moments.Span.Clear();
        var prior = 0.0;
        for (var c = 0; c < k; c++)
        {
            var parameters = factors.AsSpan(c * size, size);
            component.Unpack(parameters);
            means.AsSpan(c * d, d).CopyTo(centres.Span[(c * rows)..]);
            component.WritePairs(ref pairs[c * pairsOfComponent]);
            var logDeterminant = 0.0;
            foreach (var log in parameters[..d]) logDeterminant += log;
            starts[c] = alphas[c] + logDeterminant;
            prior += (0.5 * data.Gamma * data.Gamma * component.Squares()) - (data.M * logDeterminant);
        }
        return prior;
    }

    /// <summary>Takes a group of blocks forward and back; returns its part of the likelihood.</summary>
    private Lane Pass(int first, int blocks)
    {
        var stride = blocksOfGroup * GmmBlock.Points;
        var points = new GmmPoints(data.Points, d);
        for (var b = 0; b < blocks; b++) points.Transpose((first + b) * GmmBlock.Points, ref coordinates[b * GmmBlock.Points * rows]);

        for (var c = 0; c < k; c++)
            for (var b = 0; b < blocks; b++)
                GmmBlock.LogDensity(
                    ref coordinates[b * GmmBlock.Points * rows], ref centres[c * rows], rows, ref pairs[c * pairsOfComponent], starts[c],
                    ref centred[0], ref shares[(c * stride) + (b * GmmBlock.Points)]);

        var total = Lane.Zero;
        for (var b = 0; b < blocks; b++) total += GmmBlock.LogSumExp(ref shares[b * GmmBlock.Points], k, stride, n - ((first + b) * GmmBlock.Points));

        for (var c = 0; c < k; c++)
        {
            ref var zeroth = ref moments[c * momentsOfComponent];
            ref var firsts = ref moments[(c * momentsOfComponent) + Lanes];
            ref var seconds = ref moments[(c * momentsOfComponent) + (Lanes * (1 + rows))];
            for (var b = 0; b < blocks; b++)
                GmmBlock.AddMoments(
                    ref coordinates[b * GmmBlock.Points * rows], ref centres[c * rows], rows, ref shares[(c * stride) + (b * GmmBlock.Points)],
                    ref centred[0], ref zeroth, ref firsts, ref seconds);
        }
        return total;
    }

    /// <summary>The log of the sum of the weights; leaves exp(alpha - max) in <paramref name="exponentials"/>, and returns what makes them sum to one.</summary>
    private static (double Log, double Scale) Normalise(double[] alphas, double[] exponentials)
    {
        var max = alphas[0];
        foreach (var alpha in alphas) max = Math.Max(max, alpha);
        var sum = 0.0;
        for (var c = 0; c < alphas.Length; c++) sum += exponentials[c] = Math.Exp(alphas[c] - max);
        return (max + Math.Log(sum), 1 / sum);
    }
}
