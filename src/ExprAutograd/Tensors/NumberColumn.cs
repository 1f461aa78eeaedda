using System.Globalization;

namespace ExprAutograd.Tensors;

/// <summary>How the numbers of one tensor are written, all in one style and right-aligned: the style follows from the numbers that are shown.</summary>
internal sealed class NumberColumn
{
    private const string Whole = "F0";
    private const string Fixed = "F4";
    private const string Scientific = "e4";

    // Beyond these four decimals say too little of one number or too much of another.
    private const double LargestRatio = 1000;
    private const double Largest = 1e8;
    private const double Smallest = 1e-4;

    private readonly Array values;
    private readonly string format;

    private NumberColumn(Array values, string format, int width) => (this.values, this.format, Width) = (values, format, width);

    /// <summary>How many characters a number takes; infinities and NaN may take more.</summary>
    public int Width { get; }

    /// <summary>The text of the value at a position, padded on the left.</summary>
    public string this[int position] => Text(values, position, format).PadLeft(Width);

    /// <summary>The style for the values at the positions that are shown.</summary>
    /// <exception cref="ArgumentException"><paramref name="values"/> is no <c>double[]</c>, <c>float[]</c>, <c>int[]</c> or <c>bool[]</c>.</exception>
    public static NumberColumn Of(Array values, IReadOnlyList<int> shown)
    {
        if (values is not (double[] or float[] or int[] or bool[]))
            throw new ArgumentException($"A tensor does not store its values in a {values.GetType()}.", nameof(values));
        if (values is int[] or bool[]) return new(values, "", shown.Max(k => Text(values, k, "").Length));

        int[] sized = [.. shown.Where(k => double.IsFinite(Number(values, k)) && Number(values, k) != 0)];
        if (sized.Length == 0) return new(values, Whole, 1);
        var (least, most) = (sized.Min(k => Math.Abs(Number(values, k))), sized.Max(k => Math.Abs(Number(values, k))));
        var isWhole = sized.All(k => double.IsInteger(Number(values, k)));
        var format = most / least > LargestRatio || most > Largest || (!isWhole && least < Smallest) ? Scientific : isWhole ? Whole : Fixed;
        return new(values, format, sized.Max(k => Text(values, k, format).Length));
    }

    private static string Text(Array values, int position, string format) => values switch
    {
        int[] integers => integers[position].ToString(CultureInfo.InvariantCulture),
        bool[] truths => truths[position].ToString(),
        _ => Text(Number(values, position), format),
    };

    private static string Text(double number, string format)
    {
        if (double.IsNaN(number)) return "nan";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        var text = number.ToString(format, CultureInfo.InvariantCulture);
        if (format == Whole) return text + '.';
        // An exponent has at least two digits there and three here: "1.0000e+005".
        return format == Scientific && text[^3] == '0' ? text.Remove(text.Length - 3, 1) : text;
    }

    private static double Number(Array values, int position) => values is double[] doubles ? doubles[position] : ((float[])values)[position];
}
