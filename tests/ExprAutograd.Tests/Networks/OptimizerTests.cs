namespace ExprAutograd.Tests.Networks;

/// <summary>Five steps land where PyTorch 1.13 lands; what was recorded before a step still means what it meant.</summary>
public sealed class OptimizerTests
{
    private static readonly double[] Start = [0.5, -1.25, 2.0, -0.75, 0.1, 3.0, -2.0];

    public static TheoryData<string, Func<Tensor, Optimizer>, double[]> Rows => new()
    {
        {
            "Sgd", p => new Sgd([p], 0.05),
            [0.07693882328990685, -0.3511832533932953, 0.91473943073862, -0.2631975517922137, -0.2742281138342796, 0.8216319860583655, -0.2290432159116036]
        },
        {
            "Sgd, decay", p => new Sgd([p], 0.05, weightDecay: 0.1),
            [0.042842148793334534, -0.32715949122721316, 0.8867766940396646, -0.26254290763532484, -0.27302148031981843, 0.7819382370215423, -0.21524664518747325]
        },
        {
            "Sgd, momentum", p => new Sgd([p], 0.05, momentum: 0.9),
            [-0.6533884514450422, 0.1588079973077926, 0.41752394279275384, -0.09671400575580222, -0.4426535760498303, -1.1106129964182931, 1.3819940323748587]
        },
        {
            "Sgd, dampening", p => new Sgd([p], 0.05, momentum: 0.9, dampening: 0.3, weightDecay: 0.01),
            [-0.4447729632966564, 0.05471977169003925, 0.4968293905078584, -0.0916866690569935, -0.5122871237526172, -0.6814795746151265, 1.0137536390555912]
        },
        {
            "Sgd, Nesterov", p => new Sgd([p], 0.05, momentum: 0.8, nesterov: true, weightDecay: 0.02),
            [-0.3454490884700792, -0.2668632058277213, 0.7438002915849656, -0.27010933075490284, -0.17188478471925767, 0.34183661223965645, -0.24605817264386282]
        },
        {
            "Adam", p => new Adam([p], 0.1),
            [0.006404133904281142, -0.7723328565582307, 1.534653586338144, -0.255501109547701, -0.3762572116085987, 2.505789251697238, -1.523808242775762]
        },
        {
            "Adam, all", p => new Adam([p], 0.1, 0.8, 0.95, 1e-3, 0.1),
            [-0.0018827382910375917, -0.760949826773976, 1.5273474671402545, -0.24858292552173628, -0.3727825237194851, 2.505179394718923, -1.5278783700674157]
        },
        {
            "AdamW", p => new AdamW([p], 0.1),
            [0.004980223385571025, -0.7668564977226768, 1.5250089005189404, -0.2524350991388721, -0.3758439687255348, 2.491984123080951, -1.515254047638283]
        },
        {
            "AdamW, all", p => new AdamW([p], 0.1, 0.8, 0.95, 1e-3, 0.2),
            [-0.02899928808731546, -0.6593787801219901, 1.3496345011343767, -0.20624801787272, -0.36530233791932243, 2.242922611365459, -1.3702021729013996]
        },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Five_steps_are_those_of_PyTorch(string name, Func<Tensor, Optimizer> make, double[] expected)
    {
        var x = Tensor.From(Start, requiresGrad: true);
        Train(x, make(x));
        AssertNear(expected, x.ToArray<double>(), 1e-12, name);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Single_precision_is_the_same_to_its_digits(string name, Func<Tensor, Optimizer> make, double[] expected)
    {
        var x = Tensor.From(Array.ConvertAll(Start, v => (float)v), requiresGrad: true);
        Train(x, make(x));
        AssertNear(expected, Array.ConvertAll(x.ToArray<float>(), v => (double)v), 2e-5, name);
    }

    /// <summary>Large parameters change where they are: each element as in a small one.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Large_parameters_take_the_same_steps(string name, Func<Tensor, Optimizer> make, double[] expected)
    {
        const int Copies = 301;
        var x = Tensor.From([.. Enumerable.Range(0, Copies).SelectMany(_ => Start)], requiresGrad: true);
        Train(x, make(x));
        AssertNear([.. Enumerable.Range(0, Copies).SelectMany(_ => expected)], x.ToArray<double>(), 1e-12, name);
    }

    /// <summary>torch.optim.LBFGS(lr=0.1, max_iter=5, history_size=3) on Rosenbrock's function.</summary>
    [Fact]
    public void Lbfgs_without_a_search_is_that_of_PyTorch()
    {
        var x = Tensor.From([-1.2, 1.0], requiresGrad: true);
        var optimizer = new Lbfgs([x], 0.1, maxIterations: 5, historySize: 3);
        double[] losses = [24.199999999999996, 7.112950990815747, 5.230496995564834];
        double[][] places = [[-1.0989030817808585, 1.0430414291237948], [-1.0731880052541687, 1.055172228961313], [-1.0563494091897356, 1.0611472676840599]];
        for (var k = 0; k < losses.Length; k++)
        {
            AssertNear([losses[k]], [optimizer.Step(() => Rosenbrock(x, optimizer)).Item()], 1e-9, "loss");
            AssertNear(places[k], x.ToArray<double>(), 1e-9, "place");
        }
    }

    [Fact]
    public void Lbfgs_with_a_search_finds_the_end_of_the_valley()
    {
        var x = Tensor.From([-1.2, 1.0], requiresGrad: true);
        var optimizer = new Lbfgs([x], maxIterations: 100, strongWolfe: true, changeTolerance: 1e-15);
        optimizer.Step(() => Rosenbrock(x, optimizer));
        AssertNear([1, 1], x.ToArray<double>(), 1e-5, "place");
    }

    [Fact]
    public void Lbfgs_needs_a_closure() => Assert.Throws<InvalidOperationException>(() => new Lbfgs([Tensor.From(1.0, requiresGrad: true)]).Step());

    [Theory]
    [InlineData(3)]
    [InlineData(2000)]
    public void What_was_recorded_before_a_step_keeps_its_meaning(int count)
    {
        var x = Tensor.Full([count], 2, requiresGrad: true);
        var before = x.Detach();
        var optimizer = new Sgd([x], 0.5);
        for (var step = 0; step < 3; step++)
        {
            var value = x.ToArray<double>()[0];
            var unseen = x * 3;
            optimizer.ZeroGrad();
            var loss = x.Square().Sum();
            loss.Backward();
            optimizer.Step();
            Assert.Equal(3 * value, unseen.ToArray<double>()[count - 1]);
            Assert.Equal(0, x.ToArray<double>()[count - 1]);
            Assert.Equal(0, before.ToArray<double>()[0]);
            using (Autograd.NoGrad()) x.Fill(step + 4);
        }
    }

    [Fact]
    public void A_gradient_that_was_looked_at_stays()
    {
        var x = Tensor.Full([2000], 2, requiresGrad: true);
        var optimizer = new Sgd([x], 0.1);
        x.Square().Sum().Backward();
        var seen = x.Grad!;
        optimizer.ZeroGrad();
        Assert.Null(x.Grad);
        (3 * x).Sum().Backward();
        Assert.Equal(4, seen.ToArray<double>()[0]);
        Assert.Equal(3, x.Grad!.ToArray<double>()[0]);
    }

    [Fact]
    public void The_memory_of_a_caller_is_not_written_to()
    {
        var values = Enumerable.Repeat(1.0, 2000).ToArray();
        var x = Tensor.Wrap(values, 2000).SetRequiresGrad();
        var optimizer = new Sgd([x], 0.1);
        for (var k = 0; k < 3; k++)
        {
            x.Sum().Backward();
            optimizer.Step();
        }
        Assert.All(values, v => Assert.Equal(1, v));
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays()
    {
        var (x, y) = (Tensor.From(1.0, requiresGrad: true), Tensor.From(2.0, requiresGrad: true));
        var optimizer = new Adam([x, y]);
        x.Square().Backward();
        optimizer.Step();
        Assert.Equal(2, y.Item());
        Assert.NotEqual(1, x.Item());
    }

    [Fact]
    public void A_graph_that_a_step_has_changed_cannot_be_differentiated()
    {
        var x = Tensor.From(1.0, requiresGrad: true);
        var loss = x * x * x;
        loss.Backward(retainGraph: true);
        new Sgd([x], 0.1).Step();
        Assert.Contains("Sgd.Step", Assert.Throws<InvalidOperationException>(() => loss.Backward()).Message);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var x = Tensor.From(1.0, requiresGrad: true);
        Assert.Throws<ArgumentException>(() => new Sgd([], 0.1));
        Assert.Throws<ArgumentException>(() => new Sgd([x * 2], 0.1));
        Assert.Throws<ArgumentException>(() => new Sgd([x], 0.1, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd([x], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([x], beta1: 1));
    }

    private static Tensor Rosenbrock(Tensor x, Optimizer optimizer)
    {
        optimizer.ZeroGrad();
        var loss = (1 - x.Narrow(0, 0, 1)).Square().Sum() + (100 * (x.Narrow(0, 1, 1) - x.Narrow(0, 0, 1).Square()).Square()).Sum();
        loss.Backward();
        return loss;
    }

    /// <summary>sum(c x^2 / 4) + sum(sin((k + 1) x)) at step k, c being 1 to 7.</summary>
    private static void Train(Tensor x, Optimizer optimizer)
    {
        var c = Tensor.From([.. Enumerable.Range(0, x.Count).Select(k => 1.0 + (k % Start.Length))]).To(x.ElementType);
        for (var k = 0; k < 5; k++)
        {
            optimizer.ZeroGrad();
            ((x * x * c / 4).Sum() + (x * (k + 1)).Sin().Sum()).Backward();
            optimizer.Step();
        }
    }

    private static void AssertNear(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++) Assert.True(Math.Abs(expected[k] - actual[k]) <= tolerance * Math.Max(1, Math.Abs(expected[k])), $"{what}[{k}]: {actual[k]:R}, not {expected[k]:R}.");
    }
}
