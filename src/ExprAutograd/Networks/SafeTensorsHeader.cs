using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace ExprAutograd.Networks;

/// <summary>Where the values of one tensor stand: after those of the tensor before it.</summary>
internal sealed record StoredTensor(string Name, StoredType Type, int[] Shape, long Start, long End, int Count);

/// <summary>The header of a safetensors file: its tensors in the order of their values, without gap or overlap, and its metadata.</summary>
internal sealed record SafeTensorsHeader(IReadOnlyList<StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataName = "__metadata__";

    private const string TypeName = "dtype";
    private const string ShapeName = "shape";
    private const string OffsetsName = "data_offsets";

    /// <summary>The longest header that readers of the format accept.</summary>
    private const int MostBytes = 100_000_000;

    /// <summary>The values start at a multiple of this; spaces fill the header up.</summary>
    private const int Alignment = 8;

    /// <summary>The header of tensors whose values are written in this order; its entries are in the order of their names.</summary>
    /// <exception cref="ArgumentException">It would be longer than readers accept.</exception>
    public static byte[] ToBytes((string Name, ElementType Type, int[] Shape)[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var starts = new Dictionary<string, (long Start, long End)>();
        var end = 0L;
        foreach (var (name, type, shape) in tensors) starts[name] = (end, end += shape.Aggregate((long)StoredType.For(type).Size, (product, size) => product * size));

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataName);
                foreach (var (name, text) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(name, text);
                json.WriteEndObject();
            }
            foreach (var (name, type, shape) in tensors.OrderBy(t => t.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject(name);
                json.WriteString(TypeName, StoredType.For(type).Name);
                json.WriteStartArray(ShapeName);
                foreach (var size in shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray(OffsetsName);
                json.WriteNumberValue(starts[name].Start);
                json.WriteNumberValue(starts[name].End);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (bytes.Length % Alignment != 0) bytes.WriteByte((byte)' ');
        if (bytes.Length > MostBytes)
            throw new ArgumentException($"The header would take {bytes.Length} bytes, and the format allows {MostBytes}: the names or the metadata are too long.");
        return bytes.ToArray();
    }

    /// <summary>Reads the length and the header; what follows in the stream are the values.</summary>
    /// <exception cref="InvalidDataException">It is no such header, or the offsets of the tensors leave a gap or overlap.</exception>
    public static SafeTensorsHeader Read(Stream source)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(ArrivingBytes.Read(source, sizeof(ulong), "the length of the header"));
        if (length > MostBytes)
            throw new InvalidDataException($"The header of the safetensors file claims to take {length} bytes; the format allows {MostBytes}. Is it a safetensors file?");
        var bytes = ArrivingBytes.Read(source, (int)length, "the header");
        if (bytes is not [(byte)'{', ..] || !Utf8.IsValid(bytes)) throw new InvalidDataException("The header of the safetensors file is no JSON object in UTF-8.");
        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return From(json.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair in a string is an InvalidOperationException once the string is read.
            throw new InvalidDataException($"The header of the safetensors file is not as the format says: {wrong.Message}", wrong);
        }
    }

    private static SafeTensorsHeader From(JsonElement root)
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var tensors = new List<StoredTensor>();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name != MetadataName) tensors.Add(Tensor(property.Name, property.Value));
            else ReadMetadata(property.Value, metadata);
        }
        // An empty tensor stands where the next one starts.
        tensors.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
        var end = 0L;
        foreach (var tensor in tensors)
        {
            if (tensor.Start != end)
                throw new InvalidDataException($"The values of '{tensor.Name}' start at byte {tensor.Start}, {(tensor.Start < end ? "before" : "after")} byte {end} where those before it end.");
            end = tensor.End;
        }
        return new(tensors, metadata);
    }

    private static void ReadMetadata(JsonElement value, SortedDictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object) throw new InvalidDataException("The metadata of the safetensors file are no JSON object.");
        foreach (var text in value.EnumerateObject())
        {
            if (text.Value.ValueKind != JsonValueKind.String) throw new InvalidDataException($"The metadata '{text.Name}' of the safetensors file is no text.");
            metadata.Add(text.Name, text.Value.GetString()!);
        }
    }

    private static StoredTensor Tensor(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"The header of the safetensors file says of '{name}' what is no JSON object.");
        if (!value.TryGetProperty(TypeName, out var typeName) || typeName.ValueKind != JsonValueKind.String)
            throw new InvalidDataException($"'{name}' has no '{TypeName}'.");
        var type = StoredType.Named(typeName.GetString()!, name);
        var shape = Numbers(name, value, ShapeName);
        if (Array.Find(shape, size => size > int.MaxValue) is > 0 and var tooLong)
            throw new InvalidDataException($"An axis of '{name}' is {tooLong} long, more than an array can hold.");

        var offsets = Numbers(name, value, OffsetsName);
        if (offsets is not [var start, var end] || start > end) throw new InvalidDataException($"The '{OffsetsName}' of '{name}' are no start and end.");
        // Once the product is larger than any file it stays so: a long shape cannot make it overflow.
        var count = Array.Exists(shape, size => size == 0) ? 0 : shape.Aggregate((Int128)1, (product, size) => product > long.MaxValue ? product : product * size);
        if (count * type.Size != end - start)
            throw new InvalidDataException($"'{name}' has the shape [{string.Join(", ", shape)}] of {type.Name}, which does not take {end - start} bytes.");
        if (count > Array.MaxLength) throw new InvalidDataException($"'{name}' has {count} values, more than an array can hold.");
        return new(name, type, Array.ConvertAll(shape, size => (int)size), start, end, (int)count);
    }

    private static long[] Numbers(string tensor, JsonElement value, string name)
    {
        if (!value.TryGetProperty(name, out var array) || array.ValueKind != JsonValueKind.Array) throw new InvalidDataException($"'{tensor}' has no '{name}'.");
        var numbers = new long[array.GetArrayLength()];
        var count = 0;
        foreach (var element in array.EnumerateArray())
            numbers[count++] = element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) && number >= 0
                ? number
                : throw new InvalidDataException($"The '{name}' of '{tensor}' holds {element.GetRawText()}, which is no length.");
        return numbers;
    }
}
