namespace ExprAutograd.Benchmarks.AdBench.BundleAdjustment;

/// <summary>Where a camera sees a point, less where it was seen, as a plain C# method.</summary>
internal static class BundleMethod
{
    /// <summary>The weighted residual of one observation.</summary>
    public static (double U, double V) Residual(Camera camera, Vector point, double weight, double featureX, double featureY)
    {
        var seen = Rotate(camera.Rotation, new Vector(point.X - camera.Centre.X, point.Y - camera.Centre.Y, point.Z - camera.Centre.Z));
        var x = seen.X / seen.Z;
        var y = seen.Y / seen.Z;
        var r2 = (x * x) + (y * y);
        var distortion = 1 + (camera.Radial1 * r2) + (camera.Radial2 * r2 * r2);
        var u = (camera.Focal * distortion * x) + camera.PrincipalX;
        var v = (camera.Focal * distortion * y) + camera.PrincipalY;
        return (weight * (u - featureX), weight * (v - featureY));
    }

    /// <summary>How far a weight is from one: 1 - w^2.</summary>
    public static double WeightError(double weight) => 1 - (weight * weight);

    /// <summary>Rodrigues' formula: <paramref name="p"/> turned about the axis <paramref name="r"/> by the angle |r|.</summary>
    private static Vector Rotate(Vector r, Vector p)
    {
        var squaredAngle = (r.X * r.X) + (r.Y * r.Y) + (r.Z * r.Z);
        if (squaredAngle == 0)
            return new Vector(p.X + ((r.Y * p.Z) - (r.Z * p.Y)), p.Y + ((r.Z * p.X) - (r.X * p.Z)), p.Z + ((r.X * p.Y) - (r.Y * p.X)));

        var angle = Math.Sqrt(squaredAngle);
        var sin = Math.Sin(angle);
        var cos = Math.Cos(angle);
        var x = r.X / angle;
        var y = r.Y / angle;
        var z = r.Z / angle;
        var along = ((x * p.X) + (y * p.Y) + (z * p.Z)) * (1 - cos);
        return new Vector(
            (p.X * cos) + (((y * p.Z) - (z * p.Y)) * sin) + (x * along),
            (p.Y * cos) + (((z * p.X) - (x * p.Z)) * sin) + (y * along),
            (p.Z * cos) + (((x * p.Y) - (y * p.X)) * sin) + (z * along));
    }
}
