using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Benchmarks.Networks;

/// <summary>A perceptron of two layers, 784-128-10: hyperbolic tangent, then softmax with cross-entropy, the mean over the batch.</summary>
internal static class Perceptron
{
    public const int Inputs = 784;
    public const int Hidden = 128;
    public const int Classes = 10;

    /// <summary>The loss as a user writes it: (W1, b1, W2, b2, X, Y), an example per row of X, its class as a one in the row of Y.</summary>
    public static Expression<Func<Matrix<double>, Vector<double>, Matrix<double>, Vector<double>, Matrix<double>, Matrix<double>, double>> Loss { get; } = (w1, b1, w2, b2, x, y) =>
        (((x * w1).MapIndexed((i, j, v) => Math.Tanh(v + b1[j]), Zeros.Include) * w2).MapIndexed((i, j, v) => v + b2[j], Zeros.Include).PointwiseExp().RowSums().PointwiseLog().Sum()
            - y.PointwiseMultiply(((x * w1).MapIndexed((i, j, v) => Math.Tanh(v + b1[j]), Zeros.Include) * w2).MapIndexed((i, j, v) => v + b2[j], Zeros.Include)).RowSums().Sum())
        / x.RowCount;

    /// <summary>The same in single precision.</summary>
    public static Expression<Func<Matrix<float>, Vector<float>, Matrix<float>, Vector<float>, Matrix<float>, Matrix<float>, float>> FloatLoss { get; } = (w1, b1, w2, b2, x, y) =>
        (((x * w1).MapIndexed((i, j, v) => MathF.Tanh(v + b1[j]), Zeros.Include) * w2).MapIndexed((i, j, v) => v + b2[j], Zeros.Include).PointwiseExp().RowSums().PointwiseLog().Sum()
            - y.PointwiseMultiply(((x * w1).MapIndexed((i, j, v) => MathF.Tanh(v + b1[j]), Zeros.Include) * w2).MapIndexed((i, j, v) => v + b2[j], Zeros.Include)).RowSums().Sum())
        / x.RowCount;

    /// <summary>Floating operations in the products of one step, forward and backward.</summary>
    public static double ProductOperations(int batch) => 2.0 * batch * ((2.0 * Inputs * Hidden) + (3.0 * Hidden * Classes));
}
