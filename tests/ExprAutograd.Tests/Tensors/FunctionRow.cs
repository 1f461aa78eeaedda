namespace ExprAutograd.Tests.Tensors;

/// <summary>A function of the matrix of 3 rows and 4 columns whose elements are 0 to 11, and what PyTorch computes of it.</summary>
/// <param name="What">The operation.</param>
/// <param name="Function">The function, y(x).</param>
/// <param name="Shape">The shape of y.</param>
/// <param name="Value">y, row after row.</param>
/// <param name="Gradient">The gradient g of L = sum w y y, where w is 1, 2, 3 ... over the elements of y.</param>
/// <param name="Second">The gradient of sum g g.</param>
internal sealed record FunctionRow(string What, Func<Tensor, Tensor> Function, int[] Shape, double[] Value, double[] Gradient, double[] Second)
{
    private const double Accuracy = 1e-12;

    public override string ToString() => What;

    /// <summary>The value, and both derivatives.</summary>
    public void Check()
    {
        var y = Function(Matrix());
        Assert.Equal<int>(Shape, y.Shape);
        AreClose(Value, y.ToArray<double>(), Accuracy);

        var x = Matrix().SetRequiresGrad();
        AreClose(Gradient, Autograd.Grad(Loss(x), x).ToArray<double>(), Accuracy);

        x = Matrix().SetRequiresGrad();
        var g = Autograd.Grad(Loss(x), x, createGraph: true);
        AreClose(Second, Autograd.Grad((g * g).Sum(), x).ToArray<double>(), Accuracy);
    }

    /// <summary>The same in float.</summary>
    public void CheckFloat()
    {
        const double FloatAccuracy = 1e-5;
        var x = Matrix().To(ElementType.Float32).SetRequiresGrad();
        var y = Function(x);
        Assert.Equal(ElementType.Float32, y.ElementType);
        AreClose(Value, y.To(ElementType.Float64).ToArray<double>(), FloatAccuracy);
        AreClose(Gradient, Autograd.Grad(Loss(x), x).To(ElementType.Float64).ToArray<double>(), FloatAccuracy);
    }

    private static Tensor Matrix() => Tensor.Wrap([.. Enumerable.Range(0, 12).Select(k => (double)k)], 3, 4);

    private Tensor Loss(Tensor x)
    {
        var y = Function(x);
        var weights = Tensor.Wrap([.. Enumerable.Range(1, y.Count).Select(k => (double)k)], y.Count).Reshape([.. y.Shape]).To(y.ElementType);
        return (y * y * weights).Sum();
    }

    private static void AreClose(double[] expected, double[] actual, double accuracy)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= accuracy * Math.Max(1, Math.Abs(pair.First)), $"{pair.Second} instead of {pair.First}"));
    }
}
