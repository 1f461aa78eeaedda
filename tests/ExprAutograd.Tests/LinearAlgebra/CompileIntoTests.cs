using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>Results in the caller's memory: the same numbers, no allocation, and no memory that is read and written at once.</summary>
public sealed class CompileIntoTests
{
    private const int Rows = 6;
    private const int Columns = 4;

    private static readonly Matrix<double> X = Matrix<double>.Build.Random(Rows, Columns, 1);
    private static readonly Vector<double> W = Vector<double>.Build.Random(Columns, 2);
    private static readonly Vector<double> Y = Vector<double>.Build.Random(Rows, 3);

    private static readonly Expression<Func<Matrix<double>, Vector<double>, Vector<double>, double>> Loss =
        (x, w, y) => (x * w - y).PointwiseTanh().DotProduct(x * w) + (x.TransposeThisAndMultiply(x) * w).L2Norm();

    private static readonly Func<Matrix<double>, Vector<double>, Vector<double>, (Matrix<double>, Vector<double>, Vector<double>), double> Step =
        Autograd.CompileInto<Func<Matrix<double>, Vector<double>, Vector<double>, (Matrix<double>, Vector<double>, Vector<double>), double>>(Autograd.ValueAndGradient(Loss));

    [Fact]
    public void Writes_what_the_gradient_returns()
    {
        var (value, (x, w, y)) = Autograd.Compile(Autograd.ValueAndGradient(Loss))(X, W, Y);
        var (dx, dw, dy) = Destination();
        dx.Clear();
        dw[0] = double.NaN; // What was there is of no account.

        Assert.Equal(value, Step(X, W, Y, (dx, dw, dy)));
        Assert.Equal(x, dx);
        Assert.Equal(w, dw);
        Assert.Equal(y, dy);
    }

    [Fact]
    public void Allocates_nothing_after_the_first_call()
    {
        var destination = Destination();
        var least = long.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step(X, W, Y, destination);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    [Fact]
    public void Whole_results_are_written_by_an_action()
    {
        var multiply = Autograd.CompileInto<Action<Matrix<double>, Vector<double>, Vector<double>>>((Expression<Func<Matrix<double>, Vector<double>, Vector<double>>>)((x, w) => x * w * 2.0));
        var product = Vector<double>.Build.Dense(Rows);
        multiply(X, W, product);
        Assert.Equal(0, (product - (X * W * 2.0)).InfinityNorm(), 1e-14);
    }

    [Fact]
    public void Memory_of_another_shape_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Step(X, W, Y, (Matrix<double>.Build.Dense(Columns, Rows), Vector<double>.Build.Dense(Columns), Vector<double>.Build.Dense(Rows))));
        Assert.Throws<ArgumentException>(() => Step(X, W, Y, (Matrix<double>.Build.Dense(Rows, Columns), Vector<double>.Build.Dense(Columns + 1), Vector<double>.Build.Dense(Rows))));
    }

    [Fact]
    public void Memory_that_is_an_input_or_given_twice_is_refused()
    {
        var (dx, dw, _) = Destination();
        Assert.Contains("input", Assert.Throws<ArgumentException>(() => Step(X, W, Y, (dx, dw, Y))).Message, StringComparison.Ordinal);
        var square = Autograd.CompileInto<Func<Vector<double>, Vector<double>, (Vector<double>, Vector<double>), double>>(Autograd.ValueAndGradient((Vector<double> a, Vector<double> b) => a.DotProduct(b)));
        Assert.Throws<ArgumentException>(() => square(W, W.Clone(), (dw, dw)));
    }

    [Fact]
    public void A_delegate_that_does_not_fit_is_refused() =>
        Assert.Contains("destination", Assert.Throws<ArgumentException>(() => Autograd.CompileInto<Func<Matrix<double>, Vector<double>, double>>(Autograd.ValueAndGradient(Loss))).Message, StringComparison.Ordinal);

    private static (Matrix<double>, Vector<double>, Vector<double>) Destination() =>
        (Matrix<double>.Build.Dense(Rows, Columns), Vector<double>.Build.Dense(Columns), Vector<double>.Build.Dense(Rows));
}
