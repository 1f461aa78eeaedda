using System.Globalization;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>The numbers of a text file, one after another; white space separates them.</summary>
/// <exception cref="IOException">The file cannot be read.</exception>
internal sealed class NumberFile(string path)
{
    private readonly string[] words = File.ReadAllText(path).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    private int next;

    /// <summary>The next whole number.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public int Integer() => int.TryParse(Word(), CultureInfo.InvariantCulture, out var number) ? number : throw Malformed("a whole number");

    /// <summary>The next number.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public double Number() => double.TryParse(Word(), CultureInfo.InvariantCulture, out var number) ? number : throw Malformed("a number");

    /// <summary>The next <paramref name="count"/> numbers.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public double[] Numbers(int count)
    {
        var numbers = new double[count];
        for (var k = 0; k < count; k++) numbers[k] = Number();
        return numbers;
    }

    private string Word() => next < words.Length ? words[next++] : throw new InvalidDataException($"'{path}' ends after {words.Length} words; more were announced.");

    private InvalidDataException Malformed(string expected) => new($"'{path}' has '{words[next - 1]}' as its word {next}, where {expected} is expected.");
}
