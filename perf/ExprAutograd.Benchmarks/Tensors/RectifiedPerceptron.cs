using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Benchmarks.Tensors;

/// <summary>The network of <see cref="RecordedPerceptron{T}"/> as a user writes it in a lambda: (W1, b1, W2, b2, X, Y), an example per row of X, its class as a one in the row of Y.</summary>
internal static class RectifiedPerceptron
{
    public static Expression<Func<Matrix<double>, Vector<double>, Matrix<double>, Vector<double>, Matrix<double>, Matrix<double>, double>> Loss { get; } = (w1, b1, w2, b2, x, y) =>
        (((x * w1).MapIndexed((i, j, v) => Math.Max(v + b1[j], 0), Zeros.Include) * w2).MapIndexed((i, j, v) => v + b2[j], Zeros.Include).PointwiseExp().RowSums().PointwiseLog().Sum()
            - y.PointwiseMultiply(((x * w1).MapIndexed((i, j, v) => Math.Max(v + b1[j], 0), Zeros.Include) * w2).MapIndexed((i, j, v) => v + b2[j], Zeros.Include)).RowSums().Sum())
        / x.RowCount;

    /// <summary>The same in single precision.</summary>
    public static Expression<Func<Matrix<float>, Vector<float>, Matrix<float>, Vector<float>, Matrix<float>, Matrix<float>, float>> FloatLoss { get; } = (w1, b1, w2, b2, x, y) =>
        (((x * w1).MapIndexed((i, j, v) => Math.Max(v + b1[j], 0), Zeros.Include) * w2).MapIndexed((i, j, v) => v + b2[j], Zeros.Include).PointwiseExp().RowSums().PointwiseLog().Sum()
            - y.PointwiseMultiply(((x * w1).MapIndexed((i, j, v) => Math.Max(v + b1[j], 0), Zeros.Include) * w2).MapIndexed((i, j, v) => v + b2[j], Zeros.Include)).RowSums().Sum())
        / x.RowCount;
}
