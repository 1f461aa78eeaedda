using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench.HandTracking;

/// <summary>How far points are from the hand that a pose makes, in LINQ.</summary>
internal static class HandLinq
{
    private const int FirstAngle = 6;
    private const int BonesPerFinger = 4;
    private const int Fingers = 5;

    // The inner map, then the outer one: rows of four, the translation last.
    private static readonly Expression<Func<double[], double[], double[]>> Compose = (outer, inner) =>
        Enumerable.Range(0, 12)
            .Select(e => Enumerable.Range(0, 3).Sum(k => outer[(e / 4 * 4) + k] * inner[(4 * k) + (e % 4)]) + (e % 4 == 3 ? outer[e] : 0))
            .ToArray();

    // A turn about x by the angle of sx and cx, then one about z.
    private static readonly Expression<Func<double, double, double, double, double[]>> Turns = (cx, sx, cz, sz) =>
        new[] { cz, -sz * cx, sz * sx, 0, sz, cz * cx, -cz * sx, 0, 0, sx, cx, 0 };

    private static readonly Expression<Func<double, double, double[]>> Bend = (flexion, spread) =>
        Turns.Compile()(Math.Cos(flexion), Math.Sin(flexion), Math.Cos(spread), Math.Sin(spread));

    private static readonly Expression<Func<double, double, double, double, double, double, double[]>> TurnAbout = (x, y, z, cos, sin, versine) => new[]
    {
        cos + (x * x * versine), (x * y * versine) - (z * sin), (x * z * versine) + (y * sin),
        (x * y * versine) + (z * sin), cos + (y * y * versine), (y * z * versine) - (x * sin),
        (x * z * versine) - (y * sin), (y * z * versine) + (x * sin), cos + (z * z * versine),
    };

    private static readonly Expression<Func<double, double, double, double, double[]>> TurnBy = (x, y, z, angle) =>
        angle < 1e-4
            ? new[] { 1.0, 0, 0, 0, 1, 0, 0, 0, 1 }
            : TurnAbout.Compile()(x / angle, y / angle, z / angle, Math.Cos(angle), Math.Sin(angle), 1 - Math.Cos(angle));

    // The rotation about the axis (x, y, z) by its length, row by row.
    private static readonly Expression<Func<double, double, double, double[]>> Rotation = (x, y, z) =>
        TurnBy.Compile()(x, y, z, Math.Sqrt((x * x) + (y * y) + (z * z)));

    /// <summary>Each point less its vertex, three numbers per point, as a function of the pose.</summary>
    public static Expression<Func<double[], double[]>> Residuals(HandInstance data)
    {
        var skin = Skin(data.Model);
        var (points, vertexOf) = (data.Points, data.Correspondences);

        Expression<Func<double[][], double[]>> compare = vertices =>
            Enumerable.Range(0, points.Length).Select(k => points[k] - vertices[vertexOf[k / 3]][k % 3]).ToArray();

        return theta => compare.Compile()(skin.Compile()(theta));
    }

    /// <summary>Each point less its place in its triangle, three numbers per point, as a function of the pose and the places.</summary>
    public static Expression<Func<double[], double[], double[]>> ResidualsAtPlaces(HandInstance data)
    {
        var skin = Skin(data.Model);
        var (points, triangleOf, triangles) = (data.Points, data.Correspondences, data.Model.Triangles);

        Expression<Func<double[][], double[], double[]>> compare = (vertices, places) =>
            (from k in Enumerable.Range(0, points.Length)
             let e = k % 3
             let corner = 3 * triangleOf[k / 3]
             let u = places[2 * (k / 3)]
             let v = places[(2 * (k / 3)) + 1]
             select points[k] - ((u * vertices[triangles[corner]][e]) + (v * vertices[triangles[corner + 1]][e]) + ((1 - u - v) * vertices[triangles[corner + 2]][e]))).ToArray();

        return (theta, places) => compare.Compile()(skin.Compile()(theta), places);
    }

    /// <summary>Where the pose puts every vertex of the model.</summary>
    private static Expression<Func<double[], double[][]>> Skin(HandModel model)
    {
        var (bases, inverseBases, rest, first, bones, weights) = (model.Bases, model.InverseBases, model.Vertices, model.First, model.Bones, model.Weights);
        var (boneCount, vertexCount) = (model.Parents.Length, rest.Length / 3);
        var (flexionOf, spreadOf) = Angles(boneCount);
        var (pathStart, path) = Paths(model.Parents);

        Expression<Func<double[], int, double[]>> toParent = (theta, bone) => Compose.Compile()(
            bases.Skip(12 * bone).Take(12).ToArray(),
            Bend.Compile()(flexionOf[bone] < 0 ? 0 : theta[flexionOf[bone]], spreadOf[bone] < 0 ? 0 : theta[spreadOf[bone]]));

        // From the root out to the bone; then from where the bone is at rest.
        Expression<Func<double[][], int, double[]>> fromRest = (toParents, bone) => Compose.Compile()(
            Enumerable.Range(pathStart[bone], pathStart[bone + 1] - pathStart[bone])
                .Aggregate(new[] { 1.0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0 }, (map, k) => Compose.Compile()(map, toParents[path[k]])),
            inverseBases.Skip(12 * bone).Take(12).ToArray());

        Expression<Func<double[][], double[][]>> mapsFromRest = toParents =>
            Enumerable.Range(0, boneCount).Select(bone => fromRest.Compile()(toParents, bone)).ToArray();

        // The vertex as each of its bones moves it, weighted.
        Expression<Func<double[][], int, double[]>> follow = (maps, v) =>
            Enumerable.Range(0, 3)
                .Select(e => Enumerable.Range(first[v], first[v + 1] - first[v]).Sum(k =>
                    weights[k] * (Enumerable.Range(0, 3).Sum(j => maps[bones[k]][(4 * e) + j] * rest[(3 * v) + j]) + maps[bones[k]][(4 * e) + 3])))
                .ToArray();

        Expression<Func<double[], double[], double[], double[]>> place = (turn, theta, p) =>
            Enumerable.Range(0, 3).Select(e => Enumerable.Range(0, 3).Sum(j => turn[(3 * e) + j] * p[j]) + theta[3 + e]).ToArray();

        Expression<Func<double[], double[], double[][], double[][]>> skin = (theta, turn, maps) =>
            Enumerable.Range(0, vertexCount).Select(v => place.Compile()(turn, theta, follow.Compile()(maps, v))).ToArray();

        return theta => skin.Compile()(
            theta,
            Rotation.Compile()(theta[0], theta[1], theta[2]),
            mapsFromRest.Compile()(Enumerable.Range(0, boneCount).Select(bone => toParent.Compile()(theta, bone)).ToArray()));
    }

    /// <summary>Where in the pose each bone's two angles are; -1 where it has none.</summary>
    private static (int[] Flexion, int[] Spread) Angles(int boneCount)
    {
        var (flexion, spread) = (new int[boneCount], new int[boneCount]);
        Array.Fill(flexion, -1);
        Array.Fill(spread, -1);
        for (var finger = 0; finger < Fingers; finger++)
        {
            // A finger's first bone is stiff; the second bends two ways, the third and fourth bend one way.
            var (bone, angle) = (1 + (BonesPerFinger * finger), FirstAngle + (BonesPerFinger * finger));
            (flexion[bone + 1], spread[bone + 1], flexion[bone + 2], flexion[bone + 3]) = (angle, angle + 1, angle + 2, angle + 3);
        }
        return (flexion, spread);
    }

    /// <summary>Each bone's ancestors from the root to itself, one bone after another.</summary>
    private static (int[] Start, int[] Path) Paths(int[] parents)
    {
        var (start, path) = (new List<int> { 0 }, new List<int>());
        for (var bone = 0; bone < parents.Length; bone++)
        {
            for (var ancestor = bone; ancestor >= 0; ancestor = parents[ancestor]) path.Insert(start[^1], ancestor);
            start.Add(path.Count);
        }
        return ([.. start], [.. path]);
    }
}
