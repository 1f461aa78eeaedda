using System.Numerics;

namespace ExprAutograd.Benchmarks.Networks;

/// <summary>Weights, biases and a batch, or their gradients: column-major arrays, with MathNet's objects over them.</summary>
internal sealed class PerceptronData<T>(int batch)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public int Batch { get; } = batch;

    public T[] W1 { get; } = new T[Perceptron.Inputs * Perceptron.Hidden];

    public T[] B1 { get; } = new T[Perceptron.Hidden];

    public T[] W2 { get; } = new T[Perceptron.Hidden * Perceptron.Classes];

    public T[] B2 { get; } = new T[Perceptron.Classes];

    public T[] X { get; } = new T[batch * Perceptron.Inputs];

    public T[] Y { get; } = new T[batch * Perceptron.Classes];

    /// <summary>Fixed random numbers of the size that training starts with.</summary>
    public static PerceptronData<T> Random(int batch)
    {
        var data = new PerceptronData<T>(batch);
        var random = new Random(784);
        foreach (var array in (T[][])[data.W1, data.B1, data.W2, data.B2, data.X])
            for (var k = 0; k < array.Length; k++) array[k] = T.CreateChecked((random.NextDouble() - 0.5) / 8);
        for (var i = 0; i < batch; i++) data.Y[(random.Next(Perceptron.Classes) * batch) + i] = T.One;
        return data;
    }

    public IEnumerable<T> Weights => [.. W1, .. B1, .. W2, .. B2];
}
