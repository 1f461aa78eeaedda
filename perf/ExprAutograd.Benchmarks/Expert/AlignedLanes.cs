using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>Working memory of doubles that starts on a cache line, so that no vector of eight lies across two; zero at first.</summary>
/// <remarks>A load across two lines costs two: on arrays as the runtime places them every second load of a loop over 512-bit vectors, or every one, would.</remarks>
internal sealed class AlignedLanes
{
    private const int BytesOfLine = 64;
    private readonly double[] memory;
    private readonly int first;

    /// <summary>Room for <paramref name="length"/> numbers.</summary>
    public AlignedLanes(int length)
    {
        memory = GC.AllocateArray<double>(length + (BytesOfLine / sizeof(double)), pinned: true);
        first = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) & (BytesOfLine - 1)) / sizeof(double);
        Length = length;
    }

    public int Length { get; }

    /// <summary>The number at <paramref name="index"/>, unchecked.</summary>
    public ref double this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), first + index);
    }

    /// <summary>All of it.</summary>
    public Span<double> Span => memory.AsSpan(first, Length);
}
