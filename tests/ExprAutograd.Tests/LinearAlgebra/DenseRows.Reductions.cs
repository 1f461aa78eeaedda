using MathNet.Numerics.LinearAlgebra;
using static ExprAutograd.Tests.LinearAlgebra.DenseData;
using static ExprAutograd.Tests.LinearAlgebra.DenseRow;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <content>Many elements to one, or to one per row or column; norms.</content>
internal static partial class DenseRows
{
    private static DenseRow[] Reductions =>
    [
        Row("", (Vector<double> x) => x.Sum(), V(5)).Reassociated,
        Row("", (Vector<double> x) => x.PointwiseMultiply(x).Sum(), V(5)).Reassociated,
        Row("", (Vector<double> x) => x.Maximum(), V(5)),
        Row("", (Vector<double> x) => x.Minimum(), V(5)),
        Row("the magnitude, whatever the sign", (Vector<double> x) => x.AbsoluteMaximum(), V(-3, 1, 2)),
        Row("the magnitude, whatever the sign", (Vector<double> x) => x.AbsoluteMinimum(), V(-3, -1, 2)),
        Row("an index has no derivative, what stands there has", (Vector<double> x) => x[x.MaximumIndex()] * x[x.MinimumIndex()], V(5)),
        Row("the first of equals", (Vector<double> x) => x[x.AbsoluteMaximumIndex()] * x[x.AbsoluteMinimumIndex()], V(-3, 1, 2, -1.5)),
        Row("", (Matrix<double> x) => x.Trace(), M(3, 3)).Reassociated,
        Row("", (Matrix<double> x) => x.RowSums(), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.ColumnSums(), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.RowAbsoluteSums(), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.ColumnAbsoluteSums(), M(3, 2)).Reassociated,
        Row("what the state is made of is the lambda's", (Vector<double> x, Vector<double> y) => x.Fold2((s, a, b) => (s * 0.5) + (a * b), 1.0, y, Zeros.Include), V(4), V(4, 2)),
        Row("column after column", (Matrix<double> x, Matrix<double> y) => x.Fold2((s, a, b) => (s * 0.5) + (a * b), 1.0, y, Zeros.Include), M(2, 2), M(2, 2, 2)),
        Row("each row from the first", (Matrix<double> x) => x.FoldByRow((s, v) => (s * 0.5) + (v * v), 1.0, Zeros.Include), M(3, 2)),
        Row("each column from the first", (Matrix<double> x) => x.FoldByColumn((s, v) => (s * 0.5) + (v * v), 1.0, Zeros.Include), M(3, 2)),
        Row("the state is a vector", (Matrix<double> x, Vector<double> s) => x.FoldRows((state, row) => state + row.PointwiseMultiply(state), s), M(3, 2), V(2)),
        Row("the state is a vector", (Matrix<double> x, Vector<double> s) => x.FoldColumns((state, column) => state + column.PointwiseMultiply(state), s), M(3, 2), V(3)),
        Row("starts from the first row", (Matrix<double> x) => x.ReduceRows((a, b) => a.PointwiseMultiply(b)), M(3, 2)),
        Row("starts from the first column", (Matrix<double> x) => x.ReduceColumns((a, b) => a.PointwiseMultiply(b) + b), M(3, 2)),
        Row("only the shape: no derivative", (Matrix<double> x) => x.PointwiseSqrt() * (x.RowCount + (2 * x.ColumnCount)), PositiveM(3, 2)) with { Name = "dimensions" },
        Row("a test chooses", (Vector<double> x) => x.Exists(v => v > 1, Zeros.Include) ? x.Sum() : -x.Sum(), V(3)).Reassociated,
        Row("a test chooses", (Vector<double> x) => x.ForAll(v => v > -5, Zeros.Include) ? x.Sum() : -x.Sum(), V(3)).Reassociated,
        Row("a test chooses", (Matrix<double> x) => x.Exists(v => v > 5, Zeros.Include) ? x.Trace() : -x.Trace(), M(2, 2)).Reassociated,
        Row("a test chooses", (Matrix<double> x) => x.ForAll(v => v > -5, Zeros.Include) ? x.Trace() : -x.Trace(), M(2, 2)).Reassociated,
        Row("a test chooses", (Vector<double> x, Vector<double> y) => x.Exists2((a, b) => a > b, y, Zeros.Include) ? x * y : x.Sum(), V(3), V(3, 2)).Reassociated,
        Row("a test chooses", (Vector<double> x, Vector<double> y) => x.ForAll2((a, b) => a > b, y, Zeros.Include) ? x * y : x.Sum(), V(3), V(3, 2)).Reassociated,
        Row("a test chooses", (Matrix<double> x, Matrix<double> y) => x.Exists2((a, b) => a > b, y, Zeros.Include) ? x : y, M(2, 2), M(2, 2, 2)),
        Row("a test chooses", (Matrix<double> x, Matrix<double> y) => x.ForAll2((a, b) => a > b, y, Zeros.Include) ? x : y, M(2, 2), M(2, 2, 2)),
        Row("a test chooses", (Matrix<double> x) => x.IsSymmetric() ? x * 2.0 : x * 3.0, M(2, 2)),
        Row("a test chooses", (Matrix<double> x) => x.IsHermitian() ? x * 2.0 : x * 3.0, M(new double[,] { { 1, 2 }, { 2, 3 } })).Kinked,
    ];

    private static DenseRow[] Norms =>
    [
        Row("", (Vector<double> x) => x.L1Norm(), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.SumMagnitudes(), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.L2Norm(), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.InfinityNorm(), V(4)),
        Row("", (Vector<double> x) => x.Norm(1.0), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.Norm(2.0), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.Norm(3.0), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.Norm(double.PositiveInfinity), V(4)),
        Row("the order is a variable", (Vector<double> x, double p) => x.Norm(p), V(4), 2.5).Reassociated,
        Row("the norm of zero has the derivative zero", (Vector<double> x) => x.L2Norm() + x.Norm(3.0), V(0, 0)).Kinked,
        Row("", (Matrix<double> x) => x.L1Norm(), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.InfinityNorm(), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.FrobeniusNorm(), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.RowNorms(1.0), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.RowNorms(2.0), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.RowNorms(3.0), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.RowNorms(double.PositiveInfinity), M(3, 2)),
        Row("", (Matrix<double> x) => x.ColumnNorms(1.0), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.ColumnNorms(2.0), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.ColumnNorms(3.0), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.ColumnNorms(double.PositiveInfinity), M(3, 2)),
        Row("", (Vector<double> x) => x.Normalize(2.0), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.Normalize(1.0), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.Normalize(3.0), V(4)).Reassociated,
        Row("", (Vector<double> x) => x.Normalize(double.PositiveInfinity), V(4)),
        Row("zero stays zero", (Vector<double> x) => x.Normalize(2.0).Add(1.0), V(0, 0)).Kinked,
        Row("", (Matrix<double> x) => x.NormalizeRows(2.0), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.NormalizeRows(1.0), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.NormalizeRows(double.PositiveInfinity), M(3, 2)),
        Row("", (Matrix<double> x) => x.NormalizeColumns(2.0), M(3, 2)).Reassociated,
        Row("", (Matrix<double> x) => x.NormalizeColumns(3.0), M(3, 2)).Reassociated,
        Row("a zero row stays zero", (Matrix<double> x) => x.NormalizeRows(2.0).Add(1.0), M(new double[,] { { 0, 0 }, { 1, 2 } })).Kinked.Reassociated,
    ];
}
