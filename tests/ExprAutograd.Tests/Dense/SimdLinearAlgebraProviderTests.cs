using System.Numerics;
using ExprAutograd.Dense;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace ExprAutograd.Tests.Dense;

[Collection(DenseCollection.Name)]
public sealed class SimdLinearAlgebraProviderTests : IDisposable
{
    private readonly ILinearAlgebraProvider before = LinearAlgebraControl.Provider;
    private readonly ILinearAlgebraProvider managed = ManagedLinearAlgebraProvider.Instance;

    public SimdLinearAlgebraProviderTests()
    {
        LinearAlgebraControl.Provider = managed;
        Assert.True(SimdLinearAlgebraProvider.Use());
    }

    public void Dispose() => LinearAlgebraControl.Provider = before;

    private static ILinearAlgebraProvider Ours => LinearAlgebraControl.Provider;

    [Fact]
    public void It_is_installed_once()
    {
        var installed = Ours;
        Assert.IsType<SimdLinearAlgebraProvider>(installed);
        Assert.True(SimdLinearAlgebraProvider.Use());
        Assert.Same(installed, Ours);
        Assert.Null(DenseProvider.Native);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(120)]
    public void It_agrees_with_the_managed_provider(int order)
    {
        Agree<double>(order, order, 1e-13 * (order + 1));
        Agree<float>(order, order, 1e-4f * (order + 1));
        Agree<double>(order, order / 2 + 1, 1e-13 * (order + 1));
        Agree<float>(order / 3 + 1, order, 1e-4f * (order + 1));
    }

    /// <summary>Through MathNet's own matrices, where each identity would fail if any member did.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(150)]
    public void MathNet_keeps_its_identities(int order)
    {
        var random = new Random(order);
        var a = Matrix<double>.Build.Dense(order, order, DenseData.PositiveDefinite<double>(random, order));
        a[0, order - 1] += 0.25;
        var b = Matrix<double>.Build.Dense(order, 3, DenseData.Random<double>(random, 3 * order));
        var identity = Matrix<double>.Build.DenseIdentity(order);
        Near(b, a * a.Solve(b));
        Near(identity, a * a.Inverse());
        Near(a.Transpose() * b, a.TransposeThisAndMultiply(b));
        Near(b * b.Transpose(), b.TransposeAndMultiply(b));
        Near((a * b).Column(1).ToColumnMatrix(), (a * b.Column(1)).ToColumnMatrix());
        Near((a.Transpose() * b).Column(2).ToColumnMatrix(), a.TransposeThisAndMultiply(b.Column(2)).ToColumnMatrix());
        var lu = a.LU();
        var exchanged = a.Clone();
        exchanged.PermuteRows(lu.P);
        Near(exchanged, lu.L * lu.U);
        Assert.Equal(1, a.Determinant() * a.Inverse().Determinant(), 10);
        var s = a.TransposeThisAndMultiply(a);
        var cholesky = s.Cholesky();
        Near(s, cholesky.Factor * cholesky.Factor.Transpose());
        Near(b, s * cholesky.Solve(b));
        Assert.Equal(1, cholesky.Determinant / (a.Determinant() * a.Determinant()), 10);
        Assert.Equal(a.Enumerate().Sum(x => x * x), Math.Pow(a.FrobeniusNorm(), 2), 8);
        Near(a, a + b.TransposeAndMultiply(b) - b.TransposeAndMultiply(b));
        Near(a, a.QR().Q * a.QR().R);
    }

    /// <summary>Of order 9 its condition is 5e11: the residual is small whatever the condition, the factors of L L^T exist.</summary>
    [Fact]
    public void Hilbert_matrices_have_small_residuals()
    {
        for (var order = 2; order <= 9; order++)
        {
            var hilbert = Matrix<double>.Build.Dense(order, order, (row, column) => 1.0 / (row + column + 1));
            var b = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(order, 1);
            Assert.True((hilbert * hilbert.Solve(b) - b).L2Norm() < 1e-15 * hilbert.Solve(b).L2Norm() * order);
            Assert.True((hilbert * hilbert.Cholesky().Solve(b) - b).L2Norm() < 1e-15 * hilbert.Solve(b).L2Norm() * order);
            Near(hilbert, hilbert.Cholesky().Factor * hilbert.Cholesky().Factor.Transpose());
        }
    }

    /// <summary>Every wrong argument that MathNet's own provider refuses is refused alike.</summary>
    [Fact]
    public void Wrong_arguments_throw_what_the_managed_provider_throws()
    {
        double[] none = null!, two = [1, 2], three = [1, 2, 3], four = [4, 1, 1, 3], bad = [1, 2, 2, 1];
        int[] pivots = [0, 1];
        SameFailure<double>(p => p.MatrixMultiply(four, 2, 2, three, 2, 2, new double[4]));
        SameFailure<double>(p => p.MatrixMultiply(four, 2, 2, four, 1, 4, new double[8]));
        SameFailure<double>(p => p.MatrixMultiply(none, 2, 2, four, 2, 2, new double[4]));
        SameFailure<double>(p => p.MatrixMultiply(four, 2, 2, four, 2, 2, new double[3]));
        SameFailure<double>(p => p.MatrixMultiplyWithUpdate(Transpose.Transpose, Transpose.DontTranspose, 1, four, 1, 4, four, 4, 1, 0, four));
        SameFailure<double>(p => p.MatrixMultiplyWithUpdate(Transpose.DontTranspose, Transpose.Transpose, 1, four, 2, 2, none, 2, 2, 0, four));
        SameFailure<double>(p => p.LUFactor(three, 2, pivots));
        SameFailure<double>(p => p.LUFactor(four, 2, [0]));
        SameFailure<double>(p => p.LUFactor(four, 2, null!));
        SameFailure<double>(p => p.LUInverse(three, 2));
        SameFailure<double>(p => p.LUInverseFactored(four, 2, [0]));
        SameFailure<double>(p => p.LUSolve(1, four, 2, three));
        SameFailure<double>(p => p.LUSolve(2, four, 2, four));
        SameFailure<double>(p => p.LUSolveFactored(1, four, 2, [0], two));
        SameFailure<double>(p => p.CholeskyFactor([.. bad], 2));
        SameFailure<double>(p => p.CholeskyFactor(none, 2));
        SameFailure<double>(p => p.CholeskySolve(bad, 2, [1, 2], 1));
        SameFailure<double>(p => p.CholeskySolve(four, 2, three, 1));
        SameFailure<double>(p => p.CholeskySolveFactored(four, 2, four, 2));
        SameFailure<double>(p => p.DotProduct(two, three));
        SameFailure<double>(p => p.DotProduct(none, three));
        SameFailure<double>(p => p.AddArrays(two, three, three));
        SameFailure<double>(p => p.SubtractArrays(three, three, two));
        SameFailure<double>(p => p.PointWiseMultiplyArrays(three, none, two));
        SameFailure<double>(p => p.PointWiseDivideArrays(three, three, none));
        SameFailure<double>(p => p.AddVectorToScaledVector(two, 2, three, three));
        SameFailure<double>(p => p.ScaleArray(2, none, three));
    }

    [Fact]
    public void A_native_provider_stays_and_compiled_code_calls_it()
    {
        var native = new NativeStandIn();
        LinearAlgebraControl.Provider = native.Provider;
        Assert.False(SimdLinearAlgebraProvider.Use());
        Assert.Same(native.Provider, DenseProvider.Native);
        double[] a = [4, 1, 1, 3], b = [1, 2], c = new double[4];
        var pivots = new int[2];
        DenseProvider.Multiply(a, false, a, true, c, 2, 2, 2, 1, false);
        DenseProvider.Multiply(a, true, b, new double[2], 2, 2, 1, false);
        Assert.False(DenseProvider.FactorCholesky<double>([1, 2, 2, 1], 2));
        Assert.True(DenseProvider.FactorCholesky(c, 2));
        DenseProvider.SolveCholesky(c, 2, b, 1);
        DenseProvider.FactorLu(a, 2, pivots);
        DenseProvider.SolveLu(a, 2, pivots, false, b, 1);
        Assert.Equal(["MatrixMultiplyWithUpdate", "MatrixMultiplyWithUpdate", "CholeskyFactor", "CholeskyFactor", "CholeskySolveFactored", "LUFactor", "LUSolveFactored"], native.Calls);
        DenseProvider.SolveLu(a, 2, pivots, true, b, 1);
        DenseProvider.Multiply([], false, [], false, c, 2, 2, 0, 1, false);
        Assert.Equal(7, native.Calls.Count);
        Assert.All(c, value => Assert.Equal(0, value));
    }

    private void Agree<T>(int rows, int columns, T tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(rows * 1000 + columns);
        T[] a = DenseData.Random<T>(random, rows * columns), b = DenseData.Random<T>(random, rows * columns), square = DenseData.PositiveDefinite<T>(random, rows);
        T[] right = DenseData.Random<T>(random, rows * columns);
        T half = T.CreateChecked(0.5), two = T.CreateChecked(2);
        Same<T>(p => p.DotProduct(a, b), tolerance);
        foreach (var alpha in new[] { T.Zero, T.One, half })
        {
            Same<T>((p, c) => p.AddVectorToScaledVector(a, alpha, b, c), a.Length, tolerance);
            Same<T>((p, c) => p.ScaleArray(alpha, a, c), a.Length, tolerance);
        }
        Same<T>((p, c) => p.AddArrays(a, b, c), a.Length, T.Zero);
        Same<T>((p, c) => p.SubtractArrays(a, b, c), a.Length, T.Zero);
        Same<T>((p, c) => p.PointWiseMultiplyArrays(a, b, c), a.Length, T.Zero);
        Same<T>((p, c) => p.PointWiseDivideArrays(a, b, c), a.Length, T.Zero);
        Same<T>((p, c) => p.PointWisePowerArrays(square, square, c), square.Length, tolerance);
        Same<T>((p, c) => p.MatrixMultiply(square, rows, rows, a, rows, columns, c), a.Length, tolerance);
        Same<T>((p, c) => p.MatrixMultiplyWithUpdate(Transpose.Transpose, Transpose.DontTranspose, half, a, rows, columns, b, rows, columns, T.One, c), columns * columns, tolerance);
        Same<T>((p, c) => p.MatrixMultiplyWithUpdate(Transpose.DontTranspose, Transpose.ConjugateTranspose, two, a, rows, columns, b, rows, columns, half, c), rows * rows, tolerance);
        Same<T>((p, c) => p.MatrixMultiplyWithUpdate(Transpose.Transpose, Transpose.Transpose, T.One, a, rows, columns, square, rows, rows, T.Zero, c), a.Length, tolerance);
        Same<T>((p, c) => p.MatrixMultiplyWithUpdate(Transpose.DontTranspose, Transpose.DontTranspose, T.Zero, square, rows, rows, a, rows, columns, two, c), a.Length, tolerance);
        foreach (var norm in new[] { Norm.OneNorm, Norm.FrobeniusNorm, Norm.LargestAbsoluteValue })
            Same<T>(p => T.CreateChecked(p.MatrixNorm(norm, rows, columns, a)), tolerance);
        Same<T>((p, c) => Over(c, square, () => p.LUInverse(c, rows)), square.Length, tolerance);
        Same<T>((p, c) => Over(c, right, () => p.LUSolve(columns, square, rows, c)), right.Length, tolerance);
        Same<T>((p, c) => Over(c, right, () => p.CholeskySolve(square, rows, c, columns)), right.Length, tolerance);
        Same<T>((p, c) => Over(c, square, () => p.CholeskyFactor(c, rows)), square.Length, tolerance);
        T[] factored = (T[])square.Clone(), lower = (T[])square.Clone();
        int[] pivots = new int[rows], ours = new int[rows];
        ((ILinearAlgebraProvider<T>)managed).LUFactor(factored, rows, pivots);
        ((ILinearAlgebraProvider<T>)managed).CholeskyFactor(lower, rows);
        Same<T>((p, c) => Over(c, right, () => p.LUSolveFactored(columns, factored, rows, pivots, c)), right.Length, tolerance);
        Same<T>((p, c) => Over(c, factored, () => p.LUInverseFactored(c, rows, pivots)), square.Length, tolerance);
        Same<T>((p, c) => Over(c, right, () => p.CholeskySolveFactored(lower, rows, c, columns)), right.Length, tolerance);
        Same<T>((p, c) => Over(c, square, () => p.LUFactor(c, rows, ours)), square.Length, tolerance);
        ((ILinearAlgebraProvider<T>)Ours).LUFactor([.. square], rows, ours);
        Assert.Equal(pivots, ours);
    }

    private static void Over<T>(T[] target, T[] contents, Action action)
    {
        contents.CopyTo(target, 0);
        action();
    }

    private void Same<T>(Action<ILinearAlgebraProvider<T>, T[]> run, int length, T tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] expected = new T[length], actual = new T[length];
        Array.Fill(expected, T.One);
        Array.Fill(actual, T.One);
        run((ILinearAlgebraProvider<T>)managed, expected);
        run((ILinearAlgebraProvider<T>)Ours, actual);
        for (var i = 0; i < length; i++) Assert.True(expected[i].Equals(actual[i]) || T.Abs(expected[i] - actual[i]) <= tolerance * (T.One + T.Abs(expected[i])), $"{actual[i]} instead of {expected[i]} at {i}");
    }

    private void Same<T>(Func<ILinearAlgebraProvider<T>, T> run, T tolerance)
        where T : unmanaged, IFloatingPointIeee754<T> => Same<T>((provider, target) => target[0] = run(provider), 1, tolerance);

    private void SameFailure<T>(Action<ILinearAlgebraProvider<T>> run)
        where T : struct
    {
        var expected = Record.Exception(() => run((ILinearAlgebraProvider<T>)managed));
        var actual = Record.Exception(() => run((ILinearAlgebraProvider<T>)Ours));
        Assert.NotNull(expected);
        Assert.IsType(expected.GetType(), actual);
        Assert.Equal(expected.Message, actual!.Message);
    }

    private static void Near(Matrix<double> expected, Matrix<double> actual) =>
        Assert.True((expected - actual).FrobeniusNorm() <= 1e-12 * (1 + expected.FrobeniusNorm()), (expected - actual).FrobeniusNorm().ToString());
}
