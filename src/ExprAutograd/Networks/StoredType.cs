using System.Buffers.Binary;

namespace ExprAutograd.Networks;

/// <summary>A type of values in a safetensors file: its name and size there, and what it becomes here.</summary>
internal abstract class StoredType(string name, int size, ElementType readAs)
{
    private static readonly StoredType[] All =
    [
        new StoredType<double>("F64", sizeof(double), ElementType.Float64, (b, _) => BinaryPrimitives.ReadDoubleLittleEndian(b), BinaryPrimitives.WriteDoubleLittleEndian),
        new StoredType<float>("F32", sizeof(float), ElementType.Float32, (b, _) => BinaryPrimitives.ReadSingleLittleEndian(b), BinaryPrimitives.WriteSingleLittleEndian),
        new StoredType<int>("I32", sizeof(int), ElementType.Int32, (b, _) => BinaryPrimitives.ReadInt32LittleEndian(b), BinaryPrimitives.WriteInt32LittleEndian),
        new StoredType<bool>("BOOL", sizeof(bool), ElementType.Boolean, ReadBoolean, (b, value) => b[0] = value ? (byte)1 : (byte)0),
        new StoredType<float>("F16", sizeof(short), ElementType.Float32, (b, _) => (float)BinaryPrimitives.ReadHalfLittleEndian(b)),
        // A bfloat16 is the upper half of a float.
        new StoredType<float>("BF16", sizeof(short), ElementType.Float32, (b, _) => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(b) << 16)),
        new StoredType<int>("I64", sizeof(long), ElementType.Int32, ReadInt64),
    ];

    public string Name => name;

    /// <summary>Bytes per value in the file.</summary>
    public int Size => size;

    /// <summary>What the values are once they are read.</summary>
    public ElementType ReadAs => readAs;

    /// <summary>Whether values are written as this type, not only read from it.</summary>
    protected abstract bool IsWritten { get; }

    /// <summary>The type that elements of a tensor are written as.</summary>
    public static StoredType For(ElementType type) => All.First(t => t.IsWritten && t.ReadAs == type);

    /// <summary>The type of this name in a file.</summary>
    /// <exception cref="InvalidDataException">No tensor here stores values of that type, or there is no such type.</exception>
    public static StoredType Named(string name, string tensor) => Array.Find(All, t => t.Name == name)
        ?? throw new InvalidDataException($"The values of '{tensor}' are of type '{name}'; what can be read is {string.Join(", ", All.Select(t => t.Name))}.");

    /// <summary>Whether this is the kind of array that the values are written from.</summary>
    public abstract bool IsFor(Array values);

    public abstract void Write(Stream destination, Array values);

    /// <summary>The next <paramref name="count"/> values of the stream.</summary>
    /// <exception cref="InvalidDataException">The stream ends before, or a value has no place in the type it is read as.</exception>
    /// <remarks>The array grows with what arrives: at most some four times what the stream holds is allocated, and 128 KB.</remarks>
    public abstract Array Read(Stream source, int count, string tensor);

    private static bool ReadBoolean(ReadOnlySpan<byte> bytes, string tensor) => bytes[0] switch
    {
        0 => false,
        1 => true,
        var other => throw new InvalidDataException($"'{tensor}' holds truth values, which are 0 or 1, and one is {other}."),
    };

    private static int ReadInt64(ReadOnlySpan<byte> bytes, string tensor) => BinaryPrimitives.ReadInt64LittleEndian(bytes) is var value && value == (int)value
        ? (int)value
        : throw new InvalidDataException($"'{tensor}' holds {value}, which is no 32-bit integer; store it as F64 if its values are not indices.");
}

/// <summary>A type of values in a safetensors file that are <typeparamref name="T"/> here.</summary>
internal sealed class StoredType<T>(string name, int size, ElementType readAs, StoredType<T>.Reader reader, StoredType<T>.Writer? writer = null)
    : StoredType(name, size, readAs)
{
    private const int ChunkBytes = 1 << 16;

    public delegate T Reader(ReadOnlySpan<byte> bytes, string tensor);

    public delegate void Writer(Span<byte> bytes, T value);

    protected override bool IsWritten => writer is not null;

    public override bool IsFor(Array values) => values is T[];

    public override Array Read(Stream source, int count, string tensor)
    {
        var chunk = new byte[ChunkBytes];
        var perChunk = ChunkBytes / Size;
        var values = new T[Math.Min(count, perChunk)];
        for (var done = 0; done < count;)
        {
            if (done == values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * done));
            var bytes = chunk.AsSpan(0, Math.Min(count - done, perChunk) * Size);
            ArrivingBytes.Fill(bytes, source, $"the values of '{tensor}'");
            for (; !bytes.IsEmpty; bytes = bytes[Size..]) values[done++] = reader(bytes, tensor);
        }
        return values;
    }

    public override void Write(Stream destination, Array values)
    {
        Span<byte> chunk = new byte[ChunkBytes];
        var used = 0;
        foreach (var value in (T[])values)
        {
            writer!(chunk[used..], value);
            used += Size;
            if (used < ChunkBytes) continue;
            destination.Write(chunk);
            used = 0;
        }
        destination.Write(chunk[..used]);
    }
}
