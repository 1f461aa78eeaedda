namespace ExprAutograd.Tests.Tensors;

/// <summary>A small program over tensors, and what PyTorch 1.13 shows for the same one in float64.</summary>
/// <param name="What">The behaviour.</param>
/// <param name="Run">The program; it returns what is looked at: tensors, numbers, truth values, or null for what is not there.</param>
/// <param name="Expected">For each of them a number, an array of numbers (row after row), a truth value, a text, or null.</param>
internal sealed record SeedRow(string What, Func<object?[]> Run, params object?[] Expected)
{
    private const double Tolerance = 1e-12;

    /// <summary>What differs, or null.</summary>
    public string? Difference()
    {
        var actual = Run();
        if (actual.Length != Expected.Length) return $"{actual.Length} results, expected {Expected.Length}";
        for (var k = 0; k < Expected.Length; k++)
            if (Difference($"{What}, result {k}", actual[k], Expected[k]) is { } difference) return difference;
        return null;
    }

    private static string? Difference(string what, object? actual, object? expected)
    {
        if (expected is null || actual is null || expected is bool or string) return Equals(actual, expected) ? null : $"{what}: {actual ?? "null"}, expected {expected ?? "null"}";
        return Closeness.Difference(what, Numbers(actual), Numbers(expected), Tolerance);
    }

    private static double[] Numbers(object value) => value switch
    {
        Tensor tensor => tensor.To(ElementType.Float64).ToArray<double>(),
        double[] numbers => numbers,
        _ => [Convert.ToDouble(value)],
    };
}

/// <summary>A program that is refused.</summary>
/// <param name="What">The mistake.</param>
/// <param name="Run">The program.</param>
/// <param name="Exception">What it throws.</param>
/// <param name="Says">What the message contains: what is wrong, as PyTorch's says it, and what to do.</param>
internal sealed record SeedError(string What, Action Run, Type Exception, params string[] Says);
