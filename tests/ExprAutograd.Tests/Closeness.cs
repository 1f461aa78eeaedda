namespace ExprAutograd.Tests;

/// <summary>When two numbers count as equal; a failure says where they part.</summary>
internal static class Closeness
{
    /// <summary>|actual - expected| is at most tolerance times max(1, |expected|); NaN equals NaN, infinities must agree.</summary>
    public static bool IsClose(double actual, double expected, double tolerance) =>
        actual.Equals(expected) || actual == expected || Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected));

    public static string? Difference(string what, double actual, double expected, double tolerance) =>
        IsClose(actual, expected, tolerance) ? null : $"{what}: {actual:R}, expected {expected:R}";

    public static string? Difference(string what, double[] actual, double[] expected, double tolerance)
    {
        if (actual.Length != expected.Length) return $"{what} has {actual.Length} numbers, expected {expected.Length}";
        for (var k = 0; k < expected.Length; k++)
            if (Difference($"{what}[{k}]", actual[k], expected[k], tolerance) is { } difference) return difference;
        return null;
    }

    public static string? Difference(string what, double[,] actual, double[][] expected, double tolerance)
    {
        if (actual.GetLength(0) != expected.Length) return $"{what} has {actual.GetLength(0)} rows, expected {expected.Length}";
        for (var i = 0; i < expected.Length; i++)
            for (var j = 0; j < expected.Length; j++)
                if (Difference($"{what}[{i},{j}]", actual[i, j], expected[i][j], tolerance) is { } difference) return difference;
        return null;
    }

    /// <summary>The same bits; any NaN equals any other, since which one an operation makes depends on the order of its operands.</summary>
    public static bool AreSameBits(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b));
}
