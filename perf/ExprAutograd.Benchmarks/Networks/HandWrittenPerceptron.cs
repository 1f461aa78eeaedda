using System.Numerics;
using ExprAutograd.Dense;

namespace ExprAutograd.Benchmarks.Networks;

/// <summary>The step as one writes it by hand on the library's own product: nothing is computed twice, nothing is allocated, loops run down the columns.</summary>
internal sealed class HandWrittenPerceptron<T>(int batch)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[] hidden = new T[batch * Perceptron.Hidden];
    private readonly T[] hiddenCotangent = new T[batch * Perceptron.Hidden];
    private readonly T[] scores = new T[batch * Perceptron.Classes];
    private readonly T[] scoresCotangent = new T[batch * Perceptron.Classes];
    private readonly T[] sums = new T[batch];

    /// <summary>The loss; its gradient goes to <paramref name="gradient"/>.</summary>
    public T Step(PerceptronData<T> data, PerceptronData<T> gradient)
    {
        DenseProvider.Multiply(data.X, false, data.W1, false, hidden, batch, Perceptron.Hidden, Perceptron.Inputs, T.One, false);
        for (var j = 0; j < Perceptron.Hidden; j++)
        {
            var bias = data.B1[j];
            foreach (ref var h in hidden.AsSpan(j * batch, batch)) h = T.Tanh(h + bias);
        }
        DenseProvider.Multiply(hidden, false, data.W2, false, scores, batch, Perceptron.Classes, Perceptron.Hidden, T.One, false);

        Array.Clear(sums);
        var right = T.Zero;
        for (var j = 0; j < Perceptron.Classes; j++)
        {
            var bias = data.B2[j];
            for (var i = 0; i < batch; i++)
            {
                var k = (j * batch) + i;
                var score = scores[k] + bias;
                right += data.Y[k] * score;
                sums[i] += scoresCotangent[k] = T.Exp(score);
            }
        }
        var loss = -right;
        var scale = T.One / T.CreateChecked(batch);
        for (var i = 0; i < batch; i++)
        {
            loss += T.Log(sums[i]);
            sums[i] = scale / sums[i];
        }
        for (var j = 0; j < Perceptron.Classes; j++)
        {
            var sum = T.Zero;
            for (var i = 0; i < batch; i++)
            {
                var k = (j * batch) + i;
                sum += scoresCotangent[k] = (scoresCotangent[k] * sums[i]) - (data.Y[k] * scale);
            }
            gradient.B2[j] = sum;
        }

        DenseProvider.Multiply(hidden, true, scoresCotangent, false, gradient.W2, Perceptron.Hidden, Perceptron.Classes, batch, T.One, false);
        DenseProvider.Multiply(scoresCotangent, false, data.W2, true, hiddenCotangent, batch, Perceptron.Hidden, Perceptron.Classes, T.One, false);
        for (var j = 0; j < Perceptron.Hidden; j++)
        {
            var sum = T.Zero;
            for (var k = j * batch; k < (j + 1) * batch; k++) sum += hiddenCotangent[k] *= T.One - (hidden[k] * hidden[k]);
            gradient.B1[j] = sum;
        }
        DenseProvider.Multiply(data.X, true, hiddenCotangent, false, gradient.W1, Perceptron.Inputs, Perceptron.Hidden, batch, T.One, false);
        return loss * scale;
    }
}
