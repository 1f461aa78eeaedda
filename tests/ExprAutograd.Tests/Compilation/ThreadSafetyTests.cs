using System.Linq.Expressions;

namespace ExprAutograd.Tests.Compilation;

/// <summary>One delegate, many threads.</summary>
public sealed class ThreadSafetyTests
{
    private const int Threads = 8;
    private const int CallsPerThread = 300;

    [Fact]
    public void A_small_function_gives_every_thread_its_own_answer() => AssertSameOnAllThreads((x, y) => (Math.Sin(x) * y) + (x > y ? x : y * y));

    [Fact]
    public void A_function_of_many_methods_gives_every_thread_its_own_answer() => AssertSameOnAllThreads(LargeFunctions.Chain(20_000));

    [Fact]
    public void A_function_of_an_array_gives_every_thread_its_own_answer()
    {
        var gradient = Autograd.Compile(Autograd.Gradient((double[] x) => (x[0] * x[1]) + Math.Sin(x[2])));
        Assert.Empty(WrongOnAnyThread(k =>
        {
            double[] x = [k, k + 1, k + 2];
            return gradient(x) is [var a, var b, var c] && a == x[1] && b == x[0] && c == Math.Cos(x[2]);
        }));
    }

    [Fact]
    public void Threads_that_compile_the_same_function_all_get_a_right_one() => Assert.Empty(WrongOnAnyThread(k =>
    {
        var scale = (double)k;
        return Autograd.Compile(Autograd.Derivative((double x) => scale * x * x))(3) == 6 * scale;
    }));

    private static void AssertSameOnAllThreads(Expression<Func<double, double, double>> function)
    {
        var compiled = Autograd.Compile(Autograd.ValueAndGradient(function));
        (double X, double Y)[] points = [.. Enumerable.Range(0, 20).Select(k => (0.1 * k, 1 - (0.03 * k)))];
        var expected = points.Select(p => compiled(p.X, p.Y)).ToArray();
        Assert.Empty(WrongOnAnyThread(k => compiled(points[k % points.Length].X, points[k % points.Length].Y).Equals(expected[k % points.Length])));
    }

    private static int[] WrongOnAnyThread(Func<int, bool> isRight)
    {
        var wrong = new System.Collections.Concurrent.ConcurrentBag<int>();
        var threads = Enumerable.Range(0, Threads).Select(t => new Thread(() =>
        {
            for (var k = 0; k < CallsPerThread; k++)
                if (!isRight(k + t)) wrong.Add(k);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return [.. wrong];
    }
}
