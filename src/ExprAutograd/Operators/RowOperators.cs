using System.Numerics;
using System.Runtime.InteropServices;

namespace ExprAutograd.Operators;

/// <summary>Rows of a table by number: what lookups in tables are made of, a copy of memory for each row.</summary>
/// <remarks>The table is <c>blocks</c> tables of <c>extent</c> rows each, one after another; the same rows are taken of each. See <see cref="Destinations"/>.</remarks>
internal static class RowOperators
{
    /// <summary>The index itself, counted from the end when it is negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The axis has no such index.</exception>
    public static int Within(int index, int extent, int axis, bool isCountedFromEnd)
    {
        var counted = index < 0 && isCountedFromEnd ? index + extent : index;
        return (uint)counted < (uint)extent ? counted : throw OutOfRange(index, extent, axis, isCountedFromEnd);
    }

    /// <summary>The indices, each counted from the start.</summary>
    /// <inheritdoc cref="Within(int, int, int, bool)"/>
    public static int[] Within(int[] indices, int extent, int axis, bool isCountedFromEnd)
    {
        var counted = new int[indices.Length];
        for (var k = 0; k < indices.Length; k++) counted[k] = Within(indices[k], extent, axis, isCountedFromEnd);
        return counted;
    }

    /// <summary>The rows of the given numbers, which are in range.</summary>
    public static T[] TakeRows<T>(T[] table, int[] rows, int count, int blocks, int extent, int width)
        where T : unmanaged => TakeRowsInto(new T[TakeRowsLength(count, blocks, width)], table, rows, count, blocks, extent, width);

    public static int TakeRowsLength(int count, int blocks, int width) => count * blocks * width;

    public static T[] TakeRowsInto<T>(T[] destination, T[] table, int[] rows, int count, int blocks, int extent, int width)
        where T : unmanaged
    {
        var at = 0;
        for (var block = 0; block < blocks; block++)
            for (var k = 0; k < count; k++, at += width)
                table.AsSpan(((block * extent) + rows[k]) * width, width).CopyTo(destination.AsSpan(at, width));
        return destination;
    }

    /// <summary>A table of zeros to whose rows of the given numbers <paramref name="values"/> are added, one after the other.</summary>
    public static T[] AddRows<T>(T[] values, int[] rows, int count, int blocks, int extent, int width)
        where T : unmanaged, IFloatingPointIeee754<T> => AddRowsInto(new T[AddRowsLength(blocks, extent, width)], values, rows, count, blocks, extent, width);

    public static int AddRowsLength(int blocks, int extent, int width) => blocks * extent * width;

    public static T[] AddRowsInto<T>(T[] destination, T[] values, int[] rows, int count, int blocks, int extent, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Array.Clear(destination);
        var at = 0;
        for (var block = 0; block < blocks; block++)
            for (var k = 0; k < count; k++, at += width)
                Add(destination.AsSpan(((block * extent) + rows[k]) * width, width), values.AsSpan(at, width));
        return destination;
    }

    private static void Add<T>(Span<T> sum, ReadOnlySpan<T> addend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sums = MemoryMarshal.Cast<T, Vector<T>>(sum);
        var addends = MemoryMarshal.Cast<T, Vector<T>>(addend);
        for (var k = 0; k < sums.Length; k++) sums[k] += addends[k];
        for (var k = sums.Length * Vector<T>.Count; k < sum.Length; k++) sum[k] += addend[k];
    }

    private static ArgumentOutOfRangeException OutOfRange(int index, int extent, int axis, bool isCountedFromEnd) => new(
        nameof(index), index,
        $"Index {index} is out of bounds for axis {axis}, whose extent is {extent}. {(extent == 0 ? "It has no elements." : $"Indices are {(isCountedFromEnd ? -extent : 0)} to {extent - 1}.")}");
}
