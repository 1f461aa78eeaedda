using System.Buffers.Binary;
using System.Text;
using ExprAutograd.Networks;

namespace ExprAutograd.Tests.Networks;

using Entry = (ElementType Type, int[] Shape, Array Values);

/// <summary>What is written is read again to the bit; what other programs write is read; what is no safetensors file is refused.</summary>
public sealed class SafeTensorsTests
{
    private static readonly Dictionary<string, Entry> Tensors = new()
    {
        ["weight"] = (ElementType.Float64, [2, 2], new[] { 1.5, -0.0, double.NaN, double.NegativeInfinity }),
        ["layer.0.bias"] = (ElementType.Float32, [3], new[] { float.Epsilon, float.MaxValue, -1f / 3 }),
        ["labels"] = (ElementType.Int32, [1, 2, 1], new[] { int.MinValue, int.MaxValue }),
        ["mask"] = (ElementType.Boolean, [3], new[] { true, false, true }),
        ["a number"] = (ElementType.Float64, [], new[] { Math.PI }),
        ["nothing"] = (ElementType.Float32, [0, 3], Array.Empty<float>()),
        ["Größe \"x\"\n"] = (ElementType.Float64, [1], new[] { 1e-310 }),
    };

    [Fact]
    public void What_is_written_is_read_again()
    {
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["made by"] = "ü" };
        var (tensors, texts) = SafeTensors.Read(Written(Tensors, metadata));
        Assert.Equal(metadata.OrderBy(m => m.Key), texts);
        AssertSame(Tensors, tensors);
    }

    [Fact]
    public void Many_values_take_many_chunks()
    {
        var tensors = new Dictionary<string, Entry>
        {
            ["double"] = (ElementType.Float64, [50_001, 2], Array.ConvertAll(Enumerable.Range(0, 100_002).ToArray(), k => Math.Sin(k))),
            ["mask"] = (ElementType.Boolean, [200_003], Array.ConvertAll(Enumerable.Range(0, 200_003).ToArray(), k => k % 7 == 0)),
        };
        AssertSame(tensors, SafeTensors.Read(Written(tensors)).Tensors);
    }

    [Fact]
    public void No_tensors_make_a_file_too() => Assert.Empty(SafeTensors.Read(Written([])).Tensors);

    [Fact]
    public void Names_come_in_order() => Assert.Equal(Tensors.Keys.Order(StringComparer.Ordinal), SafeTensors.Read(Written(Tensors)).Tensors.Keys);

    [Fact]
    public void Bytes_are_those_of_the_format()
    {
        var tensors = new Dictionary<string, Entry>
        {
            ["b"] = (ElementType.Float32, [2], new[] { 1f, 2f }),
            ["a"] = (ElementType.Boolean, [1], new[] { true }),
        };
        // Names in order, wide elements first, and spaces up to a multiple of eight.
        var expected = File(
            """{"__metadata__":{"k":"v"},"a":{"dtype":"BOOL","shape":[1],"data_offsets":[8,9]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""".PadRight(136),
            [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 1]);
        Assert.Equal(expected, Written(tensors, new Dictionary<string, string> { ["k"] = "v" }).ToArray());
    }

    [Fact]
    public void Equal_tensors_make_equal_bytes() => Assert.Equal(Written(Tensors).ToArray(), Written(Tensors.Reverse().ToDictionary()).ToArray());

    [Theory]
    [InlineData("F16", new byte[] { 0x00, 0x3C, 0x01, 0x00, 0x00, 0xFC }, new[] { 1f, 5.9604645e-8f, float.NegativeInfinity })]
    [InlineData("BF16", new byte[] { 0x80, 0x3F, 0x49, 0xC0, 0x80, 0x7F }, new[] { 1f, -3.140625f, float.PositiveInfinity })]
    public void Half_precision_is_read_as_floats(string type, byte[] values, float[] expected)
    {
        var read = Read("""{"h":{"dtype":"T","shape":[3],"data_offsets":[0,6]}}""".Replace("\"T\"", $"\"{type}\""), values)["h"];
        Assert.Equal(ElementType.Float32, read.Type);
        Assert.Equal(expected, read.Values);
    }

    [Fact]
    public void Long_integers_are_read_where_they_fit()
    {
        const string Header = """{"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""";
        Assert.Equal(new[] { -2 }, Read(Header, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])["n"].Values);
        Assert.Contains("'n' holds 4294967295", Refusal(File(Header, [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])), StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_may_stand_in_any_order_and_empty_ones_anywhere() => Assert.Equal(
        ["e", "x", "y"],
        Read(
            """
             {"y":{"data_offsets":[1,2],"shape":[1],"dtype":"BOOL"}, "e":{"dtype":"F64","shape":[9,0],"data_offsets":[1,1]},
            "x":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1],"more":0}}
            """.TrimStart(),
            [0, 1]).Keys);

    [Fact]
    public void A_stream_may_give_a_byte_at_a_time_and_stays_open()
    {
        using var stream = new ByteByByte(Written(Tensors).ToArray());
        AssertSame(Tensors, SafeTensors.Read(stream).Tensors);
        Assert.True(stream.CanRead);
    }

    /// <summary>Headers that say what is not so, with two bytes of values, and what the error says of them.</summary>
    [Theory]
    [InlineData("""[]""", "no JSON object")]
    [InlineData(""" {}""", "no JSON object")]
    [InlineData("""{"a":""", "not as the format says")]
    [InlineData("""{} {}""", "not as the format says")]
    [InlineData("""{"a\ud800":{}}""", "not as the format says")]
    [InlineData("""{"a":1}""", "no JSON object")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,2]}}""", "'a' has no 'dtype'")]
    [InlineData("""{"a":{"dtype":1,"shape":[2],"data_offsets":[0,2]}}""", "'a' has no 'dtype'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "of type 'U8'; what can be read is F64, F32, I32, BOOL, F16, BF16, I64")]
    [InlineData("""{"a":{"dtype":"F64"}}""", "'a' has no 'shape'")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":2,"data_offsets":[0,2]}}""", "'a' has no 'shape'")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[-2],"data_offsets":[0,2]}}""", "'shape' of 'a' holds -2")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2.5],"data_offsets":[0,2]}}""", "'shape' of 'a' holds 2.5")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":["2"],"data_offsets":[0,2]}}""", "'shape' of 'a' holds \"2\"")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[3000000000,0],"data_offsets":[0,0]}}""", "An axis of 'a' is 3000000000 long")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2000000000,2000000000,2000000000,2000000000,2000000000],"data_offsets":[0,2]}}""", "does not take 2 bytes")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[65536,65536],"data_offsets":[0,4294967296]}}""", "more than an array can hold")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2]}}""", "'a' has no 'data_offsets'")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0]}}""", "'data_offsets' of 'a' are no start and end")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[2,0]}}""", "'data_offsets' of 'a' are no start and end")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,99999999999999999999]}}""", "'data_offsets' of 'a' holds 99999999999999999999")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,2]}}""", "'a' has the shape [1] of F32, which does not take 2 bytes")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[1,2]}}""", "'a' start at byte 1, after byte 0")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"BOOL","shape":[1],"data_offsets":[1,2]}}""", "'b' start at byte 1, before byte 2")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"BOOL","shape":[1],"data_offsets":[1,2]}}""", "Duplicate")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""", "ends within the values of 'a'")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}""", "goes on after the values")]
    [InlineData("""{"a":{"dtype":"BOOL","shape":[2],"data_offsets":[0,2]}}""", "0 or 1, and one is 7")]
    [InlineData("""{"__metadata__":1}""", "metadata of the safetensors file are no JSON object")]
    [InlineData("""{"__metadata__":{"k":1}}""", "metadata 'k' of the safetensors file is no text")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", "Duplicate")]
    public void A_wrong_header_is_refused(string header, string reason) => Assert.Contains(reason, Refusal(File(header, [1, 7])), StringComparison.Ordinal);

    [Fact]
    public void A_header_that_is_not_UTF8_is_refused() => Assert.Contains("no JSON object in UTF-8", Refusal([3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', 0xFF, (byte)'}']), StringComparison.Ordinal);

    [Theory]
    [InlineData(100_000_001)]
    [InlineData(ulong.MaxValue)]
    public void A_header_that_is_too_long_is_refused(ulong length)
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Assert.Contains($"claims to take {length} bytes", Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        var bytes = Written(Tensors).ToArray();
        Assert.All(Enumerable.Range(0, bytes.Length), length => Refusal(bytes[..length]));
    }

    [Fact]
    public void A_changed_byte_is_read_or_refused_and_nothing_else()
    {
        var bytes = Written(Tensors).ToArray();
        for (var k = 0; k < bytes.Length; k++)
            foreach (var changed in (byte[])[0, (byte)(bytes[k] + 1), (byte)(bytes[k] ^ 0x80), (byte)'9', (byte)'"', (byte)'\\'])
            {
                var wrong = bytes.ToArray();
                wrong[k] = changed;
                var exception = Record.Exception(() => SafeTensors.Read(new MemoryStream(wrong)));
                Assert.True(exception is null or InvalidDataException, $"Byte {k} as {changed}: {exception}");
            }
    }

    [Fact]
    public void What_does_not_arrive_is_not_allocated()
    {
        var claims = new[]
        {
            File("""{"a":{"dtype":"F64","shape":[1000000000],"data_offsets":[0,8000000000]}}""", []),
            [.. BitConverter.GetBytes(99_999_999UL), (byte)'{'],
        };
        foreach (var claim in claims)
        {
            Refusal(claim);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Refusal(claim);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Fact]
    public void Values_must_fit_their_type_and_shape()
    {
        Assert.Contains("come in a System.Single[]", Rejection("a", (ElementType.Float64, [1], new[] { 1f })), StringComparison.Ordinal);
        Assert.Contains("do not fill the shape [2, 3]", Rejection("a", (ElementType.Float32, [2, 3], new[] { 1f })), StringComparison.Ordinal);
        Assert.Contains("do not fill the shape [-1, -1]", Rejection("a", (ElementType.Float32, [-1, -1], new[] { 1f })), StringComparison.Ordinal);
        Assert.Contains("'__metadata__'", Rejection("__metadata__", (ElementType.Float32, [1], new[] { 1f })), StringComparison.Ordinal);
    }

    private static string Rejection(string name, Entry tensor) => Assert.Throws<ArgumentException>(() => Written(new() { [name] = tensor })).Message;

    private static string Refusal(byte[] file) => Assert.Throws<InvalidDataException>(() => SafeTensors.Read(new MemoryStream(file))).Message;

    private static IReadOnlyDictionary<string, Entry> Read(string header, byte[] values) => SafeTensors.Read(new MemoryStream(File(header, values))).Tensors;

    private static byte[] File(string header, byte[] values) => [.. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. values];

    private static MemoryStream Written(Dictionary<string, Entry> tensors, Dictionary<string, string>? metadata = null)
    {
        var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors, metadata);
        stream.Position = 0;
        return stream;
    }

    private static void AssertSame(Dictionary<string, Entry> expected, IReadOnlyDictionary<string, Entry> found)
    {
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.Type, found[name].Type);
            Assert.Equal(tensor.Shape, found[name].Shape);
            Assert.Equal(Bits(tensor.Values), Bits(found[name].Values));
        }
    }

    private static long[] Bits(Array values) => values switch
    {
        double[] doubles => Array.ConvertAll(doubles, BitConverter.DoubleToInt64Bits),
        float[] floats => Array.ConvertAll(floats, v => (long)BitConverter.SingleToInt32Bits(v)),
        int[] integers => Array.ConvertAll(integers, v => (long)v),
        _ => Array.ConvertAll((bool[])values, v => v ? 1L : 0L),
    };

    /// <summary>A stream as a slow network is one: it cannot seek and gives one byte at a time.</summary>
    private sealed class ByteByByte(byte[] bytes) : Stream
    {
        private int next;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (next == bytes.Length || count == 0) return 0;
            buffer[offset] = bytes[next++];
            return 1;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
