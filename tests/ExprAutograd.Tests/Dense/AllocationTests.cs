using ExprAutograd.Dense;

namespace ExprAutograd.Tests.Dense;

[Collection(DenseCollection.Name)]
public sealed class AllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(70)]
    [InlineData(300)]
    public void Nothing_is_allocated_after_the_first_calls(int order)
    {
        var random = new Random(31);
        double[] a = DenseData.PositiveDefinite<double>(random, order), b = DenseData.Random<double>(random, order * order), c = new double[order * order], x = new double[order], y = new double[order];
        var pivots = new int[order];
        AssertAllocatesNothing(() => DenseProvider.Multiply(a, false, b, true, c, order, order, order, -1, true));
        AssertAllocatesNothing(() => DenseProvider.Multiply(a, true, b, false, c, order, order, order, 1, false));
        AssertAllocatesNothing(() => DenseProvider.Multiply(a, true, x, y, order, order, 1, false));
        AssertAllocatesNothing(() => DenseProvider.SolveTriangular(a, order, true, true, false, c, order));
        AssertAllocatesNothing(() =>
        {
            a.CopyTo(c, 0);
            Assert.True(DenseProvider.FactorCholesky(c, order));
            DenseProvider.SolveCholesky(c, order, x, 1);
        });
        AssertAllocatesNothing(() =>
        {
            b.CopyTo(c, 0);
            DenseProvider.FactorLu(c, order, pivots);
            DenseProvider.SolveLu(c, order, pivots, true, x, 1);
        });
    }

    /// <summary>The least of a few rounds: the runtime allocates at moments of its own.</summary>
    private static void AssertAllocatesNothing(Action action)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 6; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }
}
