using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>Windows that move over images, which are stored row after row, channel after channel, image after image.</summary>
/// <remarks>
/// <para>A window of windowHeight by windowWidth stands at every rowStride-th row and columnStride-th column of an image with rowPadding and
/// columnPadding zeros on each side, as often as it fits.</para>
/// <para>See <see cref="Destinations"/>.</para>
/// </remarks>
internal static class WindowOperators
{
    /// <summary>Row after row, a matrix with a row for each channel and place in the window, and a column for each image and place of the window.</summary>
    public static T[] Unfold<T>(
        T[] images, int count, int channels, int height, int width, int windowHeight, int windowWidth, int rowStride, int columnStride, int rowPadding, int columnPadding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var columns = new T[UnfoldLength(count, channels, height, width, windowHeight, windowWidth, rowStride, columnStride, rowPadding, columnPadding)];
        return UnfoldInto(columns, images, count, channels, height, width, windowHeight, windowWidth, rowStride, columnStride, rowPadding, columnPadding);
    }

    public static int UnfoldLength(
        int count, int channels, int height, int width, int windowHeight, int windowWidth, int rowStride, int columnStride, int rowPadding, int columnPadding) =>
        checked(channels * windowHeight * windowWidth * count * Places(height, windowHeight, rowStride, rowPadding) * Places(width, windowWidth, columnStride, columnPadding));

    public static T[] UnfoldInto<T>(
        T[] destination, T[] images, int count, int channels, int height, int width, int windowHeight, int windowWidth, int rowStride, int columnStride, int rowPadding, int columnPadding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lines = new WindowLines(count, channels, height, width, windowHeight, windowWidth, rowStride, columnStride, rowPadding, columnPadding);
        while (lines.Next())
        {
            var line = destination.AsSpan(lines.Destination, lines.Places);
            if (!lines.IsInside)
            {
                line.Clear();
                continue;
            }
            line[..lines.First].Clear();
            line[lines.End..].Clear();
            if (columnStride == 1) images.AsSpan(lines.Source + lines.First, lines.End - lines.First).CopyTo(line[lines.First..]);
            else
                for (var k = lines.First; k < lines.End; k++) line[k] = images[lines.Source + (k * columnStride)];
        }
        return destination;
    }

    /// <summary>Images from such a matrix: what stands for the same element of an image is added.</summary>
    public static T[] Fold<T>(
        T[] columns, int count, int channels, int height, int width, int windowHeight, int windowWidth, int rowStride, int columnStride, int rowPadding, int columnPadding)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        FoldInto(new T[FoldLength(count, channels, height, width)], columns, count, channels, height, width, windowHeight, windowWidth, rowStride, columnStride, rowPadding, columnPadding);

    public static int FoldLength(int count, int channels, int height, int width) => count * channels * height * width;

    public static T[] FoldInto<T>(
        T[] destination, T[] columns, int count, int channels, int height, int width, int windowHeight, int windowWidth, int rowStride, int columnStride, int rowPadding, int columnPadding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Array.Clear(destination);
        var lines = new WindowLines(count, channels, height, width, windowHeight, windowWidth, rowStride, columnStride, rowPadding, columnPadding);
        while (lines.Next())
        {
            if (!lines.IsInside) continue;
            var line = columns.AsSpan(lines.Destination, lines.Places);
            if (columnStride == 1) Add(destination.AsSpan(lines.Source + lines.First, lines.End - lines.First), line[lines.First..lines.End]);
            else
                for (var k = lines.First; k < lines.End; k++) destination[lines.Source + (k * columnStride)] += line[k];
        }
        return destination;
    }

    /// <summary>For each place of the window in each plane of an image, the flat index of the first of the greatest elements it shows, or of the first NaN.</summary>
    public static int[] Greatest<T>(T[] planes, int count, int height, int width, int windowHeight, int windowWidth, int rowStride, int columnStride, int rowPadding, int columnPadding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, columns) = (Places(height, windowHeight, rowStride, rowPadding), Places(width, windowWidth, columnStride, columnPadding));
        var greatest = new int[count * rows * columns];
        var at = 0;
        for (var plane = 0; plane < count; plane++)
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                {
                    var (top, left) = ((i * rowStride) - rowPadding, (j * columnStride) - columnPadding);
                    var best = -1;
                    for (var y = Math.Max(0, top); y < Math.Min(height, top + windowHeight); y++)
                        for (var x = Math.Max(0, left); x < Math.Min(width, left + windowWidth); x++)
                        {
                            var k = (((plane * height) + y) * width) + x;
                            if (best < 0 || planes[k] > planes[best] || (T.IsNaN(planes[k]) && !T.IsNaN(planes[best]))) best = k;
                        }
                    greatest[at++] = best;
                }
        return greatest;
    }

    /// <summary>How often a window fits along an axis.</summary>
    public static int Places(int extent, int window, int stride, int padding) => extent + (2 * padding) < window ? 0 : ((extent + (2 * padding) - window) / stride) + 1;

    private static void Add<T>(Span<T> sums, ReadOnlySpan<T> terms)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var k = 0;
        for (; k <= sums.Length - Vector<T>.Count; k += Vector<T>.Count) (new Vector<T>(sums[k..]) + new Vector<T>(terms[k..])).CopyTo(sums[k..]);
        for (; k < sums.Length; k++) sums[k] += terms[k];
    }
}
