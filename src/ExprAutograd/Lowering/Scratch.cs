using System.Runtime.CompilerServices;

namespace ExprAutograd.Lowering;

/// <summary>The arrays that one call of a function works in: a slot per place that makes one.</summary>
/// <remarks>One per call in flight, taken from its layout's pool: a call allocates nothing after the first, while lengths stay as they are.</remarks>
internal sealed class Scratch
{
    private const int LongestKept = 1 << 24;

    private readonly Array?[] arrays;

    internal Scratch(ScratchLayout layout)
    {
        Layout = layout;
        arrays = new Array?[layout.SlotCount];
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

    private static T[] Make<T>(Scratch scratch, int slot, int length)
    {
        var made = new T[length];
        scratch.arrays[slot] = length <= LongestKept ? made : null;
        return made;
    }
}

/// <summary>How many arrays a function works in, and its pool of idle ones.</summary>
internal sealed class ScratchLayout(int slotCount)
{
    /// <summary>Calls in flight at once beyond this number make their own.</summary>
    private const int MostIdle = 16;

    private readonly Scratch?[] idle = new Scratch?[MostIdle];

    internal int SlotCount { get; } = slotCount;

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
