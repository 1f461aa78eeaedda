using System.Linq.Expressions;

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
        var gradient = Autograd.Compile(Autograd.ValueAndGradient(LargeFunctions.Chain(20_000)));
        AssertNothingAllocated(() => gradient(0.5, 0.25));
    }

    [Fact]
    public void The_value_of_a_function_of_an_array_allocates_nothing()
    {
        var value = Autograd.Compile<Func<double[], double>>(x => (x[0] * x[1]) + Math.Sin(x[2]));
        double[] x = [1, 2, 3];
        AssertNothingAllocated(() => value(x));
    }

    private static void AssertNothingAllocated(Action call)
    {
        call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < Calls; k++) call();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
