using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExprAutograd.Cli.Evaluation;

/// <summary>Writes values as JSON: numbers that read back the same, arrays and tuples nested, the non-finite as texts.</summary>
internal static class ValueWriter
{
    /// <summary>Messages keep their quotes and comparison signs.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case double x: WriteNumber(json, x); break;
            case float x: WriteNumber(json, x); break;
            case Half x: WriteNumber(json, (double)x); break;
            case bool x: json.WriteBooleanValue(x); break;
            case string x: json.WriteStringValue(x); break;
            case decimal x: json.WriteNumberValue(x); break;
            case ulong x: json.WriteNumberValue(x); break;
            case Array { Rank: > 1 } x: WriteRectangular(json, x, new int[x.Rank], 0); break;
            case MathNet.Numerics.LinearAlgebra.Matrix<double> x: WriteRectangular(json, x.ToArray(), new int[2], 0); break;
            case MathNet.Numerics.LinearAlgebra.Matrix<float> x: WriteRectangular(json, x.ToArray(), new int[2], 0); break;
            case ITuple x: WriteList(json, Enumerable.Range(0, x.Length).Select(k => x[k])); break;
            case IEnumerable x: WriteList(json, x.Cast<object?>()); break;
            case IConvertible x: json.WriteNumberValue(x.ToInt64(CultureInfo.InvariantCulture)); break;
            default: WriteMembers(json, value); break;
        }
    }

    /// <summary>A float is written as the double it equals.</summary>
    private static void WriteNumber(Utf8JsonWriter json, double x)
    {
        if (double.IsFinite(x)) json.WriteNumberValue(x);
        else json.WriteStringValue(double.IsNaN(x) ? "NaN" : x > 0 ? "Infinity" : "-Infinity");
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable<object?> items)
    {
        json.WriteStartArray();
        foreach (var item in items) Write(json, item);
        json.WriteEndArray();
    }

    private static void WriteRectangular(Utf8JsonWriter json, Array array, int[] index, int dimension)
    {
        json.WriteStartArray();
        for (index[dimension] = 0; index[dimension] < array.GetLength(dimension); index[dimension]++)
        {
            if (dimension == array.Rank - 1) Write(json, array.GetValue(index));
            else WriteRectangular(json, array, index, dimension + 1);
        }
        json.WriteEndArray();
    }

    /// <summary>Records and structs: their members in order, as a tuple's.</summary>
    private static void WriteMembers(Utf8JsonWriter json, object value)
    {
        var type = value.GetType();
        var fields = type.GetFields().Where(f => !f.IsStatic).Select(f => f.GetValue(value));
        var properties = type.GetProperties().Where(p => p.GetMethod is { IsStatic: false } && p.GetIndexParameters().Length == 0).Select(p => p.GetValue(value));
        WriteList(json, fields.Concat(properties));
    }
}
