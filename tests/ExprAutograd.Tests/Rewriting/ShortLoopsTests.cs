namespace ExprAutograd.Tests.Rewriting;

/// <summary>Loops inside others that run a few times are written out: the same numbers, bit for bit, and no loop left.</summary>
public sealed class ShortLoopsTests
{
    [Fact]
    public void A_short_loop_inside_another_is_written_out()
    {
        var triples = Autograd.Lift<Func<double[], double>>(LaneMethods.Triples);
        Assert.Empty(Assert.Single(Autograd.Explain(triples).Loops).Loops);
        double[] x = [.. Enumerable.Range(1, 20).Select(k => Math.Sin(k))];
        var (value, slope) = Autograd.Compile(Autograd.ValueAndGradient(triples), new AutogradOptions { IsStrict = true })(x);
        Assert.Equal(LaneMethods.Triples(x), value);
        for (var k = 0; k < x.Length; k++)
        {
            double[] up = [.. x], down = [.. x];
            (up[k], down[k]) = (x[k] + 1e-6, x[k] - 1e-6);
            Assert.Equal((LaneMethods.Triples(up) - LaneMethods.Triples(down)) / 2e-6, slope[k], 1e-8);
        }
    }

    [Fact]
    public void A_loop_that_runs_often_stays() =>
        Assert.Single(Assert.Single(Autograd.Explain((double[] x) => x.Sum(v => Enumerable.Range(0, 9).Sum(j => Math.Sin(v * j)))).Loops).Loops);
}
