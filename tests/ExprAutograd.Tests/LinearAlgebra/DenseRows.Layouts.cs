using MathNet.Numerics.LinearAlgebra;
using static ExprAutograd.Tests.LinearAlgebra.DenseData;
using static ExprAutograd.Tests.LinearAlgebra.DenseRow;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <content>Elements moved and nothing computed.</content>
internal static partial class DenseRows
{
    private static DenseRow[] Layouts =>
    [
        Row("", (Vector<double> x) => x[1] * x[2], V(3)),
        Row("", (Vector<double> x) => x.At(1) * x.Count, V(3)),
        Row("", (Matrix<double> x) => (x[0, 1] * x[1, 0]) - x[1, 2], M(2, 3)),
        Row("", (Matrix<double> x) => x.At(1, 2) * x.RowCount * x.ColumnCount, M(2, 3)),
        Row("", (Vector<double> x) => x.ToArray(), V(3)),
        Row("", (Vector<double> x) => x.AsArray()[1] * x[0], V(3)),
        Row("", (Matrix<double> x) => x.ToColumnMajorArray(), M(2, 3)),
        Row("", (Matrix<double> x) => x.AsColumnMajorArray()[1] * x[0, 0], M(2, 3)),
        Row("", (Matrix<double> x) => x.ToRowMajorArray(), M(2, 3)),
        Row("row by row", (Matrix<double> x) => x.ToRowArrays()[1][2] * x.ToRowArrays()[0][1], M(2, 3)).DoubleOnly,
        Row("column by column", (Matrix<double> x) => x.ToColumnArrays()[2][1] * x.ToColumnArrays()[1][0], M(2, 3)).DoubleOnly,
        Row("rectangular", (Matrix<double> x) => x.ToArray()[1, 2] * x.ToArray()[0, 1], M(2, 3)).DoubleOnly,
        Row("", (Vector<double> x) => x.Clone(), V(3)),
        Row("", (Matrix<double> x) => x.Clone(), M(2, 3)),
        Row("", (Vector<double> x) => x.ToColumnMatrix(), V(3)),
        Row("", (Vector<double> x) => x.ToRowMatrix(), V(3)),
        Row("", (Matrix<double> x) => x.Transpose(), M(2, 3)),
        Row("", (Matrix<double> x) => x.ConjugateTranspose(), M(2, 3)),
        Row("", (Vector<double> x) => x.SubVector(1, 2), V(4)),
        Row("", (Matrix<double> x) => x.Row(1), M(2, 3)),
        Row("", (Matrix<double> x) => x.Row(1, 1, 2), M(2, 3)),
        Row("", (Matrix<double> x) => x.Column(1), M(2, 3)),
        Row("", (Matrix<double> x) => x.Column(1, 1, 1), M(2, 3)),
        Row("", (Matrix<double> x) => x.SubMatrix(1, 2, 0, 2), M(3, 3)),
        Row("", (Matrix<double> x) => x.Diagonal(), M(3, 3)),
        Row("of a tall matrix", (Matrix<double> x) => x.Diagonal().PointwiseExp(), M(3, 2)),
        Row("of a wide matrix", (Matrix<double> x) => x.Diagonal().PointwiseSin(), M(2, 3)),
        Row("", (Matrix<double> x) => x.LowerTriangle(), M(3, 2)),
        Row("", (Matrix<double> x) => x.UpperTriangle(), M(2, 3)),
        Row("", (Matrix<double> x) => x.StrictlyLowerTriangle(), M(3, 3)),
        Row("", (Matrix<double> x) => x.StrictlyUpperTriangle(), M(3, 3)),
        Row("", (Matrix<double> x, Matrix<double> y) => x.Append(y), M(2, 3), M(2, 1)),
        Row("", (Matrix<double> x, Matrix<double> y) => x.Stack(y), M(2, 3), M(1, 3)),
        Row("", (Matrix<double> x, Matrix<double> y) => x.DiagonalStack(y), M(2, 3), M(1, 2)),
        Row("", (Matrix<double> x) => x.RemoveRow(1), M(3, 2)),
        Row("", (Matrix<double> x) => x.RemoveColumn(0), M(3, 2)),
        Row("", (Matrix<double> x, Vector<double> v) => x.InsertRow(1, v), M(3, 2), V(2)),
        Row("after the last", (Matrix<double> x, Vector<double> v) => x.InsertColumn(2, v), M(3, 2), V(3)),
        Row("smaller one way and larger the other", (Matrix<double> x) => x.Resize(2, 4), M(3, 2)),
        Row("LINQ over the elements", (Vector<double> x) => x.Enumerate().Sum(v => v * v), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.Enumerate(Zeros.Include).Sum(v => v * v), V(4)).Reassociated,
        Row("column after column", (Matrix<double> x) => x.Enumerate().Select((v, k) => v * v * k).Sum(), M(2, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.Enumerate(Zeros.Include).Sum(v => v * v), M(2, 2)).Reassociated,
        Row("", (Vector<double> x) => x.EnumerateIndexed().Sum(e => e.Item1 * e.Item2 * e.Item2), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.EnumerateIndexed(Zeros.Include).Sum(e => e.Item1 * e.Item2 * e.Item2), V(4)).Reassociated,
        Row("", (Matrix<double> x) => x.EnumerateIndexed().Sum(e => (e.Item1 + (3 * e.Item2)) * e.Item3 * e.Item3), M(2, 3)).Reassociated,
        Row("", (Matrix<double> x) => x.EnumerateIndexed(Zeros.Include).Sum(e => (e.Item1 + (3 * e.Item2)) * e.Item3 * e.Item3), M(2, 3)).Reassociated,
        Row("", (Matrix<double> x, Vector<double> w) => x.EnumerateRows().Sum(r => Math.Tanh(r.DotProduct(w))), M(3, 2), V(2)).Reassociated,
        Row("", (Matrix<double> x) => x.EnumerateRows(1, 2).Sum(r => r.Sum() * r[0]), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.EnumerateColumns().Sum(c => c.L2Norm()), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.EnumerateColumns(1, 1).Sum(c => c.L2Norm()), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.EnumerateRowsIndexed().Sum(r => r.Item1 * r.Item2.L2Norm()), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.EnumerateRowsIndexed(1, 2).Sum(r => r.Item1 * r.Item2.L2Norm()), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.EnumerateColumnsIndexed().Sum(c => c.Item1 * c.Item2.L2Norm()), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.EnumerateColumnsIndexed(1, 1).Sum(c => c.Item1 * c.Item2.L2Norm()), M(3, 2)).Reassociated,
    ];
}
