namespace ExprAutograd.Tests.Tensors;

/// <summary>Random graphs mean the same however they are run: as one program, operation by operation, with values looked at on the way, with a cache that forgets, by several threads.</summary>
public sealed class RandomGraphTests
{
    private const double Tolerance = 1e-10;

    /// <summary>An operation of a random graph: which, and on which of the values before it.</summary>
    private readonly record struct Step(int Operation, int First, int Second);

    private static readonly Func<Tensor, Tensor, Tensor>[] Operations =
    [
        (a, b) => a + b,
        (a, b) => a * b,
        (a, b) => a - (0.5 * b),
        (a, b) => a / (b.Square() + 1),
        (a, _) => a.Sin(),
        (a, _) => a.Tanh(),
        (a, _) => (a * 0.3).Exp(),
        (a, _) => a.Relu(),
        (a, _) => a.Sum(0, keepDimension: true) * 0.2,
        (a, _) => a.Mean(-1, keepDimension: true),
        (a, b) => a.Maximum(b),
        (a, _) => a.Softmax(-1),
        (a, b) => Tensor.Where(a > b, a, b * 0.5),
        (a, _) => a.Shape[0] == a.Shape[1] ? a.T : a,
        (a, b) => a.Shape[1] == b.Shape[0] ? a.MatMul(b) * 0.3 : a,
        (a, _) => a[..1],
        (a, _) => a.LogSumExp(0, keepDimension: true),
        (a, b) => Tensor.Concat([a.Reshape(-1), b.Reshape(-1)])[1..].Reshape(1, -1).Mean(1, keepDimension: true),
    ];

    /// <summary>The same graphs every time; new ones where the setting asks for so many.</summary>
    private static IEnumerable<Step[]> Graphs(int count)
    {
        var isSearch = int.TryParse(Environment.GetEnvironmentVariable(Fuzz.Setting), out var wanted);
        for (var k = 0; k < (isSearch ? wanted / 10 : count); k++)
        {
            var random = isSearch ? new Random() : new Random(k);
            yield return [.. Enumerable.Range(0, random.Next(1, 13)).Select(_ => new Step(random.Next(Operations.Length), random.Next(1000), random.Next(1000)))];
        }
    }

    [Fact]
    public void Every_way_of_running_a_graph_agrees()
    {
        foreach (var steps in Graphs(120))
        {
            var whole = Run(steps, looksAt: _ => false);
            AssertSame(steps, whole, Run(steps, looksAt: _ => true));
            AssertSame(steps, whole, Run(steps, looksAt: k => k % 3 == 1));
            AssertSame(steps, whole, Run(steps, looksAt: _ => false, isHooked: true));
        }
    }

    [Fact]
    public void Second_derivatives_agree_with_differences()
    {
        foreach (var steps in Graphs(50).Where(g => !HasKinks(g)))
        {
            var (x, _, value) = Record(steps, _ => false, isHooked: false);
            if (!value.RequiresGrad) continue;
            var first = Autograd.Grad([value], [x], createGraph: true, allowUnused: true)[0];
            if (first is null || !first.RequiresGrad) continue;
            var direction = Tensor.Linspace(-1, 1, x.Count).Reshape([.. x.Shape]);
            var product = Autograd.Grad([(first * direction).Sum()], [x], allowUnused: true)[0]?.ToArray<double>() ?? new double[x.Count];
            var (up, down) = (GradientAt(steps, direction * 1e-6), GradientAt(steps, direction * -1e-6));
            for (var k = 0; k < product.Length; k++)
            {
                var difference = (up[k] - down[k]) / 2e-6;
                Assert.True(Math.Abs(product[k] - difference) <= 1e-4 * (1 + Math.Abs(difference)), $"{Text(steps)}: {product[k]} against {difference}");
            }
        }
    }

    [Fact]
    public void A_cache_of_two_structures_forgets_and_is_right()
    {
        var before = Tensor.CacheCapacity;
        try
        {
            Tensor.CacheCapacity = 2;
            Parallel.For(0, 4, thread =>
            {
                for (var k = 1; k < 12; k++)
                {
                    var x = Tensor.From(1.1, requiresGrad: true);
                    var y = x;
                    for (var i = 0; i < k; i++) y = y * x;
                    y.Backward();
                    Assert.Equal((k + 1) * Math.Pow(1.1, k), x.Grad!.Item(), 1e-12);
                }
            });
            Assert.True(Tensor.Statistics.Count <= 2);
        }
        finally
        {
            Tensor.CacheCapacity = before;
        }
    }

    /// <summary>Relu, Maximum and Where: second differences across their kinks are no derivative.</summary>
    private static bool HasKinks(Step[] steps) => steps.Any(s => s.Operation is 7 or 10 or 12);

    private static string Text(Step[] steps) => string.Join(" ", steps);

    private static double[] GradientAt(Step[] steps, Tensor offset)
    {
        var (x, _, value) = Record(steps, _ => false, isHooked: false, offset);
        value.Backward();
        return x.Grad?.ToArray<double>() ?? new double[x.Count];
    }

    private static double[] Run(Step[] steps, Func<int, bool> looksAt, bool isHooked = false)
    {
        var (x, y, value) = Record(steps, looksAt, isHooked);
        if (value.RequiresGrad) value.Backward();
        return [value.Item(), .. x.Grad?.ToArray<double>() ?? [], .. y.Grad?.ToArray<double>() ?? []];
    }

    private static (Tensor X, Tensor Y, Tensor Value) Record(Step[] steps, Func<int, bool> looksAt, bool isHooked, Tensor? offset = null)
    {
        var x = Tensor.Randn([3, 3], 1);
        x = (offset is null ? x : x + offset).Detach().SetRequiresGrad();
        var y = Tensor.Randn([1, 3], 2, requiresGrad: true);
        var values = new List<Tensor> { x, y };
        for (var k = 0; k < steps.Length; k++)
        {
            var (a, b) = (values[steps[k].First % values.Count], values[steps[k].Second % values.Count]);
            if (a.Rank != 2 || b.Rank != 2) (a, b) = (x, y);
            var next = Operations[steps[k].Operation](a, b);
            if (looksAt(k)) next.ToArray<double>();
            if (isHooked && k % 2 == 0 && next.RequiresGrad) next.RegisterHook(g => g * 1);
            values.Add(next);
        }
        return (x, y, values.Skip(2).Aggregate(Tensor.From(0.0), (sum, v) => sum + (v * 0.7).Sum()));
    }

    private static void AssertSame(Step[] steps, double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var k = 0; k < expected.Length; k++)
            Assert.True(expected[k].Equals(found[k]) || Math.Abs(expected[k] - found[k]) <= Tolerance * Math.Max(1, Math.Abs(expected[k])), $"{Text(steps)}: number {k}: {expected[k]} against {found[k]}");
    }
}
