namespace ExprAutograd.Benchmarks.AdBench.BundleAdjustment;

/// <summary>Cameras, points, and observations of points by cameras.</summary>
/// <param name="Cameras">The cameras.</param>
/// <param name="Points">The points.</param>
/// <param name="Weights">One per observation.</param>
/// <param name="Features">Where each observation was seen: x and y.</param>
internal sealed record BundleInstance(Camera[] Cameras, Vector[] Points, double[] Weights, (double X, double Y)[] Features)
{
    /// <summary>How many observations there are.</summary>
    public int Observations => Weights.Length;

    /// <summary>The camera of an observation.</summary>
    public Camera CameraOf(int observation) => Cameras[observation % Cameras.Length];

    /// <summary>The point of an observation.</summary>
    public Vector PointOf(int observation) => Points[observation % Points.Length];

    /// <summary>Reads one camera, one point, one weight and one feature; all cameras, points and observations are copies of them.</summary>
    /// <exception cref="InvalidDataException">The file is none of a bundle adjustment.</exception>
    public static BundleInstance Read(string path)
    {
        var file = new NumberFile(path);
        var (n, m, p) = (file.Integer(), file.Integer(), file.Integer());
        var c = file.Numbers(Camera.Length);
        var camera = new Camera(new Vector(c[0], c[1], c[2]), new Vector(c[3], c[4], c[5]), c[6], c[7], c[8], c[9], c[10]);
        var point = new Vector(file.Number(), file.Number(), file.Number());
        var weight = file.Number();
        var feature = (file.Number(), file.Number());
        return new BundleInstance([.. Enumerable.Repeat(camera, n)], [.. Enumerable.Repeat(point, m)], [.. Enumerable.Repeat(weight, p)], [.. Enumerable.Repeat(feature, p)]);
    }
}
