using System.Linq.Expressions;
using ExprAutograd.Benchmarks.Networks;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Benchmarks.Tensors;

/// <summary>Loss and gradient of 784-128-10 (relu, mean cross-entropy), recorded, and the same written as a lambda.</summary>
internal sealed class RecordedPerceptron<T>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    private readonly Tensor x;
    private readonly Tensor labels;
    private readonly Tensor[] parameters;
    private readonly PerceptronData<T> gradient;
    private readonly Func<double> lambda;

    public RecordedPerceptron(int batch)
    {
        var data = PerceptronData<T>.Random(batch);
        gradient = new PerceptronData<T>(batch);
        x = Rows(data.X, batch, Perceptron.Inputs);
        labels = Tensor.From([.. Enumerable.Range(0, batch).Select(i => Enumerable.Range(0, Perceptron.Classes).Single(c => data.Y[(c * batch) + i] != T.Zero))]);
        parameters = [Rows(data.W1, Perceptron.Inputs, Perceptron.Hidden), Tensor.From(data.B1, [Perceptron.Hidden]), Rows(data.W2, Perceptron.Hidden, Perceptron.Classes), Tensor.From(data.B2, [Perceptron.Classes])];
        foreach (var parameter in parameters) parameter.RequiresGrad = true;
        lambda = Lambda(data, gradient);
    }

    /// <summary>Loss and gradient; gradients are cleared.</summary>
    public double Step()
    {
        Loss().Backward();
        foreach (var parameter in parameters) parameter.Grad = null;
        return 0;
    }

    public double LambdaStep() => lambda();

    /// <summary>Holds the two to one another.</summary>
    public void Check()
    {
        const double Tolerance = 1e-4;
        var loss = Loss();
        loss.Backward();
        var value = lambda();
        var found = parameters[2].Grad!.T.To(ElementType.Float64).ToArray<double>();
        var expected = gradient.W2.Select(double.CreateChecked).ToArray();
        if (Math.Abs(loss.Item() - value) > Tolerance || found.Zip(expected).Any(g => Math.Abs(g.First - g.Second) > Tolerance))
            throw new InvalidOperationException($"The recorded step and the lambda disagree: {loss.Item()} and {value}.");
        foreach (var parameter in parameters) parameter.Grad = null;
    }

    private Tensor Loss() => ((x.MatMul(parameters[0]) + parameters[1]).Relu().MatMul(parameters[2]) + parameters[3]).CrossEntropy(labels);

    private static Tensor Rows(T[] columnMajor, int rows, int columns) => Tensor.From(columnMajor, [columns, rows]).T.Clone();

    private static Func<double> Lambda(PerceptronData<T> data, PerceptronData<T> gradient)
    {
        var (batch, g) = (data.Batch, gradient);
        if (typeof(T) == typeof(double))
        {
            var step = Autograd.CompileInto<Func<Matrix<double>, Vector<double>, Matrix<double>, Vector<double>, Matrix<double>, Matrix<double>, (Matrix<double>, Vector<double>, Matrix<double>, Vector<double>), double>>(
                Autograd.ValueAndGradient((LambdaExpression)RectifiedPerceptron.Loss, new AutogradOptions { WithRespectTo = [0, 1, 2, 3] }));
            var (w1, b1, w2, b2, x, y) = Objects<double>(data);
            var (d1, e1, d2, e2, _, _) = Objects<double>(g);
            return () => step(w1, b1, w2, b2, x, y, (d1, e1, d2, e2));
        }
        else
        {
            var step = Autograd.CompileInto<Func<Matrix<float>, Vector<float>, Matrix<float>, Vector<float>, Matrix<float>, Matrix<float>, (Matrix<float>, Vector<float>, Matrix<float>, Vector<float>), float>>(
                Autograd.ValueAndGradient((LambdaExpression)RectifiedPerceptron.FloatLoss, new AutogradOptions { WithRespectTo = [0, 1, 2, 3] }));
            var (w1, b1, w2, b2, x, y) = Objects<float>(data);
            var (d1, e1, d2, e2, _, _) = Objects<float>(g);
            return () => step(w1, b1, w2, b2, x, y, (d1, e1, d2, e2));
        }
    }

    private static (Matrix<TE>, Vector<TE>, Matrix<TE>, Vector<TE>, Matrix<TE>, Matrix<TE>) Objects<TE>(PerceptronData<T> data)
        where TE : unmanaged, System.Numerics.IFloatingPointIeee754<TE>
    {
        var d = (PerceptronData<TE>)(object)data;
        return (
            Matrix<TE>.Build.Dense(Perceptron.Inputs, Perceptron.Hidden, d.W1), Vector<TE>.Build.Dense(d.B1), Matrix<TE>.Build.Dense(Perceptron.Hidden, Perceptron.Classes, d.W2), Vector<TE>.Build.Dense(d.B2),
            Matrix<TE>.Build.Dense(d.Batch, Perceptron.Inputs, d.X), Matrix<TE>.Build.Dense(d.Batch, Perceptron.Classes, d.Y));
    }
}
