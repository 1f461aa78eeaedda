using System.Numerics;
using ExprAutograd.Dense;

namespace ExprAutograd.Tests.Dense;

[Collection(DenseCollection.Name)]
public sealed class MatrixVectorTests
{
    public static TheoryData<int> AllWidths => Widths.All;

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Products_are_the_plain_loop(int bits)
    {
        using var width = Widths.Use(bits);
        var random = new Random(bits + 11);
        for (var round = 0; round < 1000; round++)
        {
            Check<double>(random, random.Next(70), random.Next(70));
            Check<float>(random, random.Next(70), random.Next(70));
        }
        Check<double>(random, 1000, 3);
        Check<float>(random, 3, 1000);
        Check<double>(random, 500, 300);
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Dots_are_the_plain_loop(int bits)
    {
        using var width = Widths.Use(bits);
        var random = new Random(bits + 12);
        for (var length = 0; length < 300; length++)
        {
            CheckDot<double>(random, length);
            CheckDot<float>(random, length);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NaN_and_infinities_propagate_even_against_zeros(bool isTransposed)
    {
        double[] a = [0, double.NaN, 0, double.PositiveInfinity, 1, 2], x = isTransposed ? [0, 0] : [0, 0, 0], y = new double[isTransposed ? 3 : 2];
        MatrixVector.Multiply<double>(a, isTransposed, x, y, 2, 3, 1, false);
        Assert.Equal(isTransposed ? [double.NaN, double.NaN, 0] : [0, double.NaN], y);
    }

    [Fact]
    public void Dots_of_different_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => MatrixVector.Dot<double>([1, 2], [1]));

    private static void Check<T>(Random random, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool isTransposed = random.Next(2) == 0, isAccumulated = random.Next(2) == 0;
        var alpha = T.CreateChecked(random.Next(2) == 0 ? 1 : -1);
        var (m, k) = isTransposed ? (columns, rows) : (rows, columns);
        T[] a = DenseData.Random<T>(random, rows * columns), x = DenseData.Random<T>(random, k), y = DenseData.Random<T>(random, m);
        var expected = DenseData.Product(a, isTransposed, x, false, y, m, 1, k, alpha, isAccumulated);
        if (!isAccumulated) Array.Fill(y, T.NaN);
        MatrixVector.Multiply<T>(a, isTransposed, x, y, rows, columns, alpha, isAccumulated);
        DenseData.AssertSum<T>(expected, y, k, $"{rows}×{columns} {isTransposed} {isAccumulated}");
    }

    private static void CheckDot<T>(Random random, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = DenseData.Random<T>(random, length), y = DenseData.Random<T>(random, length);
        DenseData.AssertSum<T>(DenseData.Product(x, true, y, false, [], 1, 1, length, T.One, false), [MatrixVector.Dot<T>(x, y)], length, $"{length}");
    }
}
