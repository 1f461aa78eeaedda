namespace ExprAutograd.Benchmarks.AdBench.HandTracking;

/// <summary><see cref="HandMethod"/>'s residuals and their Jacobian as one derives and writes it by hand: forward, one direction after another.</summary>
/// <remarks>
/// A turn of the hand moves the skin p, translated by t, along w x (p - t), where w is the column of the rotation's left Jacobian:
/// w = e sin/angle + a (a . e)(1 - sin/angle) + (a x e)(1 - cos)/angle for axis a (Solà, Deray, Atchuthan, "A micro Lie theory", 2018, eq. 145).
/// A finger's angle moves its own bone and those beyond it, and of the skin only what follows these.
/// </remarks>
internal sealed class HandByHand(HandInstance data)
{
    private const int AnglesPerFinger = 4;
    private const int FirstAngle = 6;

    private readonly HandModel model = data.Model;
    private readonly HandPose pose = new(data.Model);
    private readonly double[] skin = new double[data.Model.Vertices.Length];
    private readonly double[] dSkin = new double[data.Model.Vertices.Length];
    private readonly double[] dWorld = new double[data.Model.Bases.Length];
    private readonly double[] dMaps = new double[data.Model.Bases.Length];

    /// <summary>Columns of the Jacobian: two for all the places in triangles, where there are any, then one per number of the pose.</summary>
    public int Columns { get; } = data.Theta.Length + (data.Places is null ? 0 : 2);

    /// <summary>Writes the residuals. Allocates nothing.</summary>
    public void Value(double[] theta, double[]? places, double[] residuals)
    {
        pose.Set(theta);
        for (var v = 0; v < skin.Length / 3; v++)
        {
            Follow(pose.Maps, 0, model.Parents.Length, v, skin);
            for (var e = 0; e < 3; e++) skin[(3 * v) + e] += theta[3 + e];
        }
        Gather(skin, places, residuals, data.Points);
    }

    /// <summary>Writes the residuals, and the Jacobian column after column. Allocates nothing.</summary>
    /// <remarks>Each point has two columns of its own for its place; as they meet in no row, all points' share two.</remarks>
    public void ValueAndJacobian(double[] theta, double[]? places, double[] residuals, double[] jacobian)
    {
        Value(theta, places, residuals);
        var rows = residuals.Length;
        var column = 0;
        if (places is not null)
        {
            MoveInTriangles(jacobian.AsSpan(0, rows), jacobian.AsSpan(rows, rows));
            column = 2;
        }
        for (var axis = 0; axis < 3; axis++) Turn(pose.AngularVelocity(axis), theta, places, jacobian.AsSpan(rows * column++, rows));
        for (var axis = 0; axis < 3; axis++) Translate(axis, jacobian.AsSpan(rows * column++, rows));
        for (var angle = FirstAngle; angle < theta.Length; angle++) Bend(angle - FirstAngle, places, jacobian.AsSpan(rows * column++, rows));
    }

    private void MoveInTriangles(Span<double> first, Span<double> second)
    {
        for (var i = 0; i < data.Correspondences.Length; i++)
        {
            var corners = model.Triangles.AsSpan(3 * data.Correspondences[i], 3);
            var a = skin.AsSpan(3 * corners[0], 3);
            var b = skin.AsSpan(3 * corners[1], 3);
            var c = skin.AsSpan(3 * corners[2], 3);
            for (var e = 0; e < 3; e++)
            {
                first[(3 * i) + e] = c[e] - a[e];
                second[(3 * i) + e] = c[e] - b[e];
            }
        }
    }

    private void Turn((double X, double Y, double Z) w, double[] theta, double[]? places, Span<double> column)
    {
        for (var v = 0; v < skin.Length; v += 3)
        {
            var (x, y, z) = (skin[v] - theta[3], skin[v + 1] - theta[4], skin[v + 2] - theta[5]);
            dSkin[v] = (w.Y * z) - (w.Z * y);
            dSkin[v + 1] = (w.Z * x) - (w.X * z);
            dSkin[v + 2] = (w.X * y) - (w.Y * x);
        }
        Gather(dSkin, places, column, default);
    }

    private static void Translate(int axis, Span<double> column)
    {
        column.Clear();
        for (var k = axis; k < column.Length; k += 3) column[k] = -1;
    }

    private void Bend(int angle, double[]? places, Span<double> column)
    {
        // Angles 0 and 1 of a finger bend its second bone, 2 its third, 3 its fourth and last.
        var finger = angle / AnglesPerFinger;
        var bone = (AnglesPerFinger * finger) + 1 + Math.Max(1, angle % AnglesPerFinger);
        var end = (AnglesPerFinger * (finger + 1)) + 1;
        pose.Bend(bone, isSpread: angle % AnglesPerFinger == 1, dWorld);
        for (var b = bone; b < end; b++)
        {
            if (b > bone) AffineMap.Compose(dWorld, b - 1, pose.ToParents, b, dWorld, b);
            AffineMap.Compose(dWorld, b, model.InverseBases, b, dMaps, b);
        }
        for (var v = 0; v < dSkin.Length / 3; v++) Follow(dMaps, bone, end, v, dSkin);
        Gather(dSkin, places, column, default);
    }

    /// <summary>The vertex as the bones from <paramref name="begin"/> to before <paramref name="end"/> move it.</summary>
    private void Follow(double[] maps, int begin, int end, int v, double[] into)
    {
        var rest = model.Vertices.AsSpan(3 * v, 3);
        var (x, y, z) = (rest[0], rest[1], rest[2]);
        var (sumX, sumY, sumZ) = (0.0, 0.0, 0.0);
        for (var k = model.First[v]; k < model.First[v + 1]; k++)
        {
            var bone = model.Bones[k];
            if (bone < begin || bone >= end) continue;
            var m = maps.AsSpan(AffineMap.Length * bone, AffineMap.Length);
            var weight = model.Weights[k];
            sumX += weight * ((m[0] * x) + (m[1] * y) + (m[2] * z) + m[3]);
            sumY += weight * ((m[4] * x) + (m[5] * y) + (m[6] * z) + m[7]);
            sumZ += weight * ((m[8] * x) + (m[9] * y) + (m[10] * z) + m[11]);
        }
        var moved = into.AsSpan(3 * v, 3);
        moved[0] = sumX;
        moved[1] = sumY;
        moved[2] = sumZ;
    }

    /// <summary>The points less what they belong to; no points are points at zero.</summary>
    private void Gather(double[] from, double[]? places, Span<double> into, ReadOnlySpan<double> points)
    {
        for (var i = 0; i < data.Correspondences.Length; i++)
        {
            var row = into.Slice(3 * i, 3);
            if (places is null)
            {
                var p = from.AsSpan(3 * data.Correspondences[i], 3);
                (row[0], row[1], row[2]) = (-p[0], -p[1], -p[2]);
            }
            else
            {
                var corners = model.Triangles.AsSpan(3 * data.Correspondences[i], 3);
                var a = from.AsSpan(3 * corners[0], 3);
                var b = from.AsSpan(3 * corners[1], 3);
                var c = from.AsSpan(3 * corners[2], 3);
                var (u, v) = (places[2 * i], places[(2 * i) + 1]);
                var w = 1 - u - v;
                for (var e = 0; e < 3; e++) row[e] = -((u * a[e]) + (v * b[e]) + (w * c[e]));
            }
        }
        for (var k = 0; k < points.Length; k++) into[k] += points[k];
    }
}
