using MathNet.Numerics.LinearAlgebra;
using static ExprAutograd.Tests.LinearAlgebra.DenseData;
using static ExprAutograd.Tests.LinearAlgebra.DenseRow;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <content>Products, with every transpose, of every shape down to none.</content>
internal static partial class DenseRows
{
    private static DenseRow[] Products =>
    [
        Row("", (Matrix<double> a, Matrix<double> b) => a * b, M(2, 3), M(3, 4)).Reassociated,
        Row("", (Matrix<double> a, Vector<double> x) => a * x, M(2, 3), V(3)).Reassociated,
        Row("a row times a matrix", (Matrix<double> a, Vector<double> x) => x * a, M(3, 2), V(3)).Reassociated,
        Row("", (Vector<double> x, Vector<double> y) => x * y, V(4), V(4, 2)).Reassociated,
        Row("", (Matrix<double> a, Matrix<double> b) => a.Multiply(b), M(2, 3), M(3, 4)).Reassociated,
        Row("", (Matrix<double> a, Vector<double> x) => a.Multiply(x), M(2, 3), V(3)).Reassociated,
        Row("", (Matrix<double> a, Vector<double> x) => a.LeftMultiply(x), M(3, 2), V(3)).Reassociated,
        Row("", (Matrix<double> a, Matrix<double> b) => a.TransposeAndMultiply(b), M(2, 3), M(4, 3)).Reassociated,
        Row("", (Matrix<double> a, Matrix<double> b) => a.ConjugateTransposeAndMultiply(b), M(2, 3), M(4, 3)).Reassociated,
        Row("", (Matrix<double> a, Matrix<double> b) => a.TransposeThisAndMultiply(b), M(3, 2), M(3, 4)).Reassociated,
        Row("", (Matrix<double> a, Matrix<double> b) => a.ConjugateTransposeThisAndMultiply(b), M(3, 2), M(3, 4)).Reassociated,
        Row("", (Matrix<double> a, Vector<double> x) => a.TransposeThisAndMultiply(x), M(3, 2), V(3)).Reassociated,
        Row("", (Matrix<double> a, Vector<double> x) => a.ConjugateTransposeThisAndMultiply(x), M(3, 2), V(3)).Reassociated,
        Row("both transposed", (Matrix<double> a, Matrix<double> b) => a.Transpose() * b.Transpose(), M(3, 2), M(4, 3)).Reassociated,
        Row("a transpose of a transpose", (Matrix<double> a, Matrix<double> b) => a.Transpose().ConjugateTranspose() * b, M(2, 3), M(3, 2)).Reassociated,
        Row("one matrix on both sides", (Matrix<double> a) => a.TransposeThisAndMultiply(a), M(3, 2)).Reassociated,
        Row("one matrix on both sides", (Matrix<double> a) => a * a, M(3, 3)).Reassociated,
        Row("a quadratic form", (Matrix<double> a, Vector<double> x) => x * a * x, M(3, 3), V(3)).Reassociated,
        Row("", (Vector<double> x, Vector<double> y) => x.DotProduct(y), V(4), V(4, 2)).Reassociated,
        Row("a vector with itself", (Vector<double> x) => x.DotProduct(x), V(4)).Reassociated,
        Row("", (Vector<double> x, Vector<double> y) => x.ConjugateDotProduct(y), V(4), V(4, 2)).Reassociated,
        Row("", (Vector<double> x, Vector<double> y) => x.OuterProduct(y), V(2), V(3, 2)),
        Row("", (Vector<double> x, Vector<double> y) => Vector<double>.OuterProduct(x, y), V(2), V(3, 2)),
        Row("a vector with itself", (Vector<double> x) => x.OuterProduct(x), V(3)),
        Row("", (Matrix<double> a, Matrix<double> b) => a.KroneckerProduct(b), M(2, 3), M(2, 2)),
        Row("a column by a row", (Matrix<double> a, Matrix<double> b) => a * b, M(3, 1), M(1, 2)).Reassociated with { Name = "column times row" },
        Row("a row by a column", (Matrix<double> a, Matrix<double> b) => a * b, M(1, 3), M(3, 1)).Reassociated with { Name = "row times column" },
        Row("one by one", (Matrix<double> a, Matrix<double> b) => a * b, M(1, 1), M(1, 1, 2)).Reassociated with { Name = "1x1 times 1x1" },
        Row("wide enough for whole vectors and a rest", (Matrix<double> a, Matrix<double> b) => (a * b).PointwiseTanh().RowSums().Sum(), M(5, 19), M(19, 9)).Reassociated,
        Row("a product of three, used twice", (Matrix<double> a, Matrix<double> b, Matrix<double> c) => (a * b * c) + (a * b * c).PointwiseSin(), M(2, 3), M(3, 2), M(2, 2)).Reassociated,
        Row("a linear combination", (Matrix<double> a, Matrix<double> b, Vector<double> x, Vector<double> y) => (a * x) + (b.Transpose() * y) - (2.0 * x), M(3, 3), M(3, 3, 2), V(3), V(3, 2)).Reassociated,
        Row("typed as dense", (MathNet.Numerics.LinearAlgebra.Double.DenseMatrix a, MathNet.Numerics.LinearAlgebra.Double.DenseMatrix b) => a * b, Dense(2, 3), Dense(3, 2)).Reassociated,
        Row("typed as dense", (MathNet.Numerics.LinearAlgebra.Double.DenseMatrix a, MathNet.Numerics.LinearAlgebra.Double.DenseVector x) => a * x, Dense(2, 3), Dense(3)).Reassociated,
        Row("typed as dense", (MathNet.Numerics.LinearAlgebra.Double.DenseMatrix a, MathNet.Numerics.LinearAlgebra.Double.DenseVector x) => x * a, Dense(3, 2), Dense(3)).Reassociated,
        Row("typed as dense", (MathNet.Numerics.LinearAlgebra.Double.DenseVector x, MathNet.Numerics.LinearAlgebra.Double.DenseVector y) => x * y, Dense(3), Dense(3)).Reassociated,
        Row("typed as dense", (MathNet.Numerics.LinearAlgebra.Double.DenseMatrix a, MathNet.Numerics.LinearAlgebra.Double.DenseMatrix b, double s) => (s * a) + (b * s) - (-a) + (+b) + (a % 0.3), Dense(2, 2), Dense(2, 2), 0.7),
        Row("typed as dense", (MathNet.Numerics.LinearAlgebra.Double.DenseVector x, MathNet.Numerics.LinearAlgebra.Double.DenseVector y, double s) => (s * x) + (y * s) - (-x) + (y / s) + (x % 0.3), Dense(3), Dense(3), 0.7),
    ];

    private static MathNet.Numerics.LinearAlgebra.Double.DenseMatrix Dense(int rows, int columns) => MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfMatrix(M(rows, columns));

    private static MathNet.Numerics.LinearAlgebra.Double.DenseVector Dense(int count) => MathNet.Numerics.LinearAlgebra.Double.DenseVector.OfVector(V(count));
}
