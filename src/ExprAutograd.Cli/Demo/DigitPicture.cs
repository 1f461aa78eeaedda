namespace ExprAutograd.Cli.Demo;

/// <summary>A digit as text: two characters for a pixel, which is about a square.</summary>
internal static class DigitPicture
{
    private const string Shades = " ░▒▓█";

    /// <summary>The width of a line of any picture, and of a title above one.</summary>
    public const int Width = 2 * DigitsDataSet.Side;

    /// <summary>A line per row of pixels, each from 0 to 1.</summary>
    public static string[] Lines(ReadOnlySpan<double> pixels)
    {
        var lines = new string[DigitsDataSet.Side];
        for (var row = 0; row < lines.Length; row++)
        {
            var line = new char[Width];
            for (var k = 0; k < Width; k++) line[k] = Shades[(int)Math.Round(pixels[(row * DigitsDataSet.Side) + (k / 2)] * (Shades.Length - 1))];
            lines[row] = new string(line);
        }
        return lines;
    }
}
