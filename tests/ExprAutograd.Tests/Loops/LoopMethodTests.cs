namespace ExprAutograd.Tests.Loops;

/// <summary>Loops whose bounds, conditions or arrays once misled a pass: both modes against extrapolated differences, to second order.</summary>
public sealed class LoopMethodTests
{
    private static readonly double[] Point = [1.5, 2, 3.5];

    public static TheoryData<string> Names => [.. Functions.Keys];

    private static Dictionary<string, Func<double[], double>> Functions { get; } = new()
    {
        ["an element that is added to and overwritten later"] = AddedThenOverwritten,
        ["a bound that the condition computes, and more"] = BoundAndMore,
        ["two conditions and a jump out"] = BoundAndJump,
        ["a check of arguments in a loop that does not run"] = NeverChecked,
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_and_derivatives(string name)
    {
        var f = Functions[name];
        var lifted = Autograd.Lift(f);
        Assert.Equal(f(Point), Autograd.Compile(lifted)(Point));
        GradientCheck.Run(lifted, new GradientCheckOptions { Order = 2 }, [Point]).ThrowIfWrong();
    }

    private static double AddedThenOverwritten(double[] x)
    {
        var a = new double[4];
        for (var i = 0; i < 4; i++)
        {
            a[3] += x[0] * x[0];
            a[i] = x[1] * i * x[0];
        }
        return a[0] + (2 * a[1]) + (3 * a[2]) + (4 * a[3]);
    }

    private static double BoundAndMore(double[] x)
    {
        var (s, i) = (0.0, 0);
        while (i < x.Length - 1 && x[i] > 0)
        {
            s += x[i] * x[i + 1];
            i++;
        }
        return s * i;
    }

    private static double BoundAndJump(double[] x)
    {
        var s = 0.0;
        for (var i = 0; i < x.Length && s < 100; i++)
        {
            if (x[i] < -5) break;
            s += x[i] * x[i];
        }
        return s;
    }

    private static double NeverChecked(double[] x)
    {
        var s = x[0];
        for (var i = 0; i < (int)Math.Floor(0.5 * x.Length) - 1; i++) s += Math.Clamp(x[0], x[2], x[1]);
        return s * s;
    }
}
