using ExprAutograd.Operators;
using MathNet.Numerics.LinearAlgebra;
using static ExprAutograd.Tests.Rules.MatrixData;

namespace ExprAutograd.Tests.Rules;

/// <summary>Every primitive with a rule, at shapes and spectra that are hard.</summary>
internal static partial class MatrixRuleRows
{
    public static MatrixRuleRow[] All { get; } = [.. Systems, .. Triangular, .. Orthogonal, .. Spectra, .. Gaps, .. Functions];

    private sealed record Square(string Why, double[] A, int N, int Columns = 1);

    private sealed record Rectangle(string Why, double[] A, int Rows, int Columns);

    private static Func<double[][], double[][]> Symmetrised(int n, int count = 1) => d => [.. d.Select((x, k) => k < count ? SymmetricPart(x, n) : x)];

    private static IEnumerable<MatrixRuleRow> Systems =>
    [
        .. from c in new Square[] { new("3x3", WellConditioned(1, 3), 3, 2), new("1x1", [1.7], 1, 1), new("one column", WellConditioned(2, 5), 5, 1), new("ill-conditioned", WithSingularValues(3, 4, 4, 2, 1, 0.1, 1e-3), 4, 3), new("needs pivots", [0, 2, 1, 1, 0, 3, 2, 1, 0], 3, 2) }
           let tolerance = c.Why == "ill-conditioned" ? 1e-4 : 1e-7
           let step = c.Why == "ill-conditioned" ? 2e-5 : 2e-3
           from row in new MatrixRuleRow[]
           {
               new($"Solve, {c.Why}", Factorizations.Solve<double>, [c.A, Random(4, c.N * c.Columns)], x => [x[0], Factorizations.LuFactors(x[0], c.N), x[1], c.N, c.Columns]) { Tolerance = tolerance, Step = step },
               new($"SolveTransposed, {c.Why}", Factorizations.SolveTransposed<double>, [c.A, Random(5, c.N * c.Columns)], x => [x[0], Factorizations.LuFactors(x[0], c.N), x[1], c.N, c.Columns]) { Tolerance = tolerance, Step = step },
               new($"Inverse, {c.Why}", Factorizations.Inverse<double>, [c.A], x => [x[0], Factorizations.LuFactors(x[0], c.N), c.N]) { Tolerance = tolerance, Step = step },
               new($"LogAbsDeterminant, {c.Why}", Factorizations.LogAbsDeterminant<double>, [c.A], x => [x[0], Factorizations.LuFactors(x[0], c.N), c.N]) { Tolerance = tolerance, Step = step },
               new($"LuLower, {c.Why}", Factorizations.LuLower<double>, [c.A], x => [x[0], Factorizations.LuFactors(x[0], c.N), c.N]) { Tolerance = tolerance, Step = step },
               new($"LuUpper, {c.Why}", Factorizations.LuUpper<double>, [c.A], x => [x[0], Factorizations.LuFactors(x[0], c.N), c.N]) { Tolerance = tolerance, Step = step },
           }
           select row,
        .. from c in new Square[] { new("3x3", WellConditioned(1, 3), 3), new("1x1", [1.7], 1), new("singular", WithSingularValues(6, 3, 3, 2, 1, 0), 3), new("of rank two less", WithSingularValues(7, 4, 4, 2, 1, 0, 0), 4), new("zero", new double[9], 3), new("nearly singular", WithSingularValues(8, 3, 3, 2, 1, 1e-11), 3) }
           from row in new MatrixRuleRow[]
           {
               new($"Determinant, {c.Why}", Factorizations.Determinant<double>, [c.A], x => [x[0], Factorizations.LuFactors(x[0], c.N), c.N]),
               new($"Cofactors, {c.Why}", Factorizations.Cofactors<double>, [c.A], x => [x[0], Factorizations.LuFactors(x[0], c.N), c.N]),
               new($"CofactorsDerivative, {c.Why}", Factorizations.CofactorsDerivative<double>, [Random(9, c.N * c.N)], x => [c.A, Factorizations.LuFactors(c.A, c.N), x[0], c.N]),
           }
           select row,
    ];

    private static IEnumerable<MatrixRuleRow> Triangular =>
    [
        .. from flags in Enumerable.Range(0, 8)
           let isLower = (flags & 1) != 0
           let isTransposed = (flags & 2) != 0
           let isUnit = (flags & 4) != 0
           select new MatrixRuleRow(
               $"TriangularSolve, lower {isLower}, transposed {isTransposed}, unit {isUnit}", Factorizations.TriangularSolve<double>, [WellConditioned(11, 4), Random(12, 8)],
               x => [x[0], x[1], 4, 2, isLower, isTransposed, isUnit]),
        .. from flags in Enumerable.Range(0, 4)
           select new MatrixRuleRow($"Triangle, {flags}", Factorizations.Triangle<double>, [Random(13, 16)], x => [x[0], 4, (flags & 1) != 0, (flags & 2) != 0]),
        .. from c in new Square[] { new("4x4", PositiveDefinite(14, 4), 4), new("1x1", [2.5], 1), new("ill-conditioned", WithEigenvalues(15, 1e-3, 0.5, 3), 3), new("multiple of one", Identity(3, 2), 3) }
           let tolerance = c.Why == "ill-conditioned" ? 1e-4 : 1e-7
           let step = c.Why == "ill-conditioned" ? 2e-5 : 2e-3
           from row in new MatrixRuleRow[]
           {
               new($"CholeskyFactor, {c.Why}", Factorizations.CholeskyFactor<double>, [c.A], x => [x[0], c.N]) { Direction = Symmetrised(c.N), Tolerance = tolerance, Step = step },
               new($"CholeskySolve, {c.Why}", Factorizations.CholeskySolve<double>, [c.A, Random(16, 2 * c.N)], x => [x[0], Factorizations.CholeskyFactor(x[0], c.N), x[1], c.N, 2]) { Direction = Symmetrised(c.N), Tolerance = tolerance, Step = step },
               new($"CholeskyDeterminant, {c.Why}", Factorizations.CholeskyDeterminant<double>, [c.A], x => [x[0], Factorizations.CholeskyFactor(x[0], c.N), c.N]) { Direction = Symmetrised(c.N), Tolerance = tolerance, Step = step },
               new($"CholeskyLogDeterminant, {c.Why}", Factorizations.CholeskyLogDeterminant<double>, [c.A], x => [x[0], Factorizations.CholeskyFactor(x[0], c.N), c.N]) { Direction = Symmetrised(c.N), Tolerance = tolerance, Step = step },
           }
           select row,
    ];

    private static IEnumerable<MatrixRuleRow> Orthogonal =>
    [
        .. from c in new Rectangle[] { new("5x3", Random(21, 15), 5, 3), new("square", WellConditioned(22, 3), 3, 3), new("1x1", [-1.5], 1, 1), new("one column", Random(23, 4), 4, 1), new("ill-conditioned", WithSingularValues(24, 4, 3, 3, 1, 1e-2), 4, 3) }
           let tolerance = c.Why == "ill-conditioned" ? 1e-4 : 1e-7
           let step = c.Why == "ill-conditioned" ? 2e-5 : 2e-3
           from row in new MatrixRuleRow[]
           {
               new($"ThinQ, {c.Why}", Factorizations.ThinQ<double>, [c.A], x => [x[0], Factorizations.QrFactors(x[0], c.Rows, c.Columns), c.Rows, c.Columns]) { Tolerance = tolerance, Step = step },
               new($"ThinR, {c.Why}", Factorizations.ThinR<double>, [c.A], x => [x[0], Factorizations.QrFactors(x[0], c.Rows, c.Columns), c.Rows, c.Columns]) { Tolerance = tolerance, Step = step },
               new($"FullQrFactors, {c.Why}", Factorizations.FullQrFactors<double>, [c.A], x => [x[0], c.Rows, c.Columns]) { Tolerance = tolerance, Step = step, HasFreeTangent = c.Rows > c.Columns + 1, Cotangent = (y, dy) => FixedBeyond(y, dy, 0, c.Rows, c.Columns) },
               new($"ThinQ of Gram and Schmidt, {c.Why}", Factorizations.ThinQ<double>, [c.A], x => [x[0], Factorizations.GramSchmidtFactors(x[0], c.Rows, c.Columns), c.Rows, c.Columns]) { Tolerance = tolerance, Step = step },
               new($"ThinR of Gram and Schmidt, {c.Why}", Factorizations.ThinR<double>, [c.A], x => [x[0], Factorizations.GramSchmidtFactors(x[0], c.Rows, c.Columns), c.Rows, c.Columns]) { Tolerance = tolerance, Step = step },
               new($"LeastSquares, {c.Why}", Factorizations.LeastSquares<double>, [c.A, Random(25, 2 * c.Rows)], x => [x[0], Factorizations.QrFactors(x[0], c.Rows, c.Columns), x[1], c.Rows, c.Columns, 2]) { Tolerance = tolerance, Step = step },
           }
           select row,
    ];

    /// <summary>The cotangent without what turns the columns beyond <paramref name="columns"/> of a square orthogonal matrix among themselves.</summary>
    private static double[] FixedBeyond(double[] y, double[] dy, int start, int rows, int columns)
    {
        var (q, dq) = (AsMatrix(y[start..(start + (rows * rows))], rows, rows), AsMatrix(dy[start..(start + (rows * rows))], rows, rows));
        var allowed = (double[])dy.Clone();
        (q * SymmetricBeyond(q.Transpose() * dq, columns)).ToColumnMajorArray().CopyTo(allowed, start);
        return allowed;
    }

    private static Matrix<double> SymmetricBeyond(Matrix<double> k, int columns) =>
        Matrix<double>.Build.Dense(k.RowCount, k.ColumnCount, (i, j) => i >= columns && j >= columns ? (k[i, j] + k[j, i]) / 2 : k[i, j]);
}
