using System.Collections;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace ExprAutograd.Tests.Lifting;

/// <summary>Runs a method and the tree it was lifted to on the same arguments, and says how they differ.</summary>
internal static class Sameness
{
    /// <summary>Null when values, arrays written and exceptions agree bit for bit; else what differs.</summary>
    public static string? Difference(MethodInfo method, Delegate lifted, Func<object?[]> arguments)
    {
        var (expectedArguments, actualArguments) = (arguments(), arguments());
        var expected = Run(() => method.Invoke(null, expectedArguments));
        var actual = Run(() => lifted.DynamicInvoke(actualArguments));
        if (Text(expected) != Text(actual)) return $"value {Text(actual)} instead of {Text(expected)} at ({string.Join(", ", arguments().Select(Text))})";
        if (expected is Type) return null;
        for (var k = 0; k < expectedArguments.Length; k++)
            if (Text(expectedArguments[k]) != Text(actualArguments[k])) return $"argument {k} is {Text(actualArguments[k])} instead of {Text(expectedArguments[k])}";
        return null;
    }

    /// <summary>Arguments for parameters of the usual types, by a seed; tame ones are finite numbers of ordinary size.</summary>
    public static object?[] Arguments(MethodBase method, int seed, bool isTame = false)
    {
        var random = new Random(seed);
        return [.. method.GetParameters().Select(p => Value(p.ParameterType, random, isTame))];
    }

    public static string Text(object? value) => value switch
    {
        null => "null",
        double d => $"{d.ToString("R", CultureInfo.InvariantCulture)}|{BitConverter.DoubleToInt64Bits(double.IsNaN(d) ? double.NaN : d):x}",
        float f => $"{f.ToString("R", CultureInfo.InvariantCulture)}|{BitConverter.SingleToInt32Bits(float.IsNaN(f) ? float.NaN : f):x}",
        string s => s,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static object? Value(Type type, Random random, bool isTame)
    {
        var length = isTame ? 20 : 6;
        double[] special = [0.0, 1.0, -1.0, 0.5, double.NaN, 2.0, -3.25, double.PositiveInfinity, 1e-9];
        if (type == typeof(double)) return !isTame && random.Next(4) == 0 ? special[random.Next(special.Length)] : isTame ? 0.1 + random.NextDouble() : (random.NextDouble() * 6) - 2;
        if (type == typeof(float)) return (float)((random.NextDouble() * 6) - 2);
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(uint)) return random.Next(3) == 0 ? uint.MaxValue - (uint)random.Next(5) : (uint)random.Next(9);
        if (type == typeof(long)) return random.NextInt64(-9, 1L << 40);
        if (type == typeof(ulong)) return (ulong)random.NextInt64() * 2;
        if (type == typeof(byte)) return (byte)random.Next(256);
        if (type == typeof(sbyte)) return (sbyte)random.Next(-128, 128);
        if (type == typeof(short)) return (short)random.Next(-32768, 32768);
        if (type == typeof(char)) return (char)random.Next(32, 127);
        if (type == typeof(int)) return random.Next(-4, 7);
        if (type.IsEnum) return Enum.ToObject(type, random.Next(4));
        if (type.IsArray)
        {
            var array = Array.CreateInstance(type.GetElementType()!, [.. Enumerable.Repeat(length, type.GetArrayRank())]);
            var index = new int[type.GetArrayRank()];
            foreach (var _ in array)
            {
                array.SetValue(Value(type.GetElementType()!, random, isTame), index);
                for (var d = index.Length - 1; d >= 0 && ++index[d] == length; d--) index[d] = 0;
            }
            return array;
        }
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }

    private static object? Run(Func<object?> body)
    {
        try { return body(); }
        catch (TargetInvocationException e) { return e.InnerException!.GetType(); }
    }
}
