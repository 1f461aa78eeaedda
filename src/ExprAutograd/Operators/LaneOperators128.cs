using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ExprAutograd.Dense;

namespace ExprAutograd.Operators;

/// <summary>What loops in lanes are made of, on vectors of 128 bits: as the scalar operation of the name, in every lane.</summary>
/// <remarks>Of the block that reaches beyond the loop's last iteration only the first <c>remaining</c> lanes exist: the others are read as zero and never written.</remarks>
internal static unsafe class LaneOperators128
{
    /// <summary>The elements from <paramref name="at"/> on.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the last lane.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load<T>(T[] array, int at)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, Vector128<T>.Count);
        return Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)at);
    }

    /// <inheritdoc cref="Load{T}(T[], int)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<T> LoadFirst<T>(T[] array, int at, int remaining)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, remaining);
        fixed (T* elements = array) return Lanes128<T>.LoadFirst(elements + at, Lanes128<T>.First(remaining));
    }

    /// <summary>The array with the lanes from <paramref name="at"/> on.</summary>
    public static T[] Store<T>(T[] array, int at, Vector128<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => StoreFirst(array, at, Vector128<T>.Count, value);

    /// <inheritdoc cref="Store{T}(T[], int, Vector128{T})"/>
    public static T[] StoreFirst<T>(T[] array, int at, int remaining, Vector128<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var next = (T[])array.Clone();
        StoreFirstTo(next, at, remaining, value);
        return next;
    }

    /// <summary>The array with the lanes added from <paramref name="at"/> on.</summary>
    public static T[] AddAt<T>(T[] array, int at, Vector128<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => Store(array, at, Load(array, at) + value);

    /// <inheritdoc cref="AddAt{T}(T[], int, Vector128{T})"/>
    public static T[] AddAtFirst<T>(T[] array, int at, int remaining, Vector128<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => StoreFirst(array, at, remaining, LoadFirst(array, at, remaining) + value);

    /// <summary><see cref="Store{T}(T[], int, Vector128{T})"/> in place.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the last lane.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTo<T>(T[] array, int at, Vector128<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, Vector128<T>.Count);
        value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(array), (nuint)at);
    }

    /// <inheritdoc cref="StoreTo{T}(T[], int, Vector128{T})"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void StoreFirstTo<T>(T[] array, int at, int remaining, Vector128<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, remaining);
        fixed (T* elements = array) Lanes128<T>.StoreFirst(elements + at, value, Lanes128<T>.First(remaining));
    }

    /// <summary><see cref="AddAt{T}(T[], int, Vector128{T})"/> in place.</summary>
    /// <exception cref="IndexOutOfRangeException">The array ends before the last lane.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddAtTo<T>(T[] array, int at, Vector128<T> value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRoom(array, at, Vector128<T>.Count);
        ref var first = ref MemoryMarshal.GetArrayDataReference(array);
        (Vector128.LoadUnsafe(ref first, (nuint)at) + value).StoreUnsafe(ref first, (nuint)at);
    }

    /// <inheritdoc cref="AddAtTo{T}(T[], int, Vector128{T})"/>
    public static void AddAtFirstTo<T>(T[] array, int at, int remaining, Vector128<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => StoreFirstTo(array, at, remaining, LoadFirst(array, at, remaining) + value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireRoom<T>(T[] array, int at, int count)
    {
        if ((uint)at + (ulong)(uint)count > (uint)array.Length) throw new IndexOutOfRangeException();
    }

    /// <summary>The value, but zero in lanes that do not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> First<T>(Vector128<T> value, int remaining)
        where T : unmanaged, IFloatingPointIeee754<T> => value & Lanes128<T>.First(remaining);

    /// <summary><paramref name="first"/>, and one more in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Ramp(double first) => Vector128.Create(first) + Vector128<double>.Indices;

    /// <summary>The sum over lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Total<T>(Vector128<T> value) => Vector128.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> NotEqual<T>(Vector128<T> a, Vector128<T> b) => ~Vector128.Equals(a, b);

    /// <summary>The elements from <paramref name="at"/> on, <paramref name="stride"/> apart; zero in lanes that do not exist.</summary>
    /// <exception cref="IndexOutOfRangeException">An element of a lane that exists is not in the array.</exception>
    public static Vector128<T> LoadStrided<T>(T[] array, int at, int stride, int remaining)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var last = at + ((remaining - 1) * (long)stride);
        if (remaining == 0) return Vector128<T>.Zero;
        if ((uint)at >= (uint)array.Length || last < 0 || last >= array.Length) throw new IndexOutOfRangeException();
        var value = Vector128<T>.Zero;
        for (var lane = 0; lane < remaining; lane++) ((T*)&value)[lane] = array[at + (lane * stride)];
        return value;
    }

    /// <summary>The rows of a block of points, transposed: element j of lane l at j times the number of lanes plus l. Empty where rows are longer than is worth it.</summary>
    /// <param name="array">Points one after another.</param>
    /// <param name="first">The first element of the first.</param>
    /// <param name="stride">The length of a row.</param>
    /// <param name="remaining">How many points exist.</param>
    public static T[] Rows<T>(T[] array, int first, int stride, int remaining)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = new T[RowsLength(stride)];
        return RowsInto(rows, array, first, stride, remaining);
    }

    /// <inheritdoc cref="Rows{T}(T[], int, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T[] RowsInto<T>(T[] rows, T[] array, int first, int stride, int remaining)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var count = Vector128<T>.Count;
        if (stride <= 0 || rows.Length / count < stride) return rows;
        Array.Clear(rows);
        for (var lane = 0; lane < remaining; lane++)
        {
            var start = first + (lane * stride);
            if (start < 0) break;
            var row = array.AsSpan(Math.Min(start, array.Length), Math.Clamp(array.Length - start, 0, stride));
            for (var j = 0; j < row.Length; j++) rows[(j * count) + lane] = row[j];
        }
        return rows;
    }

    /// <summary>For every array an array of zeros, with room for a vector in place of each element; none where there is none.</summary>
    public static T[][] RowsLike<T>(T[][] model)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. model.Select(row => row is null ? null! : new T[row.Length * Vector128<T>.Count])];

    /// <summary>The length of <see cref="Rows{T}(T[], int, int, int)"/>.</summary>
    public static int RowsLength(int stride) => stride is > 0 and <= LongestRow ? stride * MostLanes : 0;

    /// <summary>As <see cref="LoadStrided{T}(T[], int, int, int)"/>, from the transposed rows where the element is in them.</summary>
    /// <exception cref="IndexOutOfRangeException">An element of a lane that exists is not in the array.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadRow<T>(T[] rows, T[] array, int first, int at, int stride, int remaining)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var row = (at - first) * Vector128<T>.Count;
        var isThere = first >= 0 && (uint)(at - first) < (uint)stride && row <= rows.Length - Vector128<T>.Count && at + ((remaining - 1) * stride) < array.Length;
        return isThere ? Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(rows), (nuint)row) : LoadStrided(array, at, stride, remaining);
    }

    private const int LongestRow = 256;
    private const int MostLanes = 128 / 32;

    /// <summary><paramref name="value"/> in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Truth<T>(bool value) => value ? Vector128<T>.AllBitsSet : Vector128<T>.Zero;

    /// <summary>The matrix with as many columns from <paramref name="column"/> on as lanes exist, each the elements of an array of its lane.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="row">The row of the first element.</param>
    /// <param name="column">The column of the first lane.</param>
    /// <param name="remaining">How many lanes exist.</param>
    /// <param name="values">Arrays in lanes.</param>
    /// <exception cref="IndexOutOfRangeException">The matrix ends before the elements do.</exception>
    public static double[,] WithColumn<T>(double[,] matrix, int row, int column, int remaining, T[] values)
        where T : unmanaged
    {
        var next = (double[,])matrix.Clone();
        WithColumnTo(next, row, column, remaining, values);
        return next;
    }

    /// <summary><see cref="WithColumn{T}(double[,], int, int, int, T[])"/> in place.</summary>
    /// <exception cref="IndexOutOfRangeException">The matrix ends before the elements do.</exception>
    public static void WithColumnTo<T>(double[,] matrix, int row, int column, int remaining, T[] values)
        where T : unmanaged
    {
        var numbers = (double[])(Array)values;
        var rows = numbers.Length / Vector128<double>.Count;
        if (row < 0 || column < 0 || row > matrix.GetLength(0) - rows || column > matrix.GetLength(1) - remaining) throw new IndexOutOfRangeException();
        for (var k = 0; k < rows; k++)
            numbers.AsSpan(k * Vector128<double>.Count, remaining).CopyTo(MemoryMarshal.CreateSpan(ref matrix[row + k, column], remaining));
    }

    /// <summary>A function that has no vectors, of one lane after another; zero in lanes that do not exist.</summary>
    public static Vector128<T> Each<T>(Func<T, T> function, int remaining, Vector128<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var value = Vector128<T>.Zero;
        for (var lane = 0; lane < remaining; lane++) ((T*)&value)[lane] = function(((T*)&x)[lane]);
        return value;
    }

    /// <inheritdoc cref="Each{T}(Func{T, T}, int, Vector128{T})"/>
    public static Vector128<T> EachPair<T>(Func<T, T, T> function, int remaining, Vector128<T> x, Vector128<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var value = Vector128<T>.Zero;
        for (var lane = 0; lane < remaining; lane++) ((T*)&value)[lane] = function(((T*)&x)[lane], ((T*)&y)[lane]);
        return value;
    }

    /// <summary>Each lane's left neighbour: of the first, the last lane of the block <paramref name="before"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Neighbours<T>(Vector128<T> value, Vector128<T> before)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (sizeof(T) == sizeof(long) && Avx512F.VL.IsSupported) return Avx512F.VL.AlignRight64(value.AsInt64(), before.AsInt64(), 1).As<long, T>();
        return NeighboursOneByOne(value, before);
    }

    private static Vector128<T> NeighboursOneByOne<T>(Vector128<T> value, Vector128<T> before)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shifted = Vector128<T>.Zero.WithElement(0, before[Vector128<T>.Count - 1]);
        for (var lane = 1; lane < Vector128<T>.Count; lane++) ((T*)&shifted)[lane] = ((T*)&value)[lane - 1];
        return shifted;
    }

    /// <summary>The array with the lane of a loop's last iteration added at <paramref name="at"/>; as it is where there was none.</summary>
    /// <param name="array">The array.</param>
    /// <param name="at">The element.</param>
    /// <param name="count">How many iterations there were.</param>
    /// <param name="last">The last block.</param>
    public static T[] AddLast<T>(T[] array, int at, int count, Vector128<T> last)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var next = (T[])array.Clone();
        AddLastTo(next, at, count, last);
        return next;
    }

    /// <summary><see cref="AddLast{T}(T[], int, int, Vector128{T})"/> in place.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public static void AddLastTo<T>(T[] array, int at, int count, Vector128<T> last)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count > 0) array[at] += last[(count - 1) % Vector128<T>.Count];
    }

    /// <summary>The largest item in each lane: <see cref="SequenceOperators.Max(double[])"/> of arrays in lanes.</summary>
    /// <exception cref="InvalidOperationException">There are no items.</exception>
    public static Vector128<T> Largest<T>(T[] items)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var largest = Load(items, SequenceOperators.FirstIndex(items.Length / Vector128<T>.Count));
        for (var at = Vector128<T>.Count; at < items.Length; at += Vector128<T>.Count)
        {
            var item = Load(items, at);
            largest = Vector128.ConditionalSelect(Vector128.GreaterThan(item, largest) | ~Vector128.Equals(largest, largest), item, largest);
        }
        return largest;
    }

    /// <summary>The smallest item in each lane: <see cref="SequenceOperators.Min(double[])"/> of arrays in lanes.</summary>
    /// <exception cref="InvalidOperationException">There are no items.</exception>
    public static Vector128<T> Smallest<T>(T[] items)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var smallest = Load(items, SequenceOperators.FirstIndex(items.Length / Vector128<T>.Count));
        for (var at = Vector128<T>.Count; at < items.Length; at += Vector128<T>.Count)
        {
            var item = Load(items, at);
            smallest = Vector128.ConditionalSelect(Vector128.LessThan(item, smallest) | (Vector128.Equals(smallest, smallest) & ~Vector128.Equals(item, item)), item, smallest);
        }
        return smallest;
    }

    /// <summary><see cref="SequenceOperators.SpreadOverTies(double, double[], double)"/> of arrays in lanes.</summary>
    public static T[] SpreadOverTies<T>(Vector128<T> dy, T[] items, Vector128<T> extremum)
        where T : unmanaged, IFloatingPointIeee754<T> => SpreadOverTiesInto(new T[SpreadOverTiesLength(items)], dy, items, extremum);

    /// <inheritdoc cref="SpreadOverTies{T}(Vector128{T}, T[], Vector128{T})"/>
    public static T[] SpreadOverTiesInto<T>(T[] spread, Vector128<T> dy, T[] items, Vector128<T> extremum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var isUndefined = ~Vector128.Equals(extremum, extremum);
        var ties = Vector128<T>.Zero;
        for (var at = 0; at < items.Length; at += Vector128<T>.Count) ties += Vector128<T>.One & IsTie(Load(items, at));
        var part = dy / ties;
        for (var at = 0; at < items.Length; at += Vector128<T>.Count) StoreTo(spread, at, part & IsTie(Load(items, at)));
        return spread;

        Vector128<T> IsTie(Vector128<T> item) => Vector128.Equals(item, extremum) | (isUndefined & ~Vector128.Equals(item, item));
    }

    /// <summary>The length of <see cref="SpreadOverTies{T}(Vector128{T}, T[], Vector128{T})"/>.</summary>
    public static int SpreadOverTiesLength(Array items) => items.Length;
}
