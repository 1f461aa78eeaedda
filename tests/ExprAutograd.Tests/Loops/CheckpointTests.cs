namespace ExprAutograd.Tests.Loops;

/// <summary>Checkpoints change the memory of a gradient, and no bit of it.</summary>
public sealed class CheckpointTests
{
    private const int Steps = 100_000;

    private static readonly double[] Point = [0.3, 0.7];

    public static TheoryData<string> Names => [.. Functions.Keys];

    private static Dictionary<string, Func<double[], double>> Functions { get; } = new()
    {
        ["a recurrence with an array"] = Recurrence,
        ["a loop that ends when it converges"] = Root,
        ["a loop in a loop, left early"] = Nested,
        ["no iteration"] = None,
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_is_the_same(string name)
    {
        var f = Functions[name];
        var whole = Autograd.Compile(Autograd.Gradient(f))(Point);
        for (var levels = 1; levels <= 3; levels++) Assert.Equal(whole, Autograd.Compile(Autograd.Gradient(f, new AutogradOptions { CheckpointLevels = levels }))(Point));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_Hessian_is_the_same(string name)
    {
        var f = Functions[name];
        var whole = Autograd.Compile(Autograd.Hessian(f))(Point);
        Assert.Equal(whole, Autograd.Compile(Autograd.Hessian(f, new AutogradOptions { CheckpointLevels = 1 }))(Point));
    }

    [Fact]
    public void Memory_is_of_the_square_root_of_the_trip_count()
    {
        // Tapes are kept and used again, so the first call tells what is needed; that of floats, because no other test has made their tapes grow.
        var bound = 64 * Math.Sqrt(Steps);
        Assert.InRange(BytesOfFirstCall(checkpointLevels: 1), 0, bound);
        Assert.InRange(BytesOfFirstCall(checkpointLevels: 0), sizeof(float) * Steps, double.MaxValue);

        static long BytesOfFirstCall(int checkpointLevels)
        {
            var f = Autograd.Compile(Autograd.Gradient((Func<float[], float>)SingleRecurrence, new AutogradOptions { CheckpointLevels = checkpointLevels }));
            var before = GC.GetAllocatedBytesForCurrentThread();
            f([0.3f, 0.7f]);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void Levels_have_a_range(int levels) => Assert.Throws<ArgumentOutOfRangeException>(() => new AutogradOptions { CheckpointLevels = levels });

    private static double Recurrence(double[] x)
    {
        var y = x[0];
        var a = new double[3];
        for (var i = 0; i < Steps; i++)
        {
            y = Math.Sin(x[1] + y);
            a[i % 3] = (0.5 * a[(i + 1) % 3]) + y;
        }
        return y + (a[0] * a[1]);
    }

    private static float SingleRecurrence(float[] x)
    {
        var y = x[0];
        for (var i = 0; i < Steps; i++) y = MathF.Sin(x[1] + y);
        return y;
    }

    private static double Root(double[] x)
    {
        var (y, before, count) = (x[0], 0.0, 0);
        while (Math.Abs(y - before) > 1e-12 && count < Steps)
        {
            before = y;
            y -= 0.001 * ((y * y) - x[1]) / y;
            count++;
        }
        return y * count;
    }

    private static double Nested(double[] x)
    {
        var s = 0.0;
        for (var i = 0; i < 50; i++)
        {
            var t = x[0];
            for (var j = 0; j < 20; j++)
            {
                t = Math.Sin((t * x[1]) + (s * 0.01)) + 0.1;
                if (t > 0.4) break;
            }
            s += t * t * (1 + (s * 1e-3));
        }
        return s;
    }

    private static double None(double[] x)
    {
        var y = x[0];
        for (var i = 0; i < (int)Math.Floor(0.5); i++) y = Math.Sin(y);
        return y * x[1];
    }
}
