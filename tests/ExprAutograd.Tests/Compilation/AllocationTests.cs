using System.Linq.Expressions;
using ExprAutograd.Tests.Rewriting;

namespace ExprAutograd.Tests.Compilation;

/// <summary>A compiled function of numbers allocates nothing, whichever transform made it.</summary>
public sealed class AllocationTests
{
    private const int Calls = 1000;

    [Fact]
    public void The_gradient_of_a_product_allocates_nothing()
    {
        var gradient = Autograd.Compile(Autograd.ValueAndGradient((double p, double q, double s) => (p + q) * s));
        AssertNothingAllocated(() => gradient(3, 5, 2));
    }

    [Fact]
    public void The_gradient_of_an_option_price_allocates_nothing()
    {
        var gradient = Autograd.Compile(Autograd.ValueAndGradient(
            (double spot, double strike, double rate, double volatility, double time) =>
                spot * Math.Tanh((Math.Log(spot / strike) + ((rate + (volatility * volatility / 2)) * time)) / (volatility * Math.Sqrt(time))) - (strike * Math.Exp(-rate * time))));
        AssertNothingAllocated(() => gradient(100, 95, 0.05, 0.2, 0.5));
    }

    [Fact]
    public void Branches_allocate_nothing()
    {
        var gradient = Autograd.Compile(Autograd.ValueAndGradient((double x, double y) => x > y ? Math.Sin(x) * y : y > 0 ? Math.Exp(y) : Math.Pow(x, y)));
        AssertNothingAllocated(() => gradient(1, 2));
    }

    [Fact]
    public void Products_with_vectors_allocate_nothing()
    {
        Expression<Func<double, double, double>> f = (x, y) => Math.Sin(x) * y;
        var (jvp, vjp, hvp) = (Autograd.Compile(Autograd.Jvp(f)), Autograd.Compile(Autograd.Vjp(f)), Autograd.Compile(Autograd.Hvp(f)));
        AssertNothingAllocated(() =>
        {
            jvp(1, 2, (3, 4));
            vjp(1, 2, 3);
            hvp(1, 2, (3, 4));
        });
    }

    [Fact]
    public void A_captured_variable_costs_nothing()
    {
        var scale = 2.0;
        var gradient = Autograd.Compile(Autograd.Gradient((double x, double y) => Math.Sin(scale * x) * y));
        AssertNothingAllocated(() => gradient(1, 2));
    }

    [Fact]
    public void Floats_allocate_nothing()
    {
        var gradient = Autograd.Compile(Autograd.ValueAndGradient((float x, float y) => MathF.Sin(x) * y));
        AssertNothingAllocated(() => gradient(1, 2));
    }

    [Fact]
    public void Structs_allocate_nothing()
    {
        var gradient = Autograd.Compile(Autograd.ValueAndGradient(((double X, double Y) p) => p.X * p.Y));
        AssertNothingAllocated(() => gradient((1, 2)));
    }

    [Fact]
    public void A_function_of_many_methods_allocates_nothing_after_the_first_call()
    {
        var gradient = Autograd.Compile(Autograd.ValueAndGradient(LargeFunctions.Chain(18_996)));
        AssertNothingAllocated(() => gradient(0.5, 0.25));
    }

    [Fact]
    public void The_value_of_a_function_of_an_array_allocates_nothing()
    {
        var value = Autograd.Compile<Func<double[], double>>(x => (x[0] * x[1]) + Math.Sin(x[2]));
        double[] x = [1, 2, 3];
        AssertNothingAllocated(() => value(x));
    }

    [Fact]
    public void A_gradient_into_the_callers_array_allocates_nothing()
    {
        var function = Autograd.CompileFunction(x => Math.Pow(1 - x[0], 2) + (100 * Math.Pow(x[1] - (x[0] * x[0]), 2)));
        double[] x = [-1.2, 1];
        var gradient = new double[2];
        AssertNothingAllocated(() => function.ValueAndGradient(x, gradient));
        AssertNothingAllocated(() => function.ValueAndGradient(x.AsSpan(), gradient.AsSpan()));
        Assert.Equal([-215.6, -88], gradient.Select(g => Math.Round(g, 10)));
    }

    [Fact]
    public void Arrays_of_arrays_allocate_nothing()
    {
        double[] p = [.. Enumerable.Range(1, 13).Select(k => Math.Sin(k))], t = [0.1, 0.5, 0.7];
        var columns = new double[t.Length, p.Length];
        foreach (var isStrict in new[] { false, true })
        {
            var options = new AutogradOptions { IsStrict = isStrict, Mode = DifferentiationMode.Forward };
            var jacobian = Autograd.CompileInto<Action<double[], double[], double[,]>>(Autograd.Jacobian<Func<double[], double[], double[,]>>(
                Autograd.Lift<Func<double[], double[], double[]>>(LaneMethods.RowResiduals), options with { WithRespectTo = [0] }), options);
            AssertNothingAllocated(() => jacobian(p, t, columns));
        }
    }

    private static void AssertNothingAllocated(Action call)
    {
        // What the runtime allocates once on a thread may fall into any one round; what a call allocates is in every round.
        call();
        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => Round()));

        long Round()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var k = 0; k < Calls; k++) call();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
