using System.Numerics;

namespace ExprAutograd.Operators;

/// <summary>Arrays taken apart and put together: how packed factors are read.</summary>
internal static partial class Factorizations
{
    /// <summary>The <paramref name="length"/> elements from <paramref name="start"/> on.</summary>
    public static T[] Part<T>(T[] whole, int start, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var part = new T[PartLength(length)];
        PartInto(part, whole, start, length);
        return part;
    }

    public static int PartLength(int length) => length;

    public static void PartInto<T>(T[] destination, T[] whole, int start, int length)
        where T : unmanaged, IFloatingPointIeee754<T> => whole.AsSpan(start, length).CopyTo(destination);

    /// <summary>The elements of <paramref name="part"/> from <paramref name="start"/> on, in an array of <paramref name="total"/> with zeros around them.</summary>
    public static T[] Placed<T>(T[] part, int start, int length, int total)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var whole = new T[PlacedLength(total)];
        PlacedInto(whole, part, start, length, total);
        return whole;
    }

    public static int PlacedLength(int total) => total;

    public static void PlacedInto<T>(T[] destination, T[] part, int start, int length, int total)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination.AsSpan(0, total).Clear();
        part.AsSpan(0, length).CopyTo(destination.AsSpan(start));
    }

    /// <summary>The elements of both, the first's first.</summary>
    public static T[] Joined<T>(T[] first, T[] second, int firstLength, int secondLength)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var whole = new T[JoinedLength(firstLength, secondLength)];
        JoinedInto(whole, first, second, firstLength, secondLength);
        return whole;
    }

    public static int JoinedLength(int firstLength, int secondLength) => firstLength + secondLength;

    public static void JoinedInto<T>(T[] destination, T[] first, T[] second, int firstLength, int secondLength)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        first.AsSpan(0, firstLength).CopyTo(destination);
        second.AsSpan(0, secondLength).CopyTo(destination.AsSpan(firstLength));
    }

    /// <summary>The upper left corner of a matrix, with zeros where it is larger than the matrix.</summary>
    [return: Shape("newRows, newColumns")]
    public static T[] Resized<T>([Shape("rows, columns")] T[] a, int rows, int columns, int newRows, int newColumns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var resized = new T[ResizedLength(newRows, newColumns)];
        ResizedInto(resized, a, rows, columns, newRows, newColumns);
        return resized;
    }

    public static int ResizedLength(int newRows, int newColumns) => newRows * newColumns;

    public static void ResizedInto<T>(T[] destination, T[] a, int rows, int columns, int newRows, int newColumns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        destination.AsSpan(0, newRows * newColumns).Clear();
        for (var j = 0; j < Math.Min(columns, newColumns); j++)
            a.AsSpan(j * rows, Math.Min(rows, newRows)).CopyTo(destination.AsSpan(j * newRows));
    }

    /// <summary>The triangle of a square matrix, zeros elsewhere; without its diagonal when it is strict.</summary>
    [return: Shape("n, n")]
    public static T[] Triangle<T>([Shape("n, n")] T[] a, int n, bool isLower, bool isStrict)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var triangle = new T[TriangleLength(n)];
        TriangleInto(triangle, a, n, isLower, isStrict);
        return triangle;
    }

    public static int TriangleLength(int n) => n * n;

    public static void TriangleInto<T>(T[] destination, T[] a, int n, bool isLower, bool isStrict)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var j = 0; j < n; j++)
        {
            var column = destination.AsSpan(j * n, n);
            a.AsSpan(j * n, n).CopyTo(column);
            if (isLower) column[..(isStrict ? j + 1 : j)].Clear();
            else column[(isStrict ? j : j + 1)..].Clear();
        }
    }

    /// <summary>The 2n × 2n matrix [A E; 0 A].</summary>
    [return: Shape("2n, 2n")]
    public static T[] Block<T>([Shape("n, n")] T[] a, [Shape("n, n")] T[] e, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var block = new T[BlockLength(n)];
        BlockInto(block, a, e, n);
        return block;
    }

    public static int BlockLength(int n) => 4 * n * n;

    public static void BlockInto<T>(T[] destination, T[] a, T[] e, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var j = 0; j < n; j++)
        {
            Span<T> left = destination.AsSpan(2 * j * n, 2 * n), right = destination.AsSpan(2 * (j + n) * n, 2 * n);
            a.AsSpan(j * n, n).CopyTo(left);
            left[n..].Clear();
            e.AsSpan(j * n, n).CopyTo(right);
            a.AsSpan(j * n, n).CopyTo(right[n..]);
        }
    }
}
