using ExprAutograd.Dense;

namespace ExprAutograd.Tests.Dense;

[Collection(DenseCollection.Name)]
public sealed class SharedWorkTests
{
    private sealed class Counted(int[] done) : SharedWork
    {
        public int Returned;

        public Action<int> Part { get; init; } = _ => { };

        public void Run(int threads) => Share(done.Length, threads);

        protected override void Do(int part)
        {
            Interlocked.Increment(ref done[part]);
            Part(part);
        }

        protected override void Return() => Interlocked.Increment(ref Returned);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(7, 2)]
    [InlineData(100, 4)]
    public void Every_part_is_done_once_and_the_work_is_returned_once(int parts, int threads)
    {
        var done = new int[parts];
        var work = new Counted(done);
        work.Run(threads);
        Assert.All(done, count => Assert.Equal(1, count));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref work.Returned) > 0, TimeSpan.FromSeconds(30)));
        Assert.Equal(1, work.Returned);
    }

    [Fact]
    public void What_the_first_part_throws_that_fails_reaches_the_caller_when_all_before_it_are_done()
    {
        for (var round = 0; round < 50; round++)
        {
            var done = new int[20];
            var work = new Counted(done) { Part = part => { if (part is 3 or 4 or 11) throw new InvalidOperationException($"{part}"); } };
            Assert.Equal("3", Assert.Throws<InvalidOperationException>(() => work.Run(3)).Message);
            Assert.All(done[..4], count => Assert.Equal(1, count));
            Assert.All(done, count => Assert.InRange(count, 0, 1));
        }
    }

    /// <summary>Every thread of the pool multiplies and asks the pool for help: nobody may wait for work that no thread has begun.</summary>
    [Fact]
    public void Products_on_every_thread_of_the_pool_end()
    {
        const int order = 200;
        var random = new Random(41);
        double[] a = DenseData.Random<double>(random, order * order), b = DenseData.Random<double>(random, order * order), expected = new double[order * order];
        using (Widths.UseThreads(1)) Product.Multiply<double>(a, false, b, false, expected, order, order, order, 1, false);
        using var threads = Widths.UseThreads(4);
        Parallel.For(0, 64, _ =>
        {
            var c = new double[order * order];
            Product.Multiply<double>(a, false, b, false, c, order, order, order, 1, false);
            Assert.Equal(expected, c);
        });
    }
}
