namespace ExprAutograd.Networks;

/// <summary>Bytes of a stream whose number somebody claims: memory grows with what arrives, not with what is claimed.</summary>
internal static class ArrivingBytes
{
    private const int FirstChunk = 1 << 16;

    /// <summary>The next <paramref name="length"/> bytes.</summary>
    /// <exception cref="InvalidDataException">The stream ends before; <paramref name="what"/> says what was read.</exception>
    /// <remarks>Allocates at most some four times what the stream holds, and 64 KB.</remarks>
    public static byte[] Read(Stream source, int length, string what)
    {
        var bytes = new byte[Math.Min(length, FirstChunk)];
        for (var count = 0; ;)
        {
            Fill(bytes.AsSpan(count), source, what);
            count = bytes.Length;
            if (count == length) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * count));
        }
    }

    /// <summary>Fills the bytes with the next ones of the stream.</summary>
    /// <exception cref="InvalidDataException">The stream ends before; <paramref name="what"/> says what was read.</exception>
    public static void Fill(Span<byte> bytes, Stream source, string what)
    {
        if (source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException($"The safetensors file is truncated: it ends within {what}.");
    }
}
