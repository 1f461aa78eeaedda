namespace ExprAutograd.Operators;

/// <summary>What a lowered LINQ pipeline cannot say in loops and arithmetic: checks that throw as LINQ throws, extrema with ties, arrays of another length.</summary>
/// <remarks>Checks are functions from integer to integer, so that they stay in the data flow and make no branch.</remarks>
internal static partial class SequenceOperators
{
    /// <summary>The items as an array; an array is returned itself.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    public static T[] ArrayOf<T>(IEnumerable<T> items) => items as T[] ?? [.. items];

    /// <summary>The first <paramref name="count"/> items, in an array of their own.</summary>
    public static T[] Prefix<T>(T[] items, int count) => items[..count];

    /// <summary>The items, followed by room for as many more.</summary>
    public static T[] Grown<T>(T[] items)
    {
        var grown = new T[2 * items.Length];
        items.CopyTo(grown, 0);
        return grown;
    }

    /// <inheritdoc cref="Prefix{T}(T[], int)"/>
    public static double[] Prefix(double[] items, int count) => items[..count];

    /// <inheritdoc cref="Prefix{T}(T[], int)"/>
    public static float[] Prefix(float[] items, int count) => items[..count];

    /// <inheritdoc cref="Prefix{T}(T[], int)"/>
    public static double[][] Prefix(double[][] items, int count) => items[..count];

    /// <inheritdoc cref="Grown{T}(T[])"/>
    public static double[] Grown(double[] items) => Padded(items, 2 * items.Length);

    /// <inheritdoc cref="Grown{T}(T[])"/>
    public static float[] Grown(float[] items) => Padded(items, 2 * items.Length);

    /// <inheritdoc cref="Grown{T}(T[])"/>
    public static double[][] Grown(double[][] items) => Grown<double[]>(items);

    /// <summary>The length of a range or repetition, which must not be negative nor run past the largest integer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or the last number is no integer.</exception>
    public static int RangeLength(int start, int count)
    {
        if (count < 0 || (long)start + count - 1 > int.MaxValue) throw new ArgumentOutOfRangeException(nameof(count));
        return count;
    }

    /// <summary>The count itself.</summary>
    /// <exception cref="InvalidOperationException">It is zero.</exception>
    public static int NonEmpty(int count) => count != 0 ? count : throw new InvalidOperationException("Sequence contains no elements");

    /// <summary>0, the index of the first of <paramref name="length"/> items.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static int FirstIndex(int length) => NonEmpty(length) - length;

    /// <summary>The index of the last of <paramref name="length"/> items.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static int LastIndex(int length) => NonEmpty(length) - 1;

    /// <summary>0, the index of the only item.</summary>
    /// <exception cref="InvalidOperationException">There is none, or there are several.</exception>
    public static int SingleIndex(int length) => NonEmpty(length) == 1 ? 0 : throw new InvalidOperationException("Sequence contains more than one element");

    /// <summary>The index of an item that was searched for; -1 says it was not found.</summary>
    /// <exception cref="InvalidOperationException">It was not found.</exception>
    public static int FoundIndex(int index) => index >= 0 ? index : throw new InvalidOperationException("Sequence contains no matching element");

    /// <summary>The index itself, which must be one of <paramref name="length"/> items.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int ElementIndex(int index, int length) => (uint)index < (uint)length ? index : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The largest item; NaN counts for less than every number, and the first of 0 and -0 wins.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="items"/> is empty.</exception>
    public static double Max(double[] items)
    {
        var largest = items[FirstIndex(items.Length)];
        foreach (var item in items)
            if (item > largest || double.IsNaN(largest)) largest = item;
        return largest;
    }

    /// <inheritdoc cref="Max(double[])"/>
    public static float Max(float[] items)
    {
        var largest = items[FirstIndex(items.Length)];
        foreach (var item in items)
            if (item > largest || float.IsNaN(largest)) largest = item;
        return largest;
    }

    /// <summary>The smallest item; NaN counts for less than every number, and the first of 0 and -0 wins.</summary>
    /// <exception cref="InvalidOperationException"><paramref name="items"/> is empty.</exception>
    public static double Min(double[] items)
    {
        var smallest = items[FirstIndex(items.Length)];
        foreach (var item in items)
            if (item < smallest || (double.IsNaN(item) && !double.IsNaN(smallest))) smallest = item;
        return smallest;
    }

    /// <inheritdoc cref="Min(double[])"/>
    public static float Min(float[] items)
    {
        var smallest = items[FirstIndex(items.Length)];
        foreach (var item in items)
            if (item < smallest || (float.IsNaN(item) && !float.IsNaN(smallest))) smallest = item;
        return smallest;
    }

    /// <summary>0, 1, ..., <paramref name="length"/> - 1: the order that leaves everything where it is.</summary>
    public static int[] GivenOrder(int length)
    {
        var order = new int[length];
        for (var k = 0; k < length; k++) order[k] = k;
        return order;
    }

    /// <summary>The indices of <paramref name="order"/> arranged so that their keys ascend; where keys are equal, as they were.</summary>
    public static int[] Ascending<T>(T[] keys, int[] order) => [.. order.OrderBy(k => keys[k])];

    /// <summary>The indices of <paramref name="order"/> arranged so that their keys descend; where keys are equal, as they were.</summary>
    public static int[] Descending<T>(T[] keys, int[] order) => [.. order.OrderByDescending(k => keys[k])];
}
