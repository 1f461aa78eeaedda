namespace ExprAutograd.Benchmarks.AdBench.BundleAdjustment;

/// <summary>The sparse Jacobian of <see cref="BundleMethod.Residual"/> over all observations, as one derives and writes it by hand.</summary>
/// <remarks>
/// Each of an observation's two residuals is pulled back to the point in camera coordinates (a vector g), and from there through the rotation
/// p -> p cos + (a x p) sin + a (a . p)(1 - cos) with axis a = r / |r|: p gets R'g; a gets (p x g) sin + g (a . p)(1 - cos) + p (a . g)(1 - cos);
/// the angle gets g . (-p sin + (a x p) cos + a (a . p) sin); and r gets a dAngle + (dAxis - a (a . dAxis)) / |r|.
/// </remarks>
internal sealed class BundleByHand(BundleInstance data)
{
    /// <summary>Writes all residuals and derivatives. Allocates nothing.</summary>
    public void Jacobian(BundleJacobian into)
    {
        for (var i = 0; i < data.Observations; i++)
        {
            var weight = data.Weights[i];
            Observe(data.CameraOf(i), data.PointOf(i), weight, data.Features[i], into.Residuals.AsSpan(2 * i, 2), into.Rows.AsSpan(2 * BundleJacobian.Columns * i, 2 * BundleJacobian.Columns));
            into.WeightErrors[i] = 1 - (weight * weight);
            into.WeightDerivatives[i] = -2 * weight;
        }
    }

    private static void Observe(in Camera camera, in Vector point, double weight, (double X, double Y) feature, Span<double> residual, Span<double> rows)
    {
        // Forward.
        var p = new Vector(point.X - camera.Centre.X, point.Y - camera.Centre.Y, point.Z - camera.Centre.Z);
        var turn = new Turn(camera.Rotation);
        var seen = turn.Apply(p);
        var inverseZ = 1 / seen.Z;
        var (x, y) = (seen.X * inverseZ, seen.Y * inverseZ);
        var r2 = (x * x) + (y * y);
        var distortion = 1 + (r2 * (camera.Radial1 + (camera.Radial2 * r2)));
        var u = (camera.Focal * distortion * x) + camera.PrincipalX - feature.X;
        var v = (camera.Focal * distortion * y) + camera.PrincipalY - feature.Y;
        residual[0] = weight * u;
        residual[1] = weight * v;

        // The derivative of focal * distortion * (x, y) with respect to (x, y) is symmetric.
        var wf = weight * camera.Focal;
        var slope = 2 * (camera.Radial1 + (2 * camera.Radial2 * r2));
        var xx = wf * (distortion + (slope * x * x));
        var xy = wf * slope * x * y;
        var yy = wf * (distortion + (slope * y * y));

        var first = rows[..BundleJacobian.Columns];
        turn.Pull(p, new Vector(xx * inverseZ, xy * inverseZ, -((xx * x) + (xy * y)) * inverseZ), first);
        first[6] = weight * distortion * x;
        first[7] = weight;
        first[8] = 0;
        first[9] = wf * x * r2;
        first[10] = first[9] * r2;
        first[14] = u;

        var second = rows[BundleJacobian.Columns..];
        turn.Pull(p, new Vector(xy * inverseZ, yy * inverseZ, -((xy * x) + (yy * y)) * inverseZ), second);
        second[6] = weight * distortion * y;
        second[7] = 0;
        second[8] = weight;
        second[9] = wf * y * r2;
        second[10] = second[9] * r2;
        second[14] = v;
    }

    /// <summary>A rotation, with what its two residuals share.</summary>
    private readonly struct Turn
    {
        private readonly double sin;
        private readonly double cos;
        private readonly double inverseAngle;
        private readonly Vector axis;

        public Turn(in Vector r)
        {
            var squared = (r.X * r.X) + (r.Y * r.Y) + (r.Z * r.Z);
            if (squared == 0)
            {
                // At no rotation the axis is zero, and the derivative of the rotated point is that of p + r x p.
                (sin, cos, inverseAngle) = (0, 1, 0);
                return;
            }
            var angle = Math.Sqrt(squared);
            (sin, cos) = Math.SinCos(angle);
            inverseAngle = 1 / angle;
            axis = new Vector(r.X * inverseAngle, r.Y * inverseAngle, r.Z * inverseAngle);
        }

        public Vector Apply(in Vector p)
        {
            var along = Dot(axis, p) * (1 - cos);
            var across = Cross(axis, p);
            return new Vector((p.X * cos) + (across.X * sin) + (axis.X * along), (p.Y * cos) + (across.Y * sin) + (axis.Y * along), (p.Z * cos) + (across.Z * sin) + (axis.Z * along));
        }

        /// <summary>The cotangent g of the rotated point to rotation (0..2), centre (3..5) and point (11..13).</summary>
        public void Pull(in Vector p, in Vector g, Span<double> row)
        {
            var (ap, ag) = (Dot(axis, p), Dot(axis, g));
            var pg = Cross(p, g);
            if (inverseAngle == 0)
            {
                (row[0], row[1], row[2]) = (pg.X, pg.Y, pg.Z);
            }
            else
            {
                // g . (a x p) = a . (p x g).
                var dAngle = (cos * Dot(axis, pg)) + (sin * ((ap * ag) - Dot(p, g)));
                var (ofG, ofP) = (ap * (1 - cos), ag * (1 - cos));
                var dAxis = new Vector((sin * pg.X) + (ofG * g.X) + (ofP * p.X), (sin * pg.Y) + (ofG * g.Y) + (ofP * p.Y), (sin * pg.Z) + (ofG * g.Z) + (ofP * p.Z));
                var alongAxis = dAngle - (Dot(axis, dAxis) * inverseAngle);
                row[0] = (dAxis.X * inverseAngle) + (axis.X * alongAxis);
                row[1] = (dAxis.Y * inverseAngle) + (axis.Y * alongAxis);
                row[2] = (dAxis.Z * inverseAngle) + (axis.Z * alongAxis);
            }

            // R' turns the other way.
            var along = ag * (1 - cos);
            var across = Cross(axis, g);
            var (x, y, z) = ((g.X * cos) - (across.X * sin) + (axis.X * along), (g.Y * cos) - (across.Y * sin) + (axis.Y * along), (g.Z * cos) - (across.Z * sin) + (axis.Z * along));
            (row[3], row[4], row[5]) = (-x, -y, -z);
            (row[11], row[12], row[13]) = (x, y, z);
        }

        private static double Dot(in Vector a, in Vector b) => (a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z);

        private static Vector Cross(in Vector a, in Vector b) => new((a.Y * b.Z) - (a.Z * b.Y), (a.Z * b.X) - (a.X * b.Z), (a.X * b.Y) - (a.Y * b.X));
    }
}
