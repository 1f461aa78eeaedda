namespace ExprAutograd.Dense;

/// <summary>A thread's memory for packed blocks: aligned to cache lines, kept from call to call, grown when a call wants more.</summary>
internal static unsafe class PackingBuffer
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static byte[]? left;

    [ThreadStatic]
    private static byte[]? right;

    /// <summary>Memory for blocks of the left operand, with undefined contents.</summary>
    public static void* Left(nint bytes) => Aligned(ref left, bytes);

    /// <summary>Memory for blocks of the right operand, with undefined contents.</summary>
    public static void* Right(nint bytes) => Aligned(ref right, bytes);

    private static void* Aligned(ref byte[]? buffer, nint bytes)
    {
        if (buffer is null || buffer.Length < bytes + Alignment) buffer = GC.AllocateUninitializedArray<byte>(checked((int)(bytes + Alignment)), pinned: true);
        var start = (nint)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(buffer, 0);
        return (void*)((start + Alignment - 1) & -Alignment);
    }
}
