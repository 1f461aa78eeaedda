using System.Globalization;

namespace ExprAutograd.Benchmarks.AdBench.HandTracking;

/// <summary>A hand: bones in a tree, and a skin of vertices that follow them.</summary>
/// <remarks>An affine map is twelve numbers: three rows of four, the translation last in each.</remarks>
/// <param name="Parents">Each bone's parent, -1 for the root; a parent comes before its children.</param>
/// <param name="Bases">Each bone's map to its parent at rest.</param>
/// <param name="InverseBases">Each bone's map from the world at rest to itself.</param>
/// <param name="Vertices">The skin at rest: three numbers per vertex.</param>
/// <param name="First">Where each vertex's bones start in <paramref name="Bones"/>; one more than there are vertices.</param>
/// <param name="Bones">The bones that vertices follow.</param>
/// <param name="Weights">How much.</param>
/// <param name="Triangles">Three vertices each.</param>
internal sealed record HandModel(int[] Parents, double[] Bases, double[] InverseBases, double[] Vertices, int[] First, int[] Bones, double[] Weights, int[] Triangles)
{
    private const int NumbersOfMap = 12;

    /// <exception cref="InvalidDataException">A line has too few fields, or other fields.</exception>
    public static HandModel Read(string directory)
    {
        var (parents, bases, inverses) = (new List<int>(), new List<double>(), new List<double>());
        foreach (var fields in Lines(directory, "bones.txt"))
        {
            // The maps are written with a last row of 0 0 0 1.
            parents.Add(Integer(fields, 1));
            for (var e = 0; e < NumbersOfMap; e++) bases.Add(Number(fields, 2 + e));
            for (var e = 0; e < NumbersOfMap; e++) inverses.Add(Number(fields, 2 + 16 + e));
        }

        // Fields 3 to 7, a normal and a place in a texture, play no part.
        var (vertices, first, bones, weights) = (new List<double>(), new List<int> { 0 }, new List<int>(), new List<double>());
        foreach (var fields in Lines(directory, "vertices.txt"))
        {
            for (var e = 0; e < 3; e++) vertices.Add(Number(fields, e));
            for (var influence = 0; influence < Integer(fields, 8); influence++)
            {
                bones.Add(Integer(fields, 9 + (2 * influence)));
                weights.Add(Number(fields, 10 + (2 * influence)));
            }
            first.Add(bones.Count);
        }

        int[] triangles = [.. Lines(directory, "triangles.txt").SelectMany(fields => Enumerable.Range(0, 3).Select(e => Integer(fields, e)))];
        return new HandModel([.. parents], [.. bases], [.. inverses], [.. vertices], [.. first], [.. bones], [.. weights], triangles);
    }

    private static IEnumerable<string[]> Lines(string directory, string file) =>
        File.ReadLines(Path.Combine(directory, file)).Where(line => line.Length > 0).Select(line => line.Split(':'));

    private static int Integer(string[] fields, int at) =>
        at < fields.Length && int.TryParse(fields[at], CultureInfo.InvariantCulture, out var number) ? number : throw Malformed(fields, at);

    private static double Number(string[] fields, int at) =>
        at < fields.Length && double.TryParse(fields[at], CultureInfo.InvariantCulture, out var number) ? number : throw Malformed(fields, at);

    private static InvalidDataException Malformed(string[] fields, int at) => new($"Field {at} of '{string.Join(':', fields)}' in the hand model is not the number expected there.");
}
