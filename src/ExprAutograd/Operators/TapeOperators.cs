namespace ExprAutograd.Operators;

/// <summary>What a loop's iterations leave for their adjoint: last in, first out, growing by doubling.</summary>
internal sealed class Tape<T>
{
    private const int SmallestLength = 64;

    internal T[] Items { get; set; } = new T[SmallestLength];

    internal int Count { get; set; }
}

/// <summary>Tapes as operations. They are effects: none is repeated, left out or moved past another.</summary>
/// <remarks>The adjoint of a push is a pop from the tape of cotangents, and of a pop a push: the operations are closed under both modes.</remarks>
internal static class TapeOperators
{
    /// <summary>An empty tape.</summary>
    /// <remarks>Idle tapes keep their memory and are used again: a function called again allocates nothing.</remarks>
    public static Tape<T> New<T>()
    {
        foreach (ref var slot in Idle<T>.Tapes.AsSpan())
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } tape) return tape;
        return new Tape<T>();
    }

    /// <summary>Gives a tape back for others to use.</summary>
    /// <returns>True.</returns>
    public static bool Release<T>(Tape<T> tape)
    {
        tape.Count = 0;
        if (tape.Items.Length > Idle<T>.LongestKept) return true;
        foreach (ref var slot in Idle<T>.Tapes.AsSpan())
            if (slot is null && Interlocked.CompareExchange(ref slot, tape, null) is null) break;
        return true;
    }

    /// <summary>Writes down <paramref name="value"/>.</summary>
    /// <returns>True.</returns>
    public static bool Push<T>(Tape<T> tape, T value)
    {
        var (items, count) = (tape.Items, tape.Count);
        if ((uint)count >= (uint)items.Length) items = Grow(tape);
        items[count] = value;
        tape.Count = count + 1;
        return true;
    }

    /// <summary>Writes down an array for its shape alone: its elements may have changed when it is read back.</summary>
    /// <returns>True.</returns>
    public static bool PushShape<T>(Tape<T> tape, T array) => Push(tape, array);

    /// <summary>Makes room for <paramref name="count"/> values, none when negative, to be written to the items directly.</summary>
    /// <returns>The position of the first.</returns>
    public static int Reserve<T>(Tape<T> tape, int count)
    {
        var start = tape.Count;
        var end = checked(start + Math.Max(count, 0));
        while (end > tape.Items.Length) Grow(tape);
        tape.Count = end;
        return start;
    }

    /// <summary>Takes the last <paramref name="count"/> values off the tape, none when negative, to be read from the items directly.</summary>
    /// <returns>The position after the last.</returns>
    public static int Unreserve<T>(Tape<T> tape, int count)
    {
        var end = tape.Count;
        tape.Count = end - Math.Max(count, 0);
        return end;
    }

    /// <summary>Where the values are, until the next that is written makes it grow.</summary>
    public static T[] ItemsOf<T>(Tape<T> tape) => tape.Items;

    /// <summary>Reads back what was written down last, and takes it off the tape.</summary>
    public static T Pop<T>(Tape<T> tape)
    {
        var count = tape.Count - 1;
        tape.Count = count;
        return tape.Items[count];
    }

    private static T[] Grow<T>(Tape<T> tape)
    {
        var grown = new T[2 * tape.Items.Length];
        Array.Copy(tape.Items, grown, tape.Items.Length);
        return tape.Items = grown;
    }

    private static class Idle<T>
    {
        private const int MostIdle = 16;
        private const int LongestKeptInBytes = 256 << 20;

        public static readonly Tape<T>?[] Tapes = new Tape<T>?[MostIdle];

        public static int LongestKept => LongestKeptInBytes / System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
    }
}
