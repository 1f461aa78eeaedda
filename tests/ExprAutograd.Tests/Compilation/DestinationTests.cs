using System.Linq.Expressions;

namespace ExprAutograd.Tests.Compilation;

/// <summary>Matrices of derivatives and gradients in a matrix's shape, in the caller's memory: the same numbers, and no allocation.</summary>
public sealed class DestinationTests
{
    private const int Calls = 100;

    private static readonly double[] X = [0.7, -1.3, 2.1, 0.4, -0.6];

    public static TheoryData<string, Expression<Func<double[], double[]>>> Functions => new()
    {
        { "over all elements", x => x.Select((v, k) => Math.Sin(v) * x[x.Length - 1 - k]).ToArray() },
        { "at known positions", x => new[] { Math.Exp(x[0]) * x[1], x[4] * x[4] } },
        { "of sums", x => new[] { x.Sum(v => v * v), x.Sum(v => Math.Cos(v)) } },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_Jacobian_is_written(string name, Expression<Func<double[], double[]>> function)
    {
        foreach (var mode in CompiledDerivatives.BothModes)
        {
            var jacobian = Autograd.Jacobian(function, new AutogradOptions { Mode = mode });
            var expected = Autograd.Compile(jacobian)(X);
            var written = Scribbled(expected.GetLength(0), expected.GetLength(1));
            var into = Autograd.CompileInto<Action<double[], double[,]>>(jacobian);
            into(X, written);
            Assert.Equal(expected, written);
            Assert.True(AllocatedBy(() => into(X, written)) == 0, $"{name}, {mode}");
        }
    }

    [Fact]
    public void A_Hessian_is_written()
    {
        var hessian = Autograd.Hessian((double[] x) => x.Sum(v => v * v * v) * x[0]);
        var written = Scribbled(X.Length, X.Length);
        var into = Autograd.CompileInto<Action<double[], double[,]>>(hessian);
        into(X, written);
        Assert.Equal(Autograd.Compile(hessian)(X), written);
        Assert.Equal(0, AllocatedBy(() => into(X, written)));
    }

    [Fact]
    public void A_gradient_in_the_shape_of_a_matrix_is_written()
    {
        double[,] a = { { 1, 2, 3 }, { 4, 5, 6 } };
        var gradient = Autograd.Gradient((double[,] m) => m[0, 1] * m[1, 2] + Math.Sin(m[0, 0]));
        var written = Scribbled(2, 3);
        var into = Autograd.CompileInto<Action<double[,], double[,]>>(gradient);
        into(a, written);
        Assert.Equal(Autograd.Compile(gradient)(a), written);
        Assert.Equal(0, AllocatedBy(() => into(a, written)));
        Assert.Throws<ArgumentException>(() => into(a, a));
    }

    [Fact]
    public void A_matrix_of_another_shape_is_refused()
    {
        var into = Autograd.CompileInto<Action<double[], double[,]>>(Autograd.Jacobian((double[] x) => x.Select(v => v * v).ToArray()));
        Assert.Contains("4x5; the result is 5x5", Assert.Throws<ArgumentException>(() => into(X, new double[4, 5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_of_any_number_are_written()
    {
        var into = Autograd.CompileInto<Action<double[], long[]>>((double[] x) => x.Select(v => (long)Math.Floor(v)).ToArray());
        var written = new long[X.Length];
        into(X, written);
        Assert.Equal(X.Select(v => (long)Math.Floor(v)), written);
    }

    private static double[,] Scribbled(int rows, int columns)
    {
        var matrix = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) matrix[i, j] = double.NaN; // What was there is of no account.
        return matrix;
    }

    private static long AllocatedBy(Action call)
    {
        for (var k = 0; k < Calls; k++) call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < Calls; k++) call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
