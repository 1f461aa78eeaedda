using System.Numerics;
using ExprAutograd.Dense;

namespace ExprAutograd.Tests.Dense;

[Collection(DenseCollection.Name)]
public sealed class FactorisationTests
{
    public static TheoryData<int> AllWidths => Widths.All;

    private static IEnumerable<int> Orders => Enumerable.Range(0, 40).Concat([63, 64, 65, 100, 129, 300]);

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Cholesky_factors_multiply_to_the_matrix(int bits)
    {
        using var width = Widths.Use(bits);
        var random = new Random(bits + 21);
        foreach (var order in Orders)
        {
            CheckCholesky<double>(random, order);
            CheckCholesky<float>(random, order);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 4)]
    [InlineData(40, 0)]
    [InlineData(40, 17)]
    [InlineData(200, 199)]
    public void Cholesky_says_when_a_matrix_is_not_positive_definite(int order, int at)
    {
        foreach (var bad in new[] { 0, -1, double.NaN })
        {
            var a = new double[order * order];
            for (var k = 0; k < order; k++) a[k + k * order] = k == at ? bad : 1;
            Assert.False(Cholesky.Factor<double>(a, order));
        }
    }

    [Fact]
    public void Cholesky_does_not_read_above_the_diagonal()
    {
        const int order = 50;
        var a = DenseData.PositiveDefinite<double>(new Random(3), order);
        double[] hidden = [.. a];
        for (var column = 1; column < order; column++) Array.Fill(hidden, double.NaN, column * order, column);
        Assert.True(Cholesky.Factor<double>(a, order));
        Assert.True(Cholesky.Factor<double>(hidden, order));
        Assert.Equal(a, hidden);
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Lu_factors_multiply_to_the_matrix_with_its_rows_exchanged(int bits)
    {
        using var width = Widths.Use(bits);
        var random = new Random(bits + 22);
        foreach (var order in Orders)
        {
            CheckLu<double>(random, order);
            CheckLu<float>(random, order);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(30)]
    [InlineData(100)]
    public void A_singular_matrix_is_factored_with_a_zero_on_the_diagonal(int order)
    {
        var a = new double[order * order];
        for (var k = 0; k < order; k++) a[k + k * order] = k == order / 2 ? 0 : 2;
        var pivots = new int[order];
        Lu.Factor<double>(a, order, pivots);
        Assert.Equal(Enumerable.Range(0, order), pivots);
        Assert.Equal(0, a[order / 2 * (order + 1)]);
        double[] b = [.. Enumerable.Repeat(1.0, order)];
        Lu.Solve<double>(a, order, pivots, false, b, 1);
        Assert.Equal(double.PositiveInfinity, b[order / 2]);
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Triangular_systems_of_every_kind_are_solved_without_reading_the_other_triangle(int bits)
    {
        using var width = Widths.Use(bits);
        var random = new Random(bits + 23);
        foreach (var order in Orders)
            foreach (var columns in new[] { 0, 1, 2, 3, 7, 16, 33, 40 })
            {
                CheckTriangular<double>(random, order, columns);
                CheckTriangular<float>(random, order, columns);
            }
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Factored_matrices_solve_their_systems_transposed_too(int bits)
    {
        using var width = Widths.Use(bits);
        var random = new Random(bits + 24);
        foreach (var order in new[] { 1, 2, 5, 17, 60, 150 })
            foreach (var isTransposed in new[] { false, true })
            {
                const int columns = 5;
                double[] a = DenseData.PositiveDefinite<double>(random, order), x = DenseData.Random<double>(random, order * columns), b = new double[order * columns];
                a[order - 1] += 0.5;
                Product.Multiply<double>(a, isTransposed, x, false, b, order, columns, order, 1, false);
                var pivots = new int[order];
                Lu.Factor<double>(a, order, pivots);
                Lu.Solve<double>(a, order, pivots, isTransposed, b, columns);
                DenseData.AssertNear<double>(x, b, 100 * DenseData.Tolerance<double>(order), $"{order} {isTransposed}");
            }
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        const int order = 700;
        var a = DenseData.PositiveDefinite<double>(new Random(9), order);
        double[] alone = [.. a], shared = [.. a], aloneFactor = [.. a], sharedFactor = [.. a];
        int[] pivots = new int[order], sharedPivots = new int[order];
        using (Widths.UseThreads(1))
        {
            Lu.Factor<double>(alone, order, pivots);
            Assert.True(Cholesky.Factor<double>(aloneFactor, order));
        }
        using (Widths.UseThreads(4))
        {
            Lu.Factor<double>(shared, order, sharedPivots);
            Assert.True(Cholesky.Factor<double>(sharedFactor, order));
        }
        Assert.Equal(alone, shared);
        Assert.Equal(pivots, sharedPivots);
        Assert.Equal(aloneFactor, sharedFactor);
    }

    private static void CheckCholesky<T>(Random random, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var a = DenseData.PositiveDefinite<T>(random, order);
        T[] l = [.. a], back = new T[order * order];
        Assert.True(Cholesky.Factor<T>(l, order));
        for (var column = 0; column < order; column++)
            for (var row = 0; row < column; row++) Assert.Equal(T.Zero, l[row + column * order]);
        Product.Multiply<T>(l, false, l, true, back, order, order, order, T.One, false);
        DenseData.AssertNear<T>(a, back, DenseData.Tolerance<T>(order), $"{order}");
    }

    private static void CheckLu<T>(Random random, int order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var a = DenseData.Random<T>(random, order * order);
        T[] factors = [.. a], lower = new T[order * order], upper = new T[order * order], back = new T[order * order];
        var pivots = new int[order];
        Lu.Factor<T>(factors, order, pivots);
        for (var column = 0; column < order; column++)
            for (var row = 0; row < order; row++)
            {
                var at = row + column * order;
                lower[at] = row == column ? T.One : row > column ? factors[at] : T.Zero;
                upper[at] = row <= column ? factors[at] : T.Zero;
                Assert.True(T.Abs(lower[at]) <= T.One);
            }
        for (var k = 0; k < order; k++) Assert.InRange(pivots[k], k, order - 1);
        Product.Multiply<T>(lower, false, upper, false, back, order, order, order, T.One, false);
        Lu.Exchange<T>(pivots, a, order, order, isBack: false);
        DenseData.AssertNear<T>(a, back, 4 * DenseData.Tolerance<T>(order), $"{order}");
    }

    private static void CheckTriangular<T>(Random random, int order, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isLower = random.Next(2) == 0, isTransposed = random.Next(2) == 0, isUnit = random.Next(2) == 0;
        T[] full = new T[order * order], stored = new T[order * order], x = DenseData.Random<T>(random, order * columns), b = new T[order * columns];
        for (var column = 0; column < order; column++)
            for (var row = 0; row < order; row++)
            {
                var at = row + column * order;
                var isKept = row == column ? !isUnit : row > column == isLower;
                full[at] = row == column ? isUnit ? T.One : T.CreateChecked(1 + random.NextDouble()) : isKept ? T.CreateChecked((random.NextDouble() - 0.5) / order) : T.Zero;
                stored[at] = isKept ? full[at] : T.NaN;
            }
        Product.Multiply<T>(full, isTransposed, x, false, b, order, columns, order, T.One, false);
        Triangular.Solve<T>(stored, order, isLower, isTransposed, isUnit, b, columns);
        DenseData.AssertNear<T>(x, b, 8 * DenseData.Tolerance<T>(order), $"{order} {columns} {isLower} {isTransposed} {isUnit}");
    }
}
