using System.Linq.Expressions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using static ExprAutograd.Tests.LinearAlgebra.DenseData;
using static ExprAutograd.Tests.LinearAlgebra.DenseRow;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <content>Vectors and matrices among C#'s other things: queries, tuples, conditionals, lambdas, captured values; of every shape and storage.</content>
internal static partial class DenseRows
{
    private static readonly Expression<Func<Vector<double>, Vector<double>>> Sigmoid = v => 1.0 / (1.0 + (-v).PointwiseExp());

    private static DenseRow[] Idioms =>
    [
        Row("LINQ's sum over a vector", (Vector<double> x) => x.Sum(v => v * v), V(4)).Reassociated,
        Row("LINQ's average, minimum and maximum", (Vector<double> x) => x.Average() + x.Min() + x.Max(v => v * v), V(4)).Reassociated,
        Row("LINQ's zip of two vectors", (Vector<double> x, Vector<double> y) => x.Zip(y, (a, b) => Math.Sin(a) * b).Sum(), V(4), V(4, 2)).Reassociated,
        Row("LINQ's selection as an array", (Vector<double> x) => x.Select((v, i) => v * v * i).ToArray(), V(4)),
        Row("LINQ's aggregate", (Vector<double> x) => x.Aggregate(1.0, (s, v) => (s * 0.5) + (v * v)), V(4)),
        Row("LINQ's where", (Vector<double> x) => x.Where(v => v > 0).Sum(v => v * v), V(5)).Reassociated,
        Row("a query over two vectors", (Vector<double> x, Vector<double> y) => (from a in x from b in y select a * b * b).Sum(), V(3), V(2, 2)).Reassociated,
        Row("a query as a vector", (Vector<double> x) => Vector<double>.Build.DenseOfEnumerable(from v in x where v > -10 select v * v), V(4)),
        Row("skip, take, reverse", (Vector<double> x) => x.Skip(1).Take(2).Sum(v => v * v) + x.Reverse().First() + x.Last(), V(4)).Reassociated,
        Row("a lambda that is captured", (Vector<double> x) => Sigmoid.Compile()(x).PointwiseMultiply(x), V(3)).DoubleOnly,
        Row("a conditional between matrices", (Matrix<double> a, Matrix<double> b, double s) => (s > 0 ? a : b) * 2.0, M(2, 2), M(2, 2, 2), 0.7),
        Row("a conditional between expressions, of another shape each", (Matrix<double> a, double s) => s < 0 ? a : a.Transpose(), M(2, 3), 0.7),
        Row("a tuple of matrices in", ((Matrix<double> A, Vector<double> B) p) => (p.A * p.B).PointwiseTanh(), (M(2, 3), V(3))).Reassociated,
        Row("a tuple of matrices out", (Matrix<double> a, double s) => ValueTuple.Create(a * s, a.Row(0), s * s), M(2, 3), 0.7),
        Row("a shared subexpression", (Matrix<double> a, Vector<double> x) => (a * x).DotProduct(a * x) + (a * x).Sum(), M(2, 3), V(3)).Reassociated,
        Row("an array and a vector", (double[] a, Vector<double> x) => a.Zip(x, (p, q) => p * q).Sum() + (Vector<double>.Build.DenseOfArray(a) * x), Numbers(3), V(3)).Reassociated,
        Row("a scalar beside them", (double s, Matrix<double> a) => Math.Exp(s) * a.Trace(), 0.3, M(2, 2)).Reassociated,
        Row("a vector returned as it came", (Vector<double> x) => x, V(3)),
        Row("only the length", (Vector<double> x) => x.Count * 2.0, V(3)),
        Row("nested maps that capture", (Matrix<double> a, Vector<double> x) => x.MapIndexed((i, v) => a.Row(i).Map(w => w * v, Zeros.Include).Sum(), Zeros.Include), M(3, 2), V(3)).Reassociated,
        Row("a builder in a builder", (Vector<double> x) => Matrix<double>.Build.Dense(2, 2, (i, j) => Vector<double>.Build.Dense(3, k => x[k] * (i + j + 1)).Sum()), V(3)).Reassociated,
        Row("casts between the classes", (Vector<double> x) => ((DenseVector)(x * 2.0)).Values[0] * x[1], V(3)).DoubleOnly,

        Row("one element", (Vector<double> x) => x.PointwiseExp().Sum() + x.L2Norm() + x.Maximum() + x.OuterProduct(x)[0, 0], V(1)).Reassociated,
        Row("one by one", (Matrix<double> a) => (a * a).Transpose().RowSums().Sum() + a.Trace() + a.FrobeniusNorm() + a.Diagonal()[0], M(1, 1)).Reassociated,
        Row("one row", (Matrix<double> a) => (a.TransposeAndMultiply(a) + 1.0).RowSums() + a.ColumnSums().Sum() + a.NormalizeRows(2.0).Row(0)[0], M(1, 4)).Reassociated,
        Row("one column", (Matrix<double> a) => a.TransposeThisAndMultiply(a).RowSums() + a.RowSums().Sum() + a.Column(0).L1Norm(), M(4, 1)).Reassociated,
        Row("no elements", (Vector<double> x, double s) => x.Sum() + x.L2Norm() + (x * x) + (s * s) + x.PointwiseExp().L1Norm(), Vector<double>.Build.Dense(0), 0.7).Reassociated,
        Row("no elements in a vector", (Vector<double> x, double s) => (x * s) + (x - x), Vector<double>.Build.Dense(0), 0.7),
        Row("no rows", (Matrix<double> a, Vector<double> x) => (a * x).Sum() + a.ColumnSums().Sum() + a.RowSums().Count + x.Sum(), Matrix<double>.Build.Dense(0, 3), V(3)).Reassociated,
        Row("no columns", (Matrix<double> a, Matrix<double> b) => a * b, Matrix<double>.Build.Dense(2, 0), Matrix<double>.Build.Dense(0, 3)).Reassociated with { Name = "no columns times no rows" },
        Row("no columns", (Matrix<double> a, double s) => a.Transpose() * s, Matrix<double>.Build.Dense(2, 0), 0.7),

        Row("sparse, differentiated: its zeros have derivatives too", (Vector<double> x, Matrix<double> a) => a * x, SparseV, SparseM).Reassociated.DoubleOnly,
        Row("sparse, differentiated", (Matrix<double> a) => a.TransposeThisAndMultiply(a).RowSums(), SparseM).Reassociated.DoubleOnly,
        Row("diagonal, differentiated: what is off the diagonal has derivatives too", (Matrix<double> a, Vector<double> x) => (a * x).PointwiseTanh(), DiagonalM, V(3)).Reassociated.DoubleOnly,
        Row("diagonal, element-wise", (Matrix<double> a) => (a * 2.0).Transpose() + a.PointwiseSin(), DiagonalM).DoubleOnly,
        Row("sparse, captured", (Vector<double> x) => SparseM * x, V(3)).Reassociated.DoubleOnly,
        Row("sparse, captured, transposed", (Vector<double> x) => SparseM.TransposeThisAndMultiply(x) + (x * SparseM), V(3)).Reassociated.DoubleOnly,
        Row("diagonal, captured", (Matrix<double> x) => (DiagonalM * x) + (x * DiagonalM) + DiagonalM, M(3, 3)).Reassociated.DoubleOnly,
        Row("sparse, captured, element-wise", (Vector<double> x) => SparseV.PointwiseMultiply(x) + SparseV + SparseV[1], V(3)).DoubleOnly,
        Row("dense, captured, used twice", (Vector<double> x) => (Design.Transpose() * (Design * x)) + Design.Row(0), V(2)).Reassociated,
    ];

    private static readonly Vector<double> SparseV = Vector<double>.Build.SparseOfArray([0, 0.7, 0]);
    private static readonly Matrix<double> SparseM = Matrix<double>.Build.SparseOfArray(new[,] { { 0, 0.5, 0 }, { 1.5, 0, 0 }, { 0, -0.3, 2 } });
    private static readonly Matrix<double> DiagonalM = Matrix<double>.Build.DiagonalOfDiagonalArray([0.5, -1.5, 2]);
}
