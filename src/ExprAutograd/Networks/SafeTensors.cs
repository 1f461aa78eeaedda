using System.Buffers.Binary;
using System.Numerics;

namespace ExprAutograd.Networks;

using Entry = (ElementType Type, int[] Shape, Array Values);

/// <summary>Named tensors in the safetensors format: the length of a header (eight bytes), the header (JSON), and the values one tensor after the other.</summary>
/// <remarks>
/// As published by Hugging Face with the <c>safetensors</c> library; all numbers are little-endian, values row-major. A file is not believed: what its header
/// says is checked before it is used, and no memory is taken for bytes that do not arrive.
/// </remarks>
internal static class SafeTensors
{
    /// <summary>Writes the tensors; equal tensors make equal bytes, whatever the order of the dictionary.</summary>
    /// <param name="destination">Where the bytes go, from its position on; it stays open.</param>
    /// <param name="tensors">By name: the type, the shape, and the values in row-major order, in the array that the type stores them in.</param>
    /// <param name="metadata">Texts to keep with them, by name.</param>
    /// <exception cref="ArgumentException">The values do not fit the type or the shape, or a name is <c>__metadata__</c>, which the format keeps to itself.</exception>
    public static void Write(Stream destination, IReadOnlyDictionary<string, Entry> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        foreach (var (name, tensor) in tensors) Check(name, tensor);

        // Wide elements come first, so that every value stands at a multiple of its own size from the end of the header.
        var inOrder = tensors.OrderByDescending(t => StoredType.For(t.Value.Type).Size).ThenBy(t => t.Key, StringComparer.Ordinal).ToArray();
        var header = SafeTensorsHeader.ToBytes([.. inOrder.Select(t => (t.Key, t.Value.Type, t.Value.Shape))], metadata);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        destination.Write(length);
        destination.Write(header);
        foreach (var (_, tensor) in inOrder) StoredType.For(tensor.Type).Write(destination, tensor.Values);
    }

    /// <summary>Reads all tensors of a file, in the order of their names, and the texts kept with them.</summary>
    /// <param name="source">Read to its end from its position on; it need not be able to seek and stays open.</param>
    /// <exception cref="InvalidDataException">The bytes are no safetensors file, or hold values that no tensor here stores.</exception>
    /// <remarks>F16 and BF16 are read as <see cref="ElementType.Float32"/>, which is exact; I64 as <see cref="ElementType.Int32"/> where every value fits.</remarks>
    public static (IReadOnlyDictionary<string, Entry> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(Stream source)
    {
        var header = SafeTensorsHeader.Read(source);
        var tensors = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var stored in header.Tensors)
            tensors.Add(stored.Name, (stored.Type.ReadAs, stored.Shape, stored.Type.Read(source, stored.Count, stored.Name)));
        if (source.ReadByte() >= 0) throw new InvalidDataException("The safetensors file goes on after the values of its last tensor.");
        return (tensors, header.Metadata);
    }

    private static void Check(string name, Entry tensor)
    {
        if (name == SafeTensorsHeader.MetadataName) throw new ArgumentException($"No tensor can be named '{name}': the format keeps its metadata under this name.");
        if (!StoredType.For(tensor.Type).IsFor(tensor.Values))
            throw new ArgumentException($"The values of '{name}' are {tensor.Type} but come in a {tensor.Values.GetType()}.");
        if (tensor.Shape.Any(size => size < 0) || tensor.Shape.Aggregate(BigInteger.One, (product, size) => product * size) != tensor.Values.Length)
            throw new ArgumentException($"'{name}' has {tensor.Values.Length} values, which do not fill the shape [{string.Join(", ", tensor.Shape)}].");
    }
}
