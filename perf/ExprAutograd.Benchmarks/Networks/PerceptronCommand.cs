using System.Globalization;
using System.Linq.Expressions;
using ExprAutograd.Benchmarks.AdBench;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Benchmarks.Networks;

/// <summary>Steps per second of a perceptron's loss and gradient: the compiled lambda against the step written by hand on the same product.</summary>
internal static class PerceptronCommand
{
    private const double Goal = 1.15;

    public static int Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"perceptron {Perceptron.Inputs}-{Perceptron.Hidden}-{Perceptron.Classes}, loss and gradient, one thread; goal {Goal} of hand-written, 0 bytes a step"));
        Console.WriteLine("type    batch   steps/s   GFLOP/s   by hand   ratio   bytes");
        var isMet = true;
        foreach (var batch in (int[])[32, 256, 1024])
        {
            var step = Autograd.CompileInto<Func<Matrix<double>, Vector<double>, Matrix<double>, Vector<double>, Matrix<double>, Matrix<double>, (Matrix<double>, Vector<double>, Matrix<double>, Vector<double>), double>>(
                Autograd.ValueAndGradient((LambdaExpression)Perceptron.Loss, new AutogradOptions { WithRespectTo = [0, 1, 2, 3] }));
            isMet &= Compare<double>("double", batch, (w1, b1, w2, b2, x, y, d) => step(w1, b1, w2, b2, x, y, d), 1e-10);
        }
        foreach (var batch in (int[])[32, 256, 1024])
        {
            var step = Autograd.CompileInto<Func<Matrix<float>, Vector<float>, Matrix<float>, Vector<float>, Matrix<float>, Matrix<float>, (Matrix<float>, Vector<float>, Matrix<float>, Vector<float>), float>>(
                Autograd.ValueAndGradient((LambdaExpression)Perceptron.FloatLoss, new AutogradOptions { WithRespectTo = [0, 1, 2, 3] }));
            isMet &= Compare<float>("float", batch, (w1, b1, w2, b2, x, y, d) => step(w1, b1, w2, b2, x, y, d), 1e-4);
        }
        return isMet ? 0 : 1;
    }

    private delegate T Compiled<T>(Matrix<T> w1, Vector<T> b1, Matrix<T> w2, Vector<T> b2, Matrix<T> x, Matrix<T> y, (Matrix<T>, Vector<T>, Matrix<T>, Vector<T>) gradient)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>;

    private static bool Compare<T>(string type, int batch, Compiled<T> step, double tolerance)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var (data, found, expected) = (PerceptronData<T>.Random(batch), new PerceptronData<T>(batch), new PerceptronData<T>(batch));
        var (w1, b1, w2, b2) = (Matrix(data.W1, Perceptron.Inputs, Perceptron.Hidden), Vector(data.B1), Matrix(data.W2, Perceptron.Hidden, Perceptron.Classes), Vector(data.B2));
        var (x, y) = (Matrix(data.X, batch, Perceptron.Inputs), Matrix(data.Y, batch, Perceptron.Classes));
        var gradient = (Matrix(found.W1, Perceptron.Inputs, Perceptron.Hidden), Vector(found.B1), Matrix(found.W2, Perceptron.Hidden, Perceptron.Classes), Vector(found.B2));
        var byHand = new HandWrittenPerceptron<T>(batch);

        var value = double.CreateChecked(step(w1, b1, w2, b2, x, y, gradient));
        var reference = double.CreateChecked(byHand.Step(data, expected));
        if (Math.Abs(value - reference) > tolerance || found.Weights.Zip(expected.Weights).Any(g => Math.Abs(double.CreateChecked(g.First - g.Second)) > tolerance))
            throw new InvalidOperationException($"The compiled step and the one by hand disagree: {value} and {reference}.");

        var best = InterleavedRounds.Fastest(
            () => double.CreateChecked(step(w1, b1, w2, b2, x, y, gradient)),
            () => double.CreateChecked(byHand.Step(data, expected)));
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        step(w1, b1, w2, b2, x, y, gradient);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        var ratio = best[0] / best[1];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{type,-6} {batch,6} {1e9 / best[0],9:F0} {Perceptron.ProductOperations(batch) / best[0],9:F1} {1e9 / best[1],9:F0} {ratio,7:F2} {bytes,7}"));
        return ratio <= Goal && bytes == 0;
    }

    private static Matrix<T> Matrix<T>(T[] values, int rows, int columns)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => MathNet.Numerics.LinearAlgebra.Matrix<T>.Build.Dense(rows, columns, values);

    private static Vector<T> Vector<T>(T[] values)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => MathNet.Numerics.LinearAlgebra.Vector<T>.Build.Dense(values);
}
