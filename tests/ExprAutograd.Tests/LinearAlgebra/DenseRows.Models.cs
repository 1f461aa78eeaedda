using System.Linq.Expressions;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using static ExprAutograd.Tests.LinearAlgebra.DenseData;
using static ExprAutograd.Tests.LinearAlgebra.DenseRow;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <content>What people write: models of statistics and learning, and steps of numerical methods.</content>
internal static partial class DenseRows
{
    private static readonly Matrix<double> Design = M(6, 2, 7);
    private static readonly Vector<double> Labels = V(1, 0, 0, 1, 1, 0.0);

    private static DenseRow[] Models =>
    [
        Row("ridge regression, data captured", (Vector<double> w) => ((Design * w) - Labels).DotProduct((Design * w) - Labels) + (0.1 * w.DotProduct(w)), V(2)).Reassociated,
        Row("logistic regression", (Vector<double> w) => Labels.Map2((y, z) => Math.Log(1 + Math.Exp(z)) - (y * z), Design * w, Zeros.Include).Sum() / 6.0, V(2)).Reassociated,
        Row("softmax", (Vector<double> z) => (z - z.Maximum()).PointwiseExp() / (z - z.Maximum()).PointwiseExp().Sum(), V(4)).Reassociated,
        Row("log-sum-exp", (Vector<double> z) => z.Maximum() + Math.Log((z - z.Maximum()).PointwiseExp().Sum()), V(4)).Reassociated,
        Row("cross-entropy of rows", (Matrix<double> z, Matrix<double> y) => -y.PointwiseMultiply(z.PointwiseExp().NormalizeRows(1.0).PointwiseLog()).RowSums().Sum() / 3.0, M(3, 2), PositiveM(3, 2)).Reassociated,
        Row("layer normalisation of a vector", (Vector<double> x, Vector<double> g) => ((x - x.Average()) / Math.Sqrt((x - x.Average()).Map(v => v * v, Zeros.Include).Average() + 1e-5)).PointwiseMultiply(g), V(4), V(4, 2)).Reassociated,
        Row("batch normalisation by columns", (Matrix<double> x) => Matrix<double>.Build.DenseOfColumnVectors(x.EnumerateColumns().Select(c => (c - (c.Sum() / c.Count)).Normalize(2.0))), M(3, 2)).Reassociated.DoubleOnly,
        Row("attention", (Matrix<double> q, Matrix<double> k, Matrix<double> v) => (q.TransposeAndMultiply(k) / Math.Sqrt(2.0)).PointwiseExp().NormalizeRows(1.0) * v, M(2, 2), M(3, 2), M(3, 2, 2)).Reassociated,
        Row("attention with a causal mask", (Matrix<double> q, Matrix<double> k, Matrix<double> v) => q.TransposeAndMultiply(k).MapIndexed((i, j, s) => j > i ? 0.0 : Math.Exp(s), Zeros.Include).NormalizeRows(1.0) * v, M(3, 2), M(3, 2, 2), M(3, 2, 3)).Reassociated,
        Row("two layers, a bias for each row", (Matrix<double> x, Matrix<double> w, Vector<double> b) => ((x * w) + Vector<double>.Build.Dense(x.RowCount, 1.0).OuterProduct(b)).PointwiseTanh().RowSums().Sum(), M(3, 2), M(2, 2), V(2)).Reassociated,
        Row("relu by a maximum with zero", (Matrix<double> w, Vector<double> x) => (w * x).PointwiseMaximum(0.0), M(3, 2), V(2)).Reassociated,
        Row("relu by a map", (Matrix<double> w, Vector<double> x) => (w * x).Map(v => Math.Max(v, 0), Zeros.Include), M(3, 2), V(2)).Reassociated,
        Row("leaky relu by a conditional", (Matrix<double> w, Vector<double> x) => (w * x).Map(v => v > 0 ? v : 0.01 * v, Zeros.Include), M(3, 2), V(2)).Reassociated,
        Row("gaussian log density with a diagonal covariance", (Vector<double> x, Vector<double> m, Vector<double> s) => -0.5 * ((x - m).PointwiseDivide(s).PointwisePower(2.0).Sum() + (2 * s.PointwiseLog().Sum()) + (x.Count * Math.Log(2 * Math.PI))), V(3), V(3, 2), Positive(3)).Reassociated,
        Row("gaussian mixture", (Vector<double> x, Matrix<double> means) => Math.Log(Enumerable.Range(0, means.RowCount).Sum(k => Math.Exp(-0.5 * Math.Pow((x - means.Row(k)).L2Norm(), 2)))), V(2), M(3, 2)).Reassociated,
        Row("k-means loss", (Matrix<double> x, Matrix<double> c) => x.EnumerateRows().Sum(r => c.EnumerateRows().Min(m => (r - m).DotProduct(r - m))), M(4, 2), M(2, 2, 3)).Reassociated,
        Row("kernel matrix from a builder", (Matrix<double> x, double s) => Matrix<double>.Build.Dense(x.RowCount, x.RowCount, (i, j) => Math.Exp(-(x.Row(i) - x.Row(j)).DotProduct(x.Row(i) - x.Row(j)) / (2 * s * s))), M(3, 2), 0.8).Reassociated,
        Row("squared distances without loops", (Matrix<double> x) => (x.RowNorms(2.0).PointwisePower(2.0).OuterProduct(Vector<double>.Build.Dense(3, 1.0)) * 2.0) - (2.0 * x.TransposeAndMultiply(x)), M(3, 2)).Reassociated,
        Row("a page rank step", (Matrix<double> a, Vector<double> r) => (0.85 * (a.NormalizeColumns(1.0) * r)) + (0.15 / r.Count), PositiveM(3, 3), Positive(3)).Reassociated,
        Row("Mahalanobis distance", (Vector<double> x, Matrix<double> s) => Math.Sqrt(x * s.Solve(x)), V(2), M(new[,] { { 2, 0.3 }, { 0.3, 1 } })).Reassociated,
        Row("an inverse covariance", (Vector<double> x, Matrix<double> s) => (x.ToRowMatrix() * s.Inverse() * x.ToColumnMatrix())[0, 0] + Math.Log(s.Determinant()), V(2), M(new[,] { { 2, 0.3 }, { 0.3, 1 } })).Reassociated,
        Row("Rayleigh quotient", (Matrix<double> a, Vector<double> x) => (x * (a * x)) / (x * x), M(3, 3), V(3)).Reassociated,
        Row("cosine similarity", (Vector<double> x, Vector<double> y) => x.DotProduct(y) / (x.L2Norm() * y.L2Norm()), V(3), V(3, 2)).Reassociated,
        Row("a projection", (Vector<double> x, Vector<double> y) => y * (x.DotProduct(y) / y.DotProduct(y)), V(3), V(3, 2)).Reassociated,
        Row("Householder's reflection", (Vector<double> v, Matrix<double> a) => (Matrix<double>.Build.DenseIdentity(3) - (2.0 * v.OuterProduct(v) / v.DotProduct(v))) * a, V(3), M(3, 2)).Reassociated,
        Row("a covariance matrix", (Matrix<double> x) => (x - Vector<double>.Build.Dense(x.RowCount, 1.0).OuterProduct(x.ColumnSums() / x.RowCount)).TransposeThisAndMultiply(x) / (x.RowCount - 1.0), M(4, 2)).Reassociated,
        Row("convolution as a matrix", (Vector<double> x, Vector<double> k) => Matrix<double>.Build.Dense(3, 5, (i, j) => j >= i && j < i + 3 ? k[j - i] : 0.0) * x, V(5), V(3, 2)).Reassociated,
        Row("convolution by slices", (Vector<double> x, Vector<double> k) => Vector<double>.Build.Dense(3, i => x.SubVector(i, 3).DotProduct(k)), V(5), V(3, 2)).Reassociated,
        Row("elastic net", (Vector<double> w) => (Design * w).L2Norm() + (0.3 * w.L1Norm()) + (0.2 * w.L2Norm()), V(2)).Reassociated,
        Row("Huber loss", (Vector<double> w) => ((Design * w) - Labels).Map(r => Math.Abs(r) < 1 ? 0.5 * r * r : Math.Abs(r) - 0.5, Zeros.Include).Sum(), V(2)).Reassociated,
        Row("matrix factorisation", (Matrix<double> u, Matrix<double> v, Matrix<double> r) => Math.Pow((r - u.TransposeAndMultiply(v)).FrobeniusNorm(), 2) + (0.1 * (u.FrobeniusNorm() + v.FrobeniusNorm())), M(3, 2), M(2, 2), M(3, 2, 4)).Reassociated,
        Row("Rosenbrock's function of a vector", (Vector<double> x) => Enumerable.Range(0, x.Count - 1).Sum(i => (100 * Math.Pow(x[i + 1] - (x[i] * x[i]), 2)) + Math.Pow(1 - x[i], 2)), V(3)).Reassociated,
        Row("Rosenbrock's function by slices", (Vector<double> x) => (100 * (x.SubVector(1, 2) - x.SubVector(0, 2).PointwisePower(2)).PointwisePower(2).Sum()) + (1 - x.SubVector(0, 2)).PointwisePower(2).Sum(), V(3)).Reassociated,
        Row("a special function of each element", (Vector<double> x) => x.Map(v => SpecialFunctions.Logistic(v) + SpecialFunctions.GammaLn(v + 3), Zeros.Include).Sum(), V(3)).Reassociated,
        Method("attention as statements", Attention, M(2, 2), M(3, 2), M(3, 2, 2)).Reassociated,
        Method("an LSTM cell", LstmCell, V(2), V(2, 2), V(2, 3), M(8, 2), M(8, 2, 2), V(8)).Reassociated,
        Method("a layer normalisation of rows", LayerNormRows, M(3, 4), V(4), V(4, 2)).Reassociated,
        Method("gradient descent inside the function", Descent, M(4, 2), V(4), V(2)).Reassociated,
        Method("Newton's method for an inverse", NewtonInverse, M(new[,] { { 2, 0.3 }, { 0.1, 1.5 } })).Reassociated,
        Method("a forward pass of a hidden Markov model", Forward, PositiveM(3, 3), PositiveM(3, 4), Positive(3)).Reassociated,
        Method("a Taylor series of the exponential", Exponential, SmallM(2, 2)).Reassociated,
        Method("conjugate gradients, three steps", ConjugateGradients, M(new[,] { { 4, 1, 0.5 }, { 1, 3, 0.2 }, { 0.5, 0.2, 2 } }), V(3)).Reassociated,
    ];

    private static Matrix<double> Attention(Matrix<double> q, Matrix<double> k, Matrix<double> v)
    {
        var scores = q * k.Transpose() / Math.Sqrt(q.ColumnCount);
        var weights = Matrix<double>.Build.Dense(scores.RowCount, scores.ColumnCount);
        for (var i = 0; i < scores.RowCount; i++)
        {
            var row = scores.Row(i);
            var e = (row - row.Maximum()).PointwiseExp();
            weights.SetRow(i, e / e.Sum());
        }
        return weights * v;
    }

    private static (Vector<double> Hidden, Vector<double> Cell) LstmCell(Vector<double> x, Vector<double> h, Vector<double> c, Matrix<double> w, Matrix<double> u, Vector<double> b)
    {
        var n = h.Count;
        var gates = (w * x) + (u * h) + b;
        Vector<double> Gate(int k) => gates.SubVector(k * n, n).Map(v => 1 / (1 + Math.Exp(-v)), Zeros.Include);
        var cell = Gate(0).PointwiseMultiply(c) + Gate(1).PointwiseMultiply(gates.SubVector(3 * n, n).PointwiseTanh());
        return (Gate(2).PointwiseMultiply(cell.PointwiseTanh()), cell);
    }

    private static Matrix<double> LayerNormRows(Matrix<double> x, Vector<double> gain, Vector<double> bias)
    {
        var result = x.Clone();
        for (var i = 0; i < x.RowCount; i++)
        {
            var row = x.Row(i);
            var mean = row.Sum() / row.Count;
            var centred = row - mean;
            var deviation = Math.Sqrt((centred * centred / row.Count) + 1e-5);
            for (var j = 0; j < x.ColumnCount; j++) result[i, j] = (centred[j] / deviation * gain[j]) + bias[j];
        }
        return result;
    }

    private static double Descent(Matrix<double> x, Vector<double> y, Vector<double> w)
    {
        for (var step = 0; step < 3; step++)
        {
            var residual = (x * w) - y;
            w -= 0.05 * x.TransposeThisAndMultiply(residual);
        }
        return ((x * w) - y).L2Norm();
    }

    private static Matrix<double> NewtonInverse(Matrix<double> a)
    {
        var x = a.Transpose() / (a.L1Norm() * a.InfinityNorm());
        for (var k = 0; k < 3; k++) x *= (2.0 * Matrix<double>.Build.DenseIdentity(a.RowCount)) - (a * x);
        return x;
    }

    private static double Forward(Matrix<double> transitions, Matrix<double> emissions, Vector<double> start)
    {
        int[] observed = [0, 2, 1, 3];
        var alpha = start.PointwiseMultiply(emissions.Column(observed[0]));
        var logLikelihood = 0.0;
        for (var t = 1; t < observed.Length; t++)
        {
            alpha = (alpha * transitions).PointwiseMultiply(emissions.Column(observed[t]));
            var scale = alpha.Sum();
            logLikelihood += Math.Log(scale);
            alpha /= scale;
        }
        return logLikelihood;
    }

    private static Matrix<double> Exponential(Matrix<double> a)
    {
        var sum = Matrix<double>.Build.DenseIdentity(a.RowCount);
        var term = Matrix<double>.Build.DenseIdentity(a.RowCount);
        for (var k = 1; k <= 8; k++)
        {
            term = term * a / k;
            sum += term;
        }
        return sum;
    }

    private static Vector<double> ConjugateGradients(Matrix<double> a, Vector<double> b)
    {
        var x = Vector<double>.Build.Dense(b.Count);
        var r = b - (a * x);
        var p = r.Clone();
        var squared = r * r;
        for (var k = 0; k < 2; k++)
        {
            var ap = a * p;
            var alpha = squared / (p * ap);
            x += alpha * p;
            r -= alpha * ap;
            var next = r * r;
            p = r + (next / squared * p);
            squared = next;
        }
        return x;
    }
}
