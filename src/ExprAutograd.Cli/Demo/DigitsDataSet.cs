using System.Globalization;

namespace ExprAutograd.Cli.Demo;

/// <summary>Handwritten digits of 8 by 8 pixels, and what they are: Optical Recognition of Handwritten Digits, Alpaydin and Kaynak (1998), UCI, CC BY 4.0.</summary>
internal sealed class DigitsDataSet
{
    public const int Side = 8;
    public const int PixelCount = Side * Side;
    public const int ClassCount = 10;

    private const double Brightest = 16;

    private readonly double[] pixels;
    private readonly int[] labels;

    private DigitsDataSet(double[] pixels, int[] labels) => (this.pixels, this.labels) = (pixels, labels);

    public int Count => labels.Length;

    public int Label(int digit) => labels[digit];

    /// <summary>The pixels of a digit, row after row, from 0 to 1.</summary>
    public ReadOnlySpan<double> Pixels(int digit) => pixels.AsSpan(digit * PixelCount, PixelCount);

    public static DigitsDataSet Load()
    {
        using var stream = typeof(DigitsDataSet).Assembly.GetManifestResourceStream("digits.csv")!;
        using var reader = new StreamReader(stream);
        var pixels = new List<double>();
        var labels = new List<int>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = Array.ConvertAll(line.Split(','), cell => int.Parse(cell, CultureInfo.InvariantCulture));
            pixels.AddRange(cells[..PixelCount].Select(p => p / Brightest));
            labels.Add(cells[PixelCount]);
        }
        return new DigitsDataSet([.. pixels], [.. labels]);
    }

    /// <summary>Digits in an order of their own, the first part to learn from and the rest to be examined with.</summary>
    public (int[] Training, int[] Test) Split(double trainingPart, int seed)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        new Random(seed).Shuffle(order);
        var trainingCount = (int)(Count * trainingPart);
        return (order[..trainingCount], order[trainingCount..]);
    }

    /// <summary>Digits as tensors: images of shape [digits, 1, 8, 8], labels of shape [digits].</summary>
    public (Tensor Images, Tensor Labels) Batch(ReadOnlySpan<int> digits) => Batch(digits, new Random(0), shiftedPart: 0);

    /// <summary>Digits as tensors, some of them up to a pixel beside where they are, along each axis.</summary>
    public (Tensor Images, Tensor Labels) Batch(ReadOnlySpan<int> digits, Random random, double shiftedPart)
    {
        var images = new double[digits.Length * PixelCount];
        var classes = new int[digits.Length];
        for (var k = 0; k < digits.Length; k++)
        {
            var image = images.AsSpan(k * PixelCount, PixelCount);
            if (random.NextDouble() < shiftedPart) Shift(Pixels(digits[k]), image, random.Next(-1, 2), random.Next(-1, 2));
            else Pixels(digits[k]).CopyTo(image);
            classes[k] = labels[digits[k]];
        }
        return (Tensor.Wrap(images, digits.Length, 1, Side, Side), Tensor.Wrap(classes, digits.Length));
    }

    /// <summary>Pixels that come from outside stay as they are: dark.</summary>
    private static void Shift(ReadOnlySpan<double> source, Span<double> destination, int rows, int columns)
    {
        for (var row = Math.Max(0, rows); row < Math.Min(Side, Side + rows); row++)
        {
            for (var column = Math.Max(0, columns); column < Math.Min(Side, Side + columns); column++)
                destination[(row * Side) + column] = source[((row - rows) * Side) + column - columns];
        }
    }
}
