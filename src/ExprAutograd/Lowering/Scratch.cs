using System.Runtime.CompilerServices;

namespace ExprAutograd.Lowering;

/// <summary>The arrays that one call of a function works in: a slot per place of which one is alive at a time, a row of them where it may be many.</summary>
/// <remarks>One per call in flight, taken from its layout's pool: a call allocates nothing after the first, while lengths stay as they are.</remarks>
internal sealed class Scratch
{
    private const int LongestKept = 1 << 24;

    /// <summary>How many elements a call keeps in rows: beyond, arrays are the collector's.</summary>
    private const int MostKeptInRows = 1 << 23;

    private readonly Array?[] arrays;
    private readonly Array?[][] rows;
    private readonly int[] next;
    private int keptInRows;

    internal Scratch(ScratchLayout layout)
    {
        Layout = layout;
        arrays = new Array?[layout.SlotCount];
        rows = new Array?[layout.RowCount][];
        Array.Fill(rows, []);
        next = new int[layout.RowCount];
    }

    internal ScratchLayout Layout { get; }

    /// <summary>An array of zeros, of <paramref name="length"/>.</summary>
    public static T[] Zeroed<T>(Scratch scratch, int slot, int length)
    {
        if (Unsafe.As<T[]?>(scratch.arrays[slot]) is not { } kept || kept.Length != length) return Make<T>(scratch, slot, length);
        Array.Clear(kept);
        return kept;
    }

    /// <summary>An array of <paramref name="length"/> whose elements are about to be written, every one.</summary>
    public static T[] Unset<T>(Scratch scratch, int slot, int length) =>
        Unsafe.As<T[]?>(scratch.arrays[slot]) is { } kept && kept.Length == length ? kept : Make<T>(scratch, slot, length);

    /// <summary>The next array of a row, of zeros.</summary>
    public static T[] NextZeroed<T>(Scratch scratch, int row, int length)
    {
        var array = NextUnset<T>(scratch, row, length);
        Array.Clear(array);
        return array;
    }

    /// <summary>The next array of a row, whose elements are about to be written, every one.</summary>
    public static T[] NextUnset<T>(Scratch scratch, int row, int length)
    {
        var (kept, at) = (scratch.rows[row], scratch.next[row]++);
        return (uint)at < (uint)kept.Length && Unsafe.As<T[]?>(kept[at]) is { } array && array.Length == length ? array : MakeNext<T>(scratch, row, at, length);
    }

    /// <summary>The length of an array; 0 of none.</summary>
    public static int LengthOf(Array? array) => array?.Length ?? 0;

    /// <summary>The array in memory of its length; none for none, which the branch not taken would have made.</summary>
    public static T[] Copied<T>(T[] memory, T[] array)
    {
        if (array is null) return null!;
        Array.Copy(array, memory, array.Length);
        return memory;
    }

    /// <summary>The row's arrays are dead: it starts again with the first.</summary>
    public static void Restart(Scratch scratch, int row) => scratch.next[row] = 0;

    private static T[] MakeNext<T>(Scratch scratch, int row, int at, int length)
    {
        var made = new T[length];
        var kept = scratch.rows[row];
        var before = at < kept.Length ? kept[at]?.Length ?? 0 : 0;
        if (scratch.keptInRows - before + length > MostKeptInRows) return made;
        if (at >= kept.Length) Array.Resize(ref scratch.rows[row], Math.Max(at + 1, 2 * kept.Length));
        scratch.rows[row][at] = made;
        scratch.keptInRows += length - before;
        return made;
    }

    private static T[] Make<T>(Scratch scratch, int slot, int length)
    {
        var made = new T[length];
        scratch.arrays[slot] = length <= LongestKept ? made : null;
        return made;
    }
}

/// <summary>How many arrays a function works in, and its pool of idle ones.</summary>
internal sealed class ScratchLayout(int slotCount, int rowCount)
{
    /// <summary>Calls in flight at once beyond this number make their own.</summary>
    private const int MostIdle = 16;

    private readonly Scratch?[] idle = new Scratch?[MostIdle];

    internal int SlotCount { get; } = slotCount;

    internal int RowCount { get; } = rowCount;

    /// <summary>Arrays for one call.</summary>
    public static Scratch Rent(ScratchLayout layout)
    {
        foreach (ref var slot in layout.idle.AsSpan())
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } scratch) return scratch;
        return new Scratch(layout);
    }

    /// <summary>Gives them back.</summary>
    public static void Return(Scratch scratch)
    {
        foreach (ref var slot in scratch.Layout.idle.AsSpan())
            if (slot is null && Interlocked.CompareExchange(ref slot, scratch, null) is null) return;
    }
}
