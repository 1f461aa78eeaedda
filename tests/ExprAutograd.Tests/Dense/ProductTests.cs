using System.Numerics;
using ExprAutograd.Dense;

namespace ExprAutograd.Tests.Dense;

[Collection(DenseCollection.Name)]
public sealed class ProductTests
{
    public static TheoryData<int> AllWidths => Widths.All;

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Random_shapes_are_the_plain_loop(int bits)
    {
        using var width = Widths.Use(bits);
        var random = new Random(bits + 1);
        for (var round = 0; round < 500; round++)
        {
            Check<double>(random, random.Next(71), random.Next(71), random.Next(71));
            Check<float>(random, random.Next(71), random.Next(71), random.Next(71));
        }
    }

    /// <summary>Every number of rows, of columns and of steps around the tiles' sizes.</summary>
    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Small_shapes_are_the_plain_loop(int bits)
    {
        using var width = Widths.Use(bits);
        var random = new Random(bits + 2);
        for (var m = 1; m <= 50; m++)
            for (var n = 1; n <= 18; n++)
            {
                Check<double>(random, m, n, random.Next(1, 9));
                Check<float>(random, m, n, random.Next(1, 9));
            }
    }

    /// <summary>Several blocks in every direction, packed or read in place, thin in each direction.</summary>
    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Large_and_skewed_shapes_are_the_plain_loop(int bits)
    {
        using var width = Widths.Use(bits);
        var random = new Random(bits + 3);
        (int M, int N, int K)[] shapes =
        [
            (300, 70, 800), (1000, 9, 100), (9, 1000, 100), (10, 2100, 30), (2100, 10, 30), (3, 5, 5000), (1, 300, 400), (300, 1, 400), (400, 400, 1), (150, 150, 390),
            (700, 20, 130), (784, 33, 65), (128, 17, 785),
        ];
        foreach (var (m, n, k) in shapes)
        {
            Check<double>(random, m, n, k);
            Check<float>(random, m, n, k);
        }
    }

    [Theory]
    [InlineData(0, 3, 2)]
    [InlineData(3, 0, 2)]
    [InlineData(3, 2, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(0, 0, 0)]
    public void Empty_shapes_are_zeros_or_unchanged(int m, int n, int k)
    {
        double[] c = [.. Enumerable.Repeat(double.NaN, m * n)];
        Product.Multiply<double>(new double[m * k], false, new double[k * n], true, c, m, n, k, 1, false);
        Assert.All(c, value => Assert.Equal(0, value));
        Array.Fill(c, 7);
        Product.Multiply<double>(new double[m * k], false, new double[k * n], true, c, m, n, k, 1, true);
        Assert.All(c, value => Assert.Equal(7, value));
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void NaN_and_infinities_propagate_even_against_zeros(int bits)
    {
        using var width = Widths.Use(bits);
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            int m = random.Next(1, 40), n = random.Next(1, 40), k = random.Next(1, 40);
            double[] a = DenseData.Random<double>(random, m * k), b = DenseData.Random<double>(random, k * n);
            a[random.Next(a.Length)] = round % 3 == 0 ? double.NaN : double.PositiveInfinity;
            for (var zeros = 0; zeros < b.Length / 4; zeros++) b[random.Next(b.Length)] = 0;
            bool isATransposed = random.Next(2) == 0, isBTransposed = random.Next(2) == 0;
            var c = new double[m * n];
            var expected = DenseData.Product(a, isATransposed, b, isBTransposed, c, m, n, k, -1, false);
            Product.Multiply<double>(a, isATransposed, b, isBTransposed, c, m, n, k, -1, false);
            DenseData.AssertSum<double>(expected, c, k, $"{m}×{n}×{k}");
        }
    }

    /// <summary>How C is cut into tiles, whether operands are packed and how wide vectors are does not show in an element: it is one chain of products.</summary>
    [Fact]
    public void An_element_is_the_same_in_every_width_and_layout()
    {
        var random = new Random(6);
        const int m = 130, n = 41, k = 900;
        double[] a = DenseData.Random<double>(random, m * k), b = DenseData.Random<double>(random, k * n), across = Transposed(a, m, k);
        var expected = new double[m * n];
        Product.Multiply<double>(a, false, b, false, expected, m, n, k, 1, false);
        foreach (var bits in new[] { 512, 256 }.Where(bits => bits <= LaneWidth.Widest))
        {
            using var width = Widths.Use(bits);
            var c = new double[m * n];
            Product.Multiply<double>(across, true, b, false, c, m, n, k, 1, false);
            Assert.Equal(expected, c);
        }
    }

    [Theory]
    [InlineData(512, 512, 64)]
    [InlineData(1000, 130, 130)]
    [InlineData(130, 1000, 130)]
    [InlineData(300, 300, 500)]
    public void Threads_do_not_change_a_bit(int m, int n, int k)
    {
        var random = new Random(7);
        double[] a = DenseData.Random<double>(random, m * k), b = DenseData.Random<double>(random, k * n), before = DenseData.Random<double>(random, m * n);
        foreach (var (isATransposed, isBTransposed) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            double[] alone = [.. before], shared = [.. before];
            using (Widths.UseThreads(1)) Product.Multiply<double>(a, isATransposed, b, isBTransposed, alone, m, n, k, -1, true);
            for (var round = 0; round < 5; round++)
            {
                before.CopyTo(shared, 0);
                using (Widths.UseThreads(4)) Product.Multiply<double>(a, isATransposed, b, isBTransposed, shared, m, n, k, -1, true);
                Assert.Equal(alone, shared);
            }
        }
    }

    [Fact]
    public void Operands_that_are_too_short_are_refused_by_name()
    {
        double[] four = new double[4], three = new double[3];
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => Product.Multiply<double>(three, false, four, false, four, 2, 2, 2, 1, false)).ParamName);
        Assert.Equal("b", Assert.Throws<ArgumentException>(() => Product.Multiply<double>(four, false, three, false, four, 2, 2, 2, 1, false)).ParamName);
        Assert.Equal("c", Assert.Throws<ArgumentException>(() => Product.Multiply<double>(four, false, four, false, three, 2, 2, 2, 1, false)).ParamName);
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => Product.Multiply<double>(four, false, four, false, four, -2, 2, -2, 1, false)).ParamName);
    }

    private static double[] Transposed(double[] a, int rows, int columns)
    {
        var transposed = new double[a.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) transposed[column + row * columns] = a[row + column * rows];
        return transposed;
    }

    /// <summary>All transposes, accumulated or not, amid numbers that must be neither read nor written.</summary>
    private static void Check<T>(Random random, int m, int n, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int margin = 19;
        bool isATransposed = random.Next(2) == 0, isBTransposed = random.Next(2) == 0, isAccumulated = random.Next(2) == 0;
        var alpha = T.CreateChecked(random.Next(3) switch { 0 => 1, 1 => -1, _ => 0.75 });
        T[] a = DenseData.Random<T>(random, m * k), b = DenseData.Random<T>(random, k * n), c = DenseData.Random<T>(random, m * n);
        T[] aAmid = Amid(a, margin), bAmid = Amid(b, margin), cAmid = Amid(c, margin);
        if (!isAccumulated) cAmid.AsSpan(margin, c.Length).Fill(T.NaN);
        Product.Multiply<T>(aAmid.AsSpan(margin, a.Length), isATransposed, bAmid.AsSpan(margin, b.Length), isBTransposed, cAmid.AsSpan(margin, c.Length), m, n, k, alpha, isAccumulated);
        var what = $"{typeof(T).Name} {m}×{n}×{k} {(isATransposed ? "T" : "N")}{(isBTransposed ? "T" : "N")} {alpha} {isAccumulated}";
        DenseData.AssertSum<T>(DenseData.Product(a, isATransposed, b, isBTransposed, c, m, n, k, alpha, isAccumulated), cAmid.AsSpan(margin, c.Length), k, what);
        Assert.All(cAmid[..margin].Concat(cAmid[^margin..]), value => Assert.True(T.IsNaN(value), what));
    }

    private static T[] Amid<T>(T[] values, int margin)
        where T : IFloatingPointIeee754<T> => [.. Enumerable.Repeat(T.NaN, margin), .. values, .. Enumerable.Repeat(T.NaN, margin)];
}
