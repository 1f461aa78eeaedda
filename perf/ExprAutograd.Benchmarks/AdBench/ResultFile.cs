using System.Globalization;

namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>Results as text: a line each, its name and its numbers with 17 digits.</summary>
internal static class ResultFile
{
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<Result> results) =>
        File.WriteAllLines(path, results.Select(r => $"{r.Name} {string.Join(' ', r.Numbers.Select(x => x.ToString("G17", CultureInfo.InvariantCulture)))}"));

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Result[] Read(string path) =>
        [.. File.ReadLines(path).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0)
            .Select(words => new Result(words[0], [.. words.Skip(1).Select(w => double.Parse(w, CultureInfo.InvariantCulture))]))];
}
