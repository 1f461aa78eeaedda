using ExprAutograd.Operators;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using static ExprAutograd.Tests.Rules.MatrixData;
using M = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace ExprAutograd.Tests.Operators;

/// <summary>The primitives give what MathNet's own members give: signs, order and errors included.</summary>
public sealed class FactorizationValueTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<int, int> Squares => new() { { 1, 1 }, { 2, 2 }, { 3, 3 }, { 4, 5 }, { 5, 17 }, { 6, 40 }, { 7, 65 } };

    public static TheoryData<int, int, int> Oblongs => new() { { 1, 1, 1 }, { 2, 5, 1 }, { 3, 5, 3 }, { 4, 3, 3 }, { 5, 20, 7 }, { 6, 33, 32 } };

    [Theory]
    [MemberData(nameof(Squares))]
    public void Systems(int seed, int n)
    {
        var (a, b) = (WellConditioned(seed, n), Random(seed + 1, n * 3));
        var (dense, right) = (AsMatrix(a, n, n), AsMatrix(b, n, 3));
        var lu = Factorizations.LuFactors(a, n);
        AssertSame(dense.Solve(right), Factorizations.Solve(a, lu, b, n, 3));
        AssertSame(dense.Transpose().Solve(right), Factorizations.SolveTransposed(a, lu, b, n, 3));
        AssertSame(dense.Inverse(), Factorizations.Inverse(a, lu, n));
        AssertSame(dense.LU().L, Factorizations.LuLower(a, lu, n));
        AssertSame(dense.LU().U, Factorizations.LuUpper(a, lu, n));
        AssertSame(dense.Determinant(), Factorizations.Determinant(a, lu, n));
        AssertSame(Math.Log(Math.Abs(dense.Determinant())), Factorizations.LogAbsDeterminant(a, lu, n));
    }

    [Theory]
    [MemberData(nameof(Squares))]
    public void Definite(int seed, int n)
    {
        // What is above the diagonal is not read, here as there.
        var (a, b) = (Plus(PositiveDefinite(seed, n), AsMatrix(Random(seed + 1, n * n), n, n).StrictlyUpperTriangle().ToColumnMajorArray()), Random(seed + 2, n * 2));
        var cholesky = AsMatrix(a, n, n).Cholesky();
        var factor = Factorizations.CholeskyFactor(a, n);
        AssertSame(cholesky.Factor, factor);
        AssertSame(cholesky.Solve(AsMatrix(b, n, 2)), Factorizations.CholeskySolve(a, factor, b, n, 2));
        AssertSame(cholesky.Determinant, Factorizations.CholeskyDeterminant(a, factor, n));
        AssertSame(cholesky.DeterminantLn, Factorizations.CholeskyLogDeterminant(a, factor, n));
    }

    [Theory]
    [MemberData(nameof(Oblongs))]
    public void LeastSquares(int seed, int rows, int columns)
    {
        var (a, b) = (Random(seed, rows * columns), Random(seed + 1, rows * 2));
        var (dense, right) = (AsMatrix(a, rows, columns), AsMatrix(b, rows, 2));
        var (thin, full, gramSchmidt) = (Factorizations.QrFactors(a, rows, columns), Factorizations.FullQrFactors(a, rows, columns), Factorizations.GramSchmidtFactors(a, rows, columns));
        AssertSame(dense.QR(QRMethod.Thin).Q, thin[..(rows * columns)]);
        AssertSame(dense.QR(QRMethod.Thin).R, thin[(rows * columns)..]);
        AssertSame(dense.QR(QRMethod.Full).Q, full[..(rows * rows)]);
        AssertSame(dense.QR(QRMethod.Full).R, full[(rows * rows)..]);
        AssertSame(dense.GramSchmidt().Q, gramSchmidt[..(rows * columns)]);
        AssertSame(dense.GramSchmidt().R, gramSchmidt[(rows * columns)..]);
        AssertSame(dense.QR().Solve(right), Factorizations.LeastSquares(a, thin, b, rows, columns, 2));
        Assert.Equal(dense.QR(QRMethod.Thin).IsFullRank, Factorizations.HasFullRank(thin, rows, columns));
    }

    [Theory]
    [MemberData(nameof(Oblongs))]
    public void Singular(int seed, int rows, int columns)
    {
        foreach (var (m, n) in ((int, int)[])[(rows, columns), (columns, rows)])
        {
            var a = Random(seed, m * n);
            var b = Random(seed + 1, m * 2);
            var (dense, svd) = (AsMatrix(a, m, n).Svd(), Factorizations.SvdFactors(a, m, n));
            var k = Math.Min(m, n);
            AssertSame(dense.S.ToColumnMatrix(), svd[..k]);
            AssertSame(dense.U, svd[k..(k + (m * m))]);
            AssertSame(dense.VT, svd[(k + (m * m))..^1]);
            AssertSame(AsMatrix(a, m, n).PseudoInverse(), Factorizations.PseudoInverse(a, svd, m, n));
            AssertSame(dense.Solve(AsMatrix(b, m, 2)), Factorizations.SvdSolve(a, svd, b, m, n, 2));
            Assert.Equal(dense.Rank, Factorizations.Rank(svd, m, n));
        }
    }

    [Fact]
    public void A_pseudo_inverse_of_lower_rank_drops_what_MathNet_drops()
    {
        var a = WithSingularValues(1, 5, 4, 3, 1, 1e-3, 1e-17);
        AssertSame(AsMatrix(a, 5, 4).PseudoInverse(), Factorizations.PseudoInverse(a, Factorizations.SvdFactors(a, 5, 4), 5, 4));
        Assert.Equal(AsMatrix(a, 5, 4).Rank(), Factorizations.Rank(Factorizations.SvdFactors(a, 5, 4), 5, 4));
    }

    [Theory]
    [MemberData(nameof(Squares))]
    public void Eigen(int seed, int n)
    {
        // Not symmetric, and read as symmetric.
        var a = Random(seed, n * n);
        var (read, symmetric) = (AsMatrix(a, n, n).Evd(Symmetricity.Symmetric), Factorizations.SymmetricEigenFactors(a, n));
        AssertSame(read.EigenValues.Real().ToColumnMatrix(), symmetric[..n]);
        AssertSame(read.EigenVectors, symmetric[n..^1]);

        var (evd, general) = (AsMatrix(a, n, n).Evd(), Factorizations.EigenFactors(a, n, maySymmetric: true));
        AssertSame(evd.EigenValues.Real().ToColumnMatrix(), general[..n]);
        AssertSame(evd.EigenValues.Imaginary().ToColumnMatrix(), general[n..(2 * n)]);
        AssertSame(evd.EigenVectors, n == 1 ? Factorizations.EigenFactors(a, n, maySymmetric: true)[2..3] : Factorizations.GeneralEigenvectors(a, n));
    }

    [Theory]
    [MemberData(nameof(Squares))]
    public void Powers(int seed, int n)
    {
        var a = Random(seed, n * n).Select(x => x / n).ToArray();
        for (var exponent = 0; exponent < 8; exponent++) AssertSame(AsMatrix(a, n, n).Power(exponent), Factorizations.Power(a, n, exponent));
        Assert.Throws<ArgumentException>(() => Factorizations.Power(a, n, -1));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    [InlineData(1.0)]
    [InlineData(5.0)]
    [InlineData(30.0)]
    public void An_exponential_is_that_of_the_eigenvalues(double scale)
    {
        var a = WithEigenvalues(1, -scale, 0.3 * scale, scale);
        var evd = AsMatrix(a, 3, 3).Evd(Symmetricity.Symmetric);
        var expected = evd.EigenVectors * M.Build.DenseOfDiagonalVector(evd.EigenValues.Real().PointwiseExp()) * evd.EigenVectors.Transpose();
        var found = MatrixFunctions.Exponential(AsMatrix(a, 3, 3));
        Assert.True((found - expected).L2Norm() <= 1e-13 * (1 + scale) * (1 + expected.L2Norm()), $"{found} {expected}");
        Assert.True((MatrixFunctions.Exponential(AsMatrix(a, 3, 3).ToSingle()).ToDouble() - expected).L2Norm() <= 2e-6 * (1 + scale) * (1 + expected.L2Norm()));
    }

    [Fact]
    public void An_exponential_of_what_is_not_normal_is_the_series()
    {
        // [0 1; 0 0] and a rotation by t: e^(tJ) = [cos t  sin t; -sin t  cos t].
        AssertSame(M.Build.DenseOfArray(new double[,] { { 1, 1e6 }, { 0, 1 } }), MatrixFunctions.Exponential(M.Build.DenseOfArray(new double[,] { { 0, 1e6 }, { 0, 0 } })).ToColumnMajorArray());
        AssertSame(M.Build.DenseOfArray(new[,] { { Math.Cos(20), Math.Sin(20) }, { -Math.Sin(20), Math.Cos(20) } }), MatrixFunctions.Exponential(M.Build.DenseOfArray(new double[,] { { 0, 20 }, { -20, 0 } })).ToColumnMajorArray());
    }

    [Fact]
    public void A_square_root_squared_is_the_matrix()
    {
        var a = AsMatrix(PositiveDefinite(1, 6), 6, 6);
        var root = MatrixFunctions.SquareRoot(a);
        AssertSame(a, (root * root).ToColumnMajorArray());
        Assert.Throws<ArgumentException>(() => MatrixFunctions.SquareRoot(-a));
    }

    [Fact]
    public void Public_functions_check_their_shapes()
    {
        var (square, oblong) = (AsMatrix(WellConditioned(1, 3), 3, 3), AsMatrix(Random(2, 6), 2, 3));
        Assert.Throws<ArgumentException>(() => MatrixFunctions.Exponential(oblong));
        Assert.Throws<ArgumentException>(() => MatrixFunctions.LogDeterminant(oblong));
        Assert.Throws<ArgumentException>(() => MatrixFunctions.SymmetricEigenvalues(oblong));
        Assert.Throws<ArgumentException>(() => MatrixFunctions.SolveLower(square, oblong));
        Assert.Throws<ArgumentException>(() => MatrixFunctions.LeastSquares(oblong, oblong));
    }

    [Fact]
    public void What_is_singular_or_not_definite_is_what_MathNet_says()
    {
        var singular = WithSingularValues(1, 3, 3, 2, 1, 0);
        var indefinite = WithEigenvalues(2, -1, 1, 2);
        Assert.Equal(0, Factorizations.Determinant(new double[9], Factorizations.LuFactors(new double[9], 3), 3));
        Assert.Equal(double.NegativeInfinity, MatrixFunctions.LogDeterminant(M.Build.Dense(3, 3)));
        Assert.True(Math.Abs(Factorizations.Determinant(singular, Factorizations.LuFactors(singular, 3), 3)) < 1e-15);
        var theirs = Assert.Throws<ArgumentException>(() => AsMatrix(indefinite, 3, 3).Cholesky());
        Assert.Equal(theirs.Message, Assert.Throws<ArgumentException>(() => Factorizations.CholeskyFactor(indefinite, 3)).Message);
    }

    private static void AssertSame(M expected, double[] found)
    {
        var scale = expected.ToColumnMajorArray().Select(Math.Abs).Append(1).Max();
        Assert.Equal(expected.RowCount * expected.ColumnCount, found.Length);
        foreach (var (e, f) in expected.ToColumnMajorArray().Zip(found)) Assert.True(Math.Abs(e - f) <= Tolerance * scale, $"{e:R} and {f:R}, of a matrix up to {scale}.");
    }

    private static void AssertSame(double expected, double found) => Assert.True(Math.Abs(expected - found) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{expected:R} and {found:R}.");
}
