namespace ExprAutograd.Benchmarks.AdBench.HandTracking;

/// <summary>A hand model and points in space that belong to it.</summary>
/// <param name="Model">The hand.</param>
/// <param name="Theta">The pose: rotation (axis times angle) and translation of the hand, then four angles per finger.</param>
/// <param name="Correspondences">Each point's vertex; where there are <paramref name="Places"/>, each point's triangle.</param>
/// <param name="Points">Three numbers per point.</param>
/// <param name="Places">Where in its triangle each point belongs: two barycentric coordinates; null where points belong to vertices.</param>
internal sealed record HandInstance(HandModel Model, double[] Theta, int[] Correspondences, double[] Points, double[]? Places)
{
    /// <summary>Reads an instance; the model is in the directory <c>model</c> next to the file's own.</summary>
    /// <exception cref="InvalidDataException">The files are none of a hand.</exception>
    public static HandInstance Read(string path, bool hasPlaces)
    {
        var file = new NumberFile(path);
        var (n, parameters) = (file.Integer(), file.Integer());
        var (correspondences, points) = (new int[n], new double[3 * n]);
        for (var i = 0; i < n; i++)
        {
            correspondences[i] = file.Integer();
            file.Numbers(3).CopyTo(points, 3 * i);
        }
        var places = hasPlaces ? file.Numbers(2 * n) : null;
        var directory = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "..", "model");
        return new HandInstance(HandModel.Read(directory), file.Numbers(parameters), correspondences, points, places);
    }
}
