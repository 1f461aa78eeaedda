namespace ExprAutograd.Benchmarks.AdBench.HandTracking;

/// <summary>How far points are from the hand that a pose makes, as plain C# loops.</summary>
internal static class HandMethod
{
    private const int FirstAngle = 6;
    private const int BonesPerFinger = 4;

    /// <summary>Each point less its vertex: three numbers per point.</summary>
    public static double[] Residuals(
        double[] theta, int[] parents, double[] bases, double[] inverseBases, double[] vertices, int[] first, int[] bones, double[] weights, int[] correspondences, double[] points)
    {
        var skin = Skin(theta, parents, bases, inverseBases, vertices, first, bones, weights);
        var residuals = new double[points.Length];
        for (var i = 0; i < correspondences.Length; i++)
            for (var e = 0; e < 3; e++)
                residuals[(3 * i) + e] = points[(3 * i) + e] - skin[(3 * correspondences[i]) + e];
        return residuals;
    }

    /// <summary>Each point less its place in its triangle: three numbers per point.</summary>
    public static double[] ResidualsAtPlaces(
        double[] theta, double[] places, int[] parents, double[] bases, double[] inverseBases, double[] vertices, int[] first, int[] bones, double[] weights, int[] triangles, int[] correspondences, double[] points)
    {
        var skin = Skin(theta, parents, bases, inverseBases, vertices, first, bones, weights);
        var residuals = new double[points.Length];
        for (var i = 0; i < correspondences.Length; i++)
        {
            var a = triangles[3 * correspondences[i]];
            var b = triangles[(3 * correspondences[i]) + 1];
            var c = triangles[(3 * correspondences[i]) + 2];
            var u = places[2 * i];
            var v = places[(2 * i) + 1];
            for (var e = 0; e < 3; e++)
                residuals[(3 * i) + e] = points[(3 * i) + e] - ((u * skin[(3 * a) + e]) + (v * skin[(3 * b) + e]) + ((1 - u - v) * skin[(3 * c) + e]));
        }
        return residuals;
    }

    /// <summary>Where the pose puts every vertex of the model.</summary>
    private static double[] Skin(double[] theta, int[] parents, double[] bases, double[] inverseBases, double[] vertices, int[] first, int[] bones, double[] weights)
    {
        var maps = FromRest(theta, parents, bases, inverseBases);
        var turn = Rotation(theta[0], theta[1], theta[2]);
        var skin = new double[vertices.Length];
        var moved = new double[3];
        for (var v = 0; v < vertices.Length / 3; v++)
        {
            for (var e = 0; e < 3; e++)
            {
                moved[e] = 0;
                for (var k = first[v]; k < first[v + 1]; k++)
                {
                    var row = (12 * bones[k]) + (4 * e);
                    moved[e] += weights[k] * ((maps[row] * vertices[3 * v]) + (maps[row + 1] * vertices[(3 * v) + 1]) + (maps[row + 2] * vertices[(3 * v) + 2]) + maps[row + 3]);
                }
            }
            for (var e = 0; e < 3; e++)
                skin[(3 * v) + e] = (turn[3 * e] * moved[0]) + (turn[(3 * e) + 1] * moved[1]) + (turn[(3 * e) + 2] * moved[2]) + theta[3 + e];
        }
        return skin;
    }

    /// <summary>Each bone's map from where it is at rest to where the pose puts it.</summary>
    private static double[] FromRest(double[] theta, int[] parents, double[] bases, double[] inverseBases)
    {
        var toParents = new double[bases.Length];
        var toWorld = new double[bases.Length];
        var maps = new double[bases.Length];
        var bend = new double[12];
        for (var bone = 0; bone < parents.Length; bone++)
        {
            // A finger's first bone is stiff; the second bends two ways, the third and fourth bend one way.
            var finger = (bone - 1) / BonesPerFinger;
            var joint = (bone - 1) % BonesPerFinger;
            var isStiff = bone == 0 || joint == 0 || finger > 4;
            var flexion = isStiff ? 0 : theta[FirstAngle + (BonesPerFinger * finger) + (joint == 1 ? 0 : joint)];
            var spread = isStiff || joint > 1 ? 0 : theta[FirstAngle + (BonesPerFinger * finger) + 1];
            Bend(flexion, spread, bend);
            Compose(bases, bone, bend, 0, toParents, bone);
            if (parents[bone] < 0)
                for (var e = 0; e < 12; e++) toWorld[(12 * bone) + e] = toParents[(12 * bone) + e];
            else
                Compose(toWorld, parents[bone], toParents, bone, toWorld, bone);
            Compose(toWorld, bone, inverseBases, bone, maps, bone);
        }
        return maps;
    }

    /// <summary>A turn about x, then one about z.</summary>
    private static void Bend(double flexion, double spread, double[] bend)
    {
        var (cx, sx) = (Math.Cos(flexion), Math.Sin(flexion));
        var (cz, sz) = (Math.Cos(spread), Math.Sin(spread));
        bend[0] = cz;
        bend[1] = -sz * cx;
        bend[2] = sz * sx;
        bend[4] = sz;
        bend[5] = cz * cx;
        bend[6] = -cz * sx;
        bend[8] = 0;
        bend[9] = sx;
        bend[10] = cx;
    }

    /// <summary>The map <paramref name="j"/> of <paramref name="b"/>, then the map <paramref name="i"/> of <paramref name="a"/>, to the map <paramref name="k"/> of <paramref name="c"/>.</summary>
    private static void Compose(double[] a, int i, double[] b, int j, double[] c, int k)
    {
        for (var row = 0; row < 3; row++)
        {
            var at = (12 * i) + (4 * row);
            for (var column = 0; column < 4; column++)
            {
                var sum = column == 3 ? a[at + 3] : 0;
                for (var e = 0; e < 3; e++) sum += a[at + e] * b[(12 * j) + (4 * e) + column];
                c[(12 * k) + (4 * row) + column] = sum;
            }
        }
    }

    /// <summary>The rotation about the axis (x, y, z) by its length, row by row.</summary>
    private static double[] Rotation(double x, double y, double z)
    {
        var angle = Math.Sqrt((x * x) + (y * y) + (z * z));
        if (angle < 1e-4) return [1, 0, 0, 0, 1, 0, 0, 0, 1];
        x /= angle;
        y /= angle;
        z /= angle;
        var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
        var versine = 1 - cos;
        return
        [
            cos + (x * x * versine), (x * y * versine) - (z * sin), (x * z * versine) + (y * sin),
            (x * y * versine) + (z * sin), cos + (y * y * versine), (y * z * versine) - (x * sin),
            (x * z * versine) - (y * sin), (y * z * versine) + (x * sin), cos + (z * z * versine),
        ];
    }
}
