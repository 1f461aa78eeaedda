namespace ExprAutograd.Benchmarks.Tensors;

/// <summary>A graph whose cost is that of recording and finding it.</summary>
/// <param name="Name">As <see cref="PyTorchProgram"/> has it.</param>
/// <param name="Operations">How many operations are recorded forward.</param>
/// <param name="IsScalar">Whether all tensors are numbers.</param>
/// <param name="Record">Records the graph, and looks at nothing.</param>
/// <param name="Step">Records it, runs it and its gradient, and clears the gradients.</param>
/// <param name="Check">Holds a step to what the other side found.</param>
internal sealed record SmallGraph(string Name, int Operations, bool IsScalar, Func<double> Record, Func<double> Step, Action<Dictionary<string, double>?> Check);

/// <summary>The small graphs of <see cref="PyTorchProgram"/>.</summary>
internal static class SmallGraphs
{
    public static IEnumerable<SmallGraph> All => [Product(), Fifty(), Small(), Digits()];

    private static SmallGraph Product()
    {
        var (p, q, s) = (Tensor.From(2.0, requiresGrad: true), Tensor.From(3.0, requiresGrad: true), Tensor.From(4.0, requiresGrad: true));
        double Step()
        {
            ((p + q) * s).Backward();
            p.Grad = q.Grad = s.Grad = null;
            return 0;
        }
        return new SmallGraph("product", 2, true, () => ((p + q) * s).Rank, Step, _ => { });
    }

    private static SmallGraph Fifty()
    {
        var (p, q) = (Tensor.From(0.7, requiresGrad: true), Tensor.From(1.3, requiresGrad: true));
        double Step()
        {
            Chain(p, q).Backward();
            p.Grad = q.Grad = null;
            return 0;
        }
        void Check(Dictionary<string, double>? peer)
        {
            var u = Chain(p, q);
            u.Backward();
            if (peer is not null) Require(peer["fifty: value"], u.Item(), peer["fifty: dp"], p.Grad!.Item(), peer["fifty: dq"], q.Grad!.Item());
            p.Grad = q.Grad = null;
        }
        return new SmallGraph("fifty", 50, true, () => Chain(p, q).Rank, Step, Check);
    }

    private static Tensor Chain(Tensor p, Tensor q)
    {
        var u = p;
        for (var k = 0; k < 5; k++)
        {
            u = u * q;
            u = u + p;
            u = u.Sin();
            u = u * p;
            u = u.Exp();
            u = u / q;
            u = u.Tanh();
            u = u + q;
            u = u * u;
            u = u / p;
        }
        return u;
    }

    /// <summary>4-8-1 on a batch of 16: tanh, mean squared error, a step of plain gradient descent.</summary>
    private static SmallGraph Small()
    {
        const int Operations = 7;
        var (x, y) = (Tensor.Randn([16, 4], 1), Tensor.Randn([16, 1], 2));
        var (w1, b1, w2, b2) = (Tensor.Randn([8, 4], 3, requiresGrad: true), Tensor.Zeros([8], ElementType.Float64, true), Tensor.Randn([1, 8], 4, requiresGrad: true), Tensor.Zeros([1], ElementType.Float64, true));
        var optimizer = new Sgd([w1, b1, w2, b2], 0.01);
        Tensor Loss() => ((x.MatMul(w1.T) + b1).Tanh().MatMul(w2.T) + b2).MseLoss(y);
        double Step()
        {
            Loss().Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
            return 0;
        }
        return new SmallGraph("small", Operations, false, () => Loss().Rank, Step, _ => { });
    }

    /// <summary>64-64-10 on a batch of 64: relu, the mean cross-entropy, a step of Adam.</summary>
    private static SmallGraph Digits()
    {
        const int Operations = 8;
        var (x, labels) = (Tensor.Rand([64, 64], 1), Tensor.From([.. Enumerable.Range(0, 64).Select(k => k * 7 % 10)]));
        var network = new Sequential(new Linear(64, 64), new Relu(), new Linear(64, 10));
        var optimizer = new Adam(network.Parameters(), 1e-3);
        Tensor Loss() => network.Forward(x).CrossEntropy(labels);
        double Step()
        {
            Loss().Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
            return 0;
        }
        return new SmallGraph("digits", Operations, false, () => Loss().Rank, Step, _ => { });
    }

    private static void Require(params ReadOnlySpan<double> pairs)
    {
        for (var k = 0; k < pairs.Length; k += 2)
            if (!(Math.Abs(pairs[k] - pairs[k + 1]) <= 1e-9 * Math.Abs(pairs[k]))) throw new InvalidOperationException($"PyTorch finds {pairs[k]}, this library {pairs[k + 1]}.");
    }
}
