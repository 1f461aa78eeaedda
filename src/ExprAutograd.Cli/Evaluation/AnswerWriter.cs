using System.Buffers;
using System.Text.Json;

namespace ExprAutograd.Cli.Evaluation;

/// <summary>Writes the answers of an eval file as a JSON array, one answer a line.</summary>
internal static class AnswerWriter
{
    /// <summary>UTF-8 without a byte order mark, ending with a line break.</summary>
    public static ReadOnlyMemory<byte> Write(IEnumerable<PointAnswer> answers)
    {
        var file = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(file, ValueWriter.Options);
        var separator = "[\n"u8;
        foreach (var answer in answers)
        {
            file.Write(separator);
            Write(json, answer);
            json.Flush();
            json.Reset();
            separator = ",\n"u8;
        }
        file.Write(separator[0] == (byte)'[' ? "[]\n"u8 : "\n]\n"u8);
        return file.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, PointAnswer answer)
    {
        json.WriteStartObject();
        json.WritePropertyName("id");
        json.WriteRawValue(answer.Id, skipInputValidation: true);
        json.WriteNumber("point", answer.Point);
        if (answer.Error is not null) json.WriteString("error", answer.Error);
        if (answer.Result is { } result)
        {
            Write(json, "value", result.Value);
            Write(json, "gradient", result.Gradient);
            Write(json, "hessian", result.Hessian);
            Write(json, "jacobian", result.Jacobian);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        ValueWriter.Write(json, value);
    }
}
