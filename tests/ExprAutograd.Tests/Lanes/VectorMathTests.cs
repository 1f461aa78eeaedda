using System.Globalization;
using System.Reflection;
using System.Runtime.Intrinsics;
using ExprAutograd.Lanes;

namespace ExprAutograd.Tests.Lanes;

/// <summary>Functions of vectors against numbers that were computed with 60 digits (mpmath) and rounded once.</summary>
public sealed class VectorMathTests
{
    private const long MostUnits = 2;
    private const long MostUnitsOfErrorFunctions = 4;
    private const long MostUnitsOfNormal = 6;

    private static readonly double[] Special =
        [0.0, -0.0, 1, -1, 2, -2, 0.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 1e-310, -1e-310, 1e300];

    private sealed record Row(double[] Arguments, double Value);

    private static Dictionary<string, Row[]> Table { get; } = Read();

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_is_within_two_units_in_the_last_place_over_its_range(string name)
    {
        var most = name switch { "Erf" or "Erfc" => MostUnitsOfErrorFunctions, "NormalCdf" => MostUnitsOfNormal, _ => MostUnits };
        var worst = 0L;
        foreach (var row in Table[name])
        {
            var value = At512(name, row.Arguments);
            worst = Math.Max(worst, Units(row.Value, value));
            Assert.True(Units(row.Value, value) <= most, $"{name}({string.Join(", ", row.Arguments.Select(a => a.ToString("R", CultureInfo.InvariantCulture)))}) is {value:R} for {row.Value:R}.");
        }
        if (Environment.GetEnvironmentVariable("EXPRAUTOGRAD_VECTORMATH") is not null) Console.WriteLine($"{name}: {worst} units in the last place.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_number_has_one_value_at_every_place_and_width(string name)
    {
        foreach (var row in Table[name])
        {
            var others = Table[name][0].Arguments;
            var value = BitConverter.DoubleToInt64Bits(At512(name, row.Arguments));
            for (var lane = 0; lane < 8; lane++)
            {
                var arguments = row.Arguments.Select((a, k) => (object)Vector512.Create(others[k]).WithElement(lane, a)).ToArray();
                Assert.Equal(value, BitConverter.DoubleToInt64Bits(((Vector512<double>)Method(typeof(VectorMath512), name).Invoke(null, arguments)!)[lane]));
            }
            Assert.Equal(value, BitConverter.DoubleToInt64Bits(((Vector256<double>)Method(typeof(VectorMath256), name).Invoke(null, [.. row.Arguments.Select(a => (object)Vector256.Create(a))])!)[3]));
            Assert.Equal(value, BitConverter.DoubleToInt64Bits(((Vector128<double>)Method(typeof(VectorMath128), name).Invoke(null, [.. row.Arguments.Select(a => (object)Vector128.Create(a))])!)[1]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Special_values_are_those_of_Math(string name)
    {
        if (typeof(Math).GetMethod(name, [.. Table[name][0].Arguments.Select(_ => typeof(double))]) is not { } scalar) return;
        var pairs = Table[name][0].Arguments.Length == 1 ? Special.Select(x => new[] { x }) : Special.SelectMany(x => Special.Select(y => new[] { x, y }));
        foreach (var arguments in pairs)
        {
            var expected = (double)scalar.Invoke(null, [.. arguments.Cast<object>()])!;
            var actual = At512(name, arguments);
            var isSame = double.IsNaN(expected) ? double.IsNaN(actual)
                : expected == 0 || double.IsInfinity(expected) ? BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual)
                : Units(expected, actual) <= MostUnits;
            Assert.True(isSame, $"{name}({string.Join(", ", arguments)}) is {actual:R} for {expected:R}.");
        }
    }

    private static double At512(string name, double[] arguments) =>
        ((Vector512<double>)Method(typeof(VectorMath512), name).Invoke(null, [.. arguments.Select(a => (object)Vector512.Create(a))])!)[0];

    private static MethodInfo Method(Type functions, string name, Type? number = null) => functions.GetMethods().Single(m => m.Name == name && m.ReturnType.GetGenericArguments().FirstOrDefault() == (number ?? typeof(double)));

    public static TheoryData<string> SingleNames => [.. typeof(VectorMath128).GetMethods().Where(m => m.ReturnType == typeof(Vector128<float>)).Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(SingleNames))]
    public void In_single_precision_a_function_is_the_true_value_rounded_to_within_a_unit(string name)
    {
        var count = Method(typeof(VectorMath128), name, typeof(float)).GetParameters().Length;
        var scalar = typeof(Math).GetMethod(name, [.. Enumerable.Repeat(typeof(double), count)])!;
        var random = new Random(7);
        float[] numbers = [0f, -0f, 1, -1, 2, 0.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1e-40f, 88.8f, -104f, 1.5707964f,
            .. Enumerable.Range(0, 300).Select(_ => BitConverter.Int32BitsToSingle(random.Next())), .. Enumerable.Range(0, 300).Select(_ => (float)((random.NextDouble() * 8) - 4))];
        for (var k = 0; k < numbers.Length; k++)
        {
            float[] arguments = count == 1 ? [numbers[k]] : [numbers[k], numbers[random.Next(numbers.Length)]];
            var expected = (float)(double)scalar.Invoke(null, [.. arguments.Select(a => (object)(double)a)])!;
            var wide = (Vector512<float>)Method(typeof(VectorMath512), name, typeof(float)).Invoke(null, [.. arguments.Select(a => (object)Vector512.Create(a))])!;
            var middle = (Vector256<float>)Method(typeof(VectorMath256), name, typeof(float)).Invoke(null, [.. arguments.Select(a => (object)Vector256.Create(a))])!;
            var narrow = (Vector128<float>)Method(typeof(VectorMath128), name, typeof(float)).Invoke(null, [.. arguments.Select(a => (object)Vector128.Create(a))])!;
            Assert.All(new[] { wide[0], wide[15], middle[0], middle[7], narrow[3] }, actual => Assert.True(BitConverter.SingleToInt32Bits(wide[0]) == BitConverter.SingleToInt32Bits(actual) || (float.IsNaN(wide[0]) && float.IsNaN(actual)), $"{name}({string.Join(", ", arguments)}) is {actual:R} and {wide[0]:R}."));
            var isSame = float.IsNaN(expected) ? float.IsNaN(wide[0]) : expected == wide[0] ? float.IsNegative(expected) == float.IsNegative(wide[0]) : Math.Abs((long)Place(expected) - Place(wide[0])) <= 1;
            Assert.True(isSame, $"{name}({string.Join(", ", arguments)}) is {wide[0]:R} for {expected:R}.");
        }
    }

    private static int Place(float number) => BitConverter.SingleToInt32Bits(number) is var bits && bits < 0 ? int.MinValue - bits : bits;

    /// <summary>How many numbers lie between two, one of them included.</summary>
    private static long Units(double expected, double actual) => double.IsNaN(expected) || double.IsNaN(actual)
        ? double.IsNaN(expected) == double.IsNaN(actual) ? 0 : long.MaxValue
        : Math.Abs(Place(expected) - Place(actual));

    private static long Place(double number) => BitConverter.DoubleToInt64Bits(number) is var bits && bits < 0 ? long.MinValue - bits : bits;

    private static Dictionary<string, Row[]> Read()
    {
        var path = Environment.GetEnvironmentVariable("EXPRAUTOGRAD_VECTORMATH") is { Length: > 1 } other ? other : Path.Combine(AppContext.BaseDirectory, "Lanes", "functions.txt");
        return File.ReadLines(path).Select(line => line.Split(' ')).GroupBy(words => words[0]).ToDictionary(
            group => group.Key,
            group => group.Select(words => new Row([.. words[1..^1].Select(Number)], Number(words[^1]))).ToArray());
    }

    private static double Number(string hexadecimal) => BitConverter.Int64BitsToDouble(long.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
