using ExprAutograd.Operators;
using MathNet.Numerics.LinearAlgebra;
using static ExprAutograd.Tests.Rules.MatrixData;

namespace ExprAutograd.Tests.Rules;

internal static partial class MatrixRuleRows
{
    private static IEnumerable<MatrixRuleRow> Spectra =>
    [
        .. from c in new Square[] { new("4x4", Symmetric(31, 4), 4), new("1x1", [-2.5], 1), new("near values", WithEigenvalues(32, 1, 1.05, 3), 3), new("negative definite", WithEigenvalues(33, -3, -2, -0.5, -0.1), 4) }
           let tolerance = c.Why == "near values" ? 1e-4 : 1e-6
           from row in new MatrixRuleRow[]
           {
               new($"SymmetricEigenFactors, {c.Why}", Factorizations.SymmetricEigenFactors<double>, [c.A], x => [x[0], c.N]) { Direction = Symmetrised(c.N), Tolerance = tolerance, Aligned = (y0, y) => SameSigns(y0, y, c.N, c.N, isByRow: false), Cotangent = (_, dy) => [.. dy[..^1], 0] },
               new($"SymmetricEigenvalues, {c.Why}", Factorizations.SymmetricEigenvalues<double>, [c.A], x => [x[0], Factorizations.SymmetricEigenFactors(x[0], c.N), c.N]) { Direction = Symmetrised(c.N) },
               new($"SymmetricEigenSolve, {c.Why}", Factorizations.SymmetricEigenSolve<double>, [c.A, Random(34, 2 * c.N)], x => [x[0], Factorizations.SymmetricEigenFactors(x[0], c.N), x[1], c.N, 2]) { Direction = Symmetrised(c.N), Tolerance = tolerance },
           }
           select row,
        .. from c in new Rectangle[] { new("4x3", Random(41, 12), 4, 3), new("tall", Random(42, 15), 5, 3), new("wide", Random(43, 15), 3, 5), new("1x1", [-2], 1, 1), new("square", Random(44, 16), 4, 4), new("a row", Random(45, 3), 1, 3), new("near values", WithSingularValues(46, 4, 3, 2, 1.95, 0.5), 4, 3) }
           let k = Math.Min(c.Rows, c.Columns)
           let tolerance = c.Why == "near values" ? 1e-4 : 1e-6
           from row in new MatrixRuleRow[]
           {
               new($"SvdFactors, {c.Why}", Factorizations.SvdFactors<double>, [c.A], x => [x[0], c.Rows, c.Columns])
               {
                   Tolerance = tolerance, HasFreeTangent = Math.Abs(c.Rows - c.Columns) > 1,
                   Aligned = (y0, y) => SameSigns(y0, SameSigns(y0, y, k, c.Rows, isByRow: false), k + (c.Rows * c.Rows), c.Columns, isByRow: true),
                   Cotangent = (y, dy) => FixedRowsBeyond(y, FixedBeyond(y, [.. dy[..^1], 0], k, c.Rows, k), k + (c.Rows * c.Rows), c.Columns, k),
               },
               new($"SingularValues, {c.Why}", Factorizations.SingularValues<double>, [c.A], x => [x[0], Factorizations.SvdFactors(x[0], c.Rows, c.Columns), c.Rows, c.Columns]),
               new($"PseudoInverse, {c.Why}", Factorizations.PseudoInverse<double>, [c.A], x => [x[0], Factorizations.SvdFactors(x[0], c.Rows, c.Columns), c.Rows, c.Columns]) { Tolerance = tolerance },
               new($"SvdSolve, {c.Why}", Factorizations.SvdSolve<double>, [c.A, Random(47, 2 * c.Rows)], x => [x[0], Factorizations.SvdFactors(x[0], c.Rows, c.Columns), x[1], c.Rows, c.Columns, 2]) { Tolerance = tolerance },
           }
           select row,
        .. from c in new Square[] { new("complex pairs", Random(51, 16), 4), new("real", new double[] { 1, 0.2, 0.3, -0.1, 2, 0.4, 0.2, -0.3, 3.5 }, 3), new("symmetric", Symmetric(52, 3), 3), new("1x1", [-2], 1), new("rotation", [0.1, 1, -1, 0.1], 2), new("far from normal", [1, 0, 0, 30, 2, 0, 7, 20, 3], 3) }
           let tolerance = c.Why == "far from normal" ? 1e-4 : 1e-6
           from row in new MatrixRuleRow[]
           {
               new($"EigenFactors, {c.Why}", Factorizations.EigenFactors<double>, [c.A], x => [x[0], c.N, false]) { Tolerance = tolerance, Aligned = (y0, y) => SameScale(y0, y, c.N) },
               new($"Eigenvalues, {c.Why}", Factorizations.Eigenvalues<double>, [c.A], x => [x[0], Factorizations.EigenFactors(x[0], c.N, false), c.N]) { Tolerance = tolerance },
           }
           select row,
    ];

    /// <summary>The square matrix in <paramref name="y"/> at <paramref name="start"/> with the signs of its lines as they are in <paramref name="y0"/>.</summary>
    private static double[] SameSigns(double[] y0, double[] y, int start, int n, bool isByRow)
    {
        var aligned = (double[])y.Clone();
        for (var line = 0; line < n; line++)
        {
            int[] places = [.. Enumerable.Range(0, n).Select(k => start + (isByRow ? (k * n) + line : (line * n) + k))];
            if (places.Sum(p => y0[p] * y[p]) >= 0) continue;
            foreach (var place in places) aligned[place] = -y[place];
        }
        return aligned;
    }

    /// <summary>Eigenvectors scaled so that they differ from those of <paramref name="y0"/> by multiples of the others only.</summary>
    private static double[] SameScale(double[] y0, double[] y, int n)
    {
        var aligned = (double[])y.Clone();
        int[] starts = [2 * n, (2 * n) + (n * n), (2 * n) + (2 * n * n), (2 * n) + (3 * n * n)];
        for (var k = 0; k < n; k++)
        {
            var scale = System.Numerics.Complex.Zero;
            for (var i = 0; i < n; i++) scale += At(y0, starts[2], (i * n) + k) * At(y, starts[0], (k * n) + i);
            for (var i = 0; i < n; i++)
            {
                Put(starts[0], (k * n) + i, At(y, starts[0], (k * n) + i) / scale);
                Put(starts[2], (i * n) + k, At(y, starts[2], (i * n) + k) * scale);
            }
        }
        return aligned;

        System.Numerics.Complex At(double[] source, int start, int place) => new(source[start + place], source[start + (n * n) + place]);

        void Put(int start, int place, System.Numerics.Complex value) => (aligned[start + place], aligned[start + (n * n) + place]) = (value.Real, value.Imaginary);
    }

    /// <summary>As <see cref="FixedBeyond"/> for the rows of a transposed matrix.</summary>
    private static double[] FixedRowsBeyond(double[] y, double[] dy, int start, int n, int rows)
    {
        var (vt, dvt) = (AsMatrix(y[start..(start + (n * n))], n, n), AsMatrix(dy[start..(start + (n * n))], n, n));
        var allowed = (double[])dy.Clone();
        (SymmetricBeyond(dvt * vt.Transpose(), rows) * vt).ToColumnMajorArray().CopyTo(allowed, start);
        return allowed;
    }

    private static IEnumerable<MatrixRuleRow> Gaps =>
    [
        .. from c in new Square[] { new("apart", [3.0, 1.5, 0.4], 3), new("followed by zeros", [3.0, 1.5], 4) }
           let count = c.A.Length
           from row in new MatrixRuleRow[]
           {
               new($"GapReciprocals, {c.Why}", Factorizations.GapReciprocals<double>, [c.A], x => [x[0], count, c.N]),
               new($"SumReciprocals, {c.Why}", Factorizations.SumReciprocals<double>, [c.A], x => [x[0], count, c.N]),
               new($"InvariantCotangent, {c.Why}", Factorizations.InvariantCotangent<double>, [SymmetricPart(Random(61, c.N * c.N), c.N)], x => [x[0], c.A, new double[count], new double[1], count, c.N, false]) { Direction = Symmetrised(c.N) },
               new($"InvariantTangent, {c.Why}", Factorizations.InvariantTangent<double>, [Random(62, c.N * c.N)], x => [x[0], c.A, count, c.N, false]),
               new($"InvariantTangent of sums, {c.Why}", Factorizations.InvariantTangent<double>, [Random(63, c.N * c.N)], x => [x[0], c.A, count, c.N, true]),
           }
           select row,
        new("InvariantCotangent, not symmetric", Factorizations.InvariantCotangent<double>, [Random(64, 9)], x => [x[0], new[] { 3.0, 2, 1 }, new double[3], new double[1], 3, 3, false]),
        new("ComplexGapsReal", Factorizations.ComplexGapsReal<double>, [[1, 1, -2], [0.5, -0.5, 0]], x => [x[0], x[1], 3]),
        new("ComplexGapsImaginary", Factorizations.ComplexGapsImaginary<double>, [[1, 1, -2], [0.5, -0.5, 0]], x => [x[0], x[1], 3]),
        new("SimpleSpectrum", Factorizations.SimpleSpectrum<double>, [Random(65, 9)], x => [x[0], new double[] { 1, 1, -2 }, new[] { 0.5, -0.5, 0 }, 3]),
        new("SymmetricOnly", Factorizations.SymmetricOnly<double>, [Symmetric(66, 3)], x => [x[0], 3]) { Direction = Symmetrised(3) },
        new("Resized, larger", Factorizations.Resized<double>, [Random(66, 6)], x => [x[0], 2, 3, 4, 4]),
        new("Resized, smaller", Factorizations.Resized<double>, [Random(67, 12)], x => [x[0], 3, 4, 2, 3]),
        new("Part", Factorizations.Part<double>, [Random(68, 9)], x => [x[0], 2, 4]),
        new("Placed", Factorizations.Placed<double>, [Random(69, 4)], x => [x[0], 3, 4, 9]),
        new("Joined", Factorizations.Joined<double>, [Random(70, 4), Random(71, 2)], x => [x[0], x[1], 4, 2]),
        new("Block", Factorizations.Block<double>, [Random(72, 9), Random(73, 9)], x => [x[0], x[1], 3]),
    ];

    private static IEnumerable<MatrixRuleRow> Functions =>
    [
        .. from exponent in new[] { 0, 1, 2, 3, 5, 8 }
           from row in new MatrixRuleRow[]
           {
               new($"Power, {exponent}", Factorizations.Power<double>, [Random(81, 9)], x => [x[0], 3, exponent]),
               new($"PowerDerivative, {exponent}", Factorizations.PowerDerivative<double>, [Random(82, 9), Random(83, 9)], x => [x[0], x[1], 3, exponent]),
           }
           select row,
        .. from scale in new[] { 0, 0.005, 0.05, 0.3, 1, 3, 12 }
           let a = Random(84, 9).Select(v => scale * v).ToArray()
           from row in new MatrixRuleRow[]
           {
               new($"Exponential, scale {scale}", Factorizations.Exponential<double>, [a], x => [x[0], 3]) { Tolerance = 1e-6 },
               new($"ExponentialDerivative, scale {scale}", Factorizations.ExponentialDerivative<double>, [a, Random(85, 9)], x => [x[0], x[1], 3]) { Tolerance = 1e-6 },
           }
           select row,
        new("Exponential, 1x1", Factorizations.Exponential<double>, [[1.5]], x => [x[0], 1]),
        new("Exponential, nilpotent", Factorizations.Exponential<double>, [[0, 0, 0, 2, 0, 0, 1, 3, 0]], x => [x[0], 3]),
        .. from c in new Square[] { new("4x4", PositiveDefinite(86, 4), 4), new("multiple of one", Identity(3, 2), 3), new("1x1", [2.0], 1) }
           from row in new MatrixRuleRow[]
           {
               new($"SquareRoot, {c.Why}", Factorizations.SquareRoot<double>, [c.A], x => [x[0], c.N]) { Direction = Symmetrised(c.N) },
               new($"SymmetricSylvester, {c.Why}", Factorizations.SymmetricSylvester<double>, [c.A, Random(87, c.N * c.N)], x => [x[0], x[1], c.N]) { Direction = Symmetrised(c.N) },
           }
           select row,
    ];
}
