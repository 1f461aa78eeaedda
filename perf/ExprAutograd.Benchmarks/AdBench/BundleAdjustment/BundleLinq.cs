using System.Linq.Expressions;

namespace ExprAutograd.Benchmarks.AdBench.BundleAdjustment;

/// <summary>Where a camera sees a point, less where it was seen, as lambdas that use one another.</summary>
internal static class BundleLinq
{
    private static readonly Expression<Func<Vector, Vector, double>> Dot = (a, b) => (a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z);

    private static readonly Expression<Func<Vector, Vector, Vector>> Cross = (a, b) =>
        new Vector((a.Y * b.Z) - (a.Z * b.Y), (a.Z * b.X) - (a.X * b.Z), (a.X * b.Y) - (a.Y * b.X));

    private static readonly Expression<Func<Vector, Vector, Vector>> Plus = (a, b) => new Vector(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    private static readonly Expression<Func<Vector, Vector, Vector>> Minus = (a, b) => new Vector(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    private static readonly Expression<Func<double, Vector, Vector>> Times = (s, a) => new Vector(s * a.X, s * a.Y, s * a.Z);

    private static readonly Expression<Func<Vector, double, Vector, Vector>> TurnAbout = (axis, angle, p) =>
        Plus.Compile()(
            Plus.Compile()(Times.Compile()(Math.Cos(angle), p), Times.Compile()(Math.Sin(angle), Cross.Compile()(axis, p))),
            Times.Compile()(Dot.Compile()(axis, p) * (1 - Math.Cos(angle)), axis));

    private static readonly Expression<Func<Vector, double, Vector, Vector>> TurnBy = (r, angle, p) => TurnAbout.Compile()(Times.Compile()(1 / angle, r), angle, p);

    // Rodrigues' formula: the point p turned about the axis r by the angle |r|.
    private static readonly Expression<Func<Vector, Vector, Vector>> Rotate = (r, p) =>
        Dot.Compile()(r, r) == 0 ? Plus.Compile()(p, Cross.Compile()(r, p)) : TurnBy.Compile()(r, Math.Sqrt(Dot.Compile()(r, r)), p);

    private static readonly Expression<Func<Camera, double, double>> Distortion = (camera, r2) => 1 + (camera.Radial1 * r2) + (camera.Radial2 * r2 * r2);

    private static readonly Expression<Func<Camera, double, double, double, (double, double)>> Image = (camera, x, y, distortion) =>
        new ValueTuple<double, double>((camera.Focal * distortion * x) + camera.PrincipalX, (camera.Focal * distortion * y) + camera.PrincipalY);

    private static readonly Expression<Func<Camera, double, double, (double, double)>> Lens = (camera, x, y) =>
        Image.Compile()(camera, x, y, Distortion.Compile()(camera, (x * x) + (y * y)));

    private static readonly Expression<Func<Camera, Vector, (double, double)>> Project = (camera, seen) =>
        Lens.Compile()(camera, seen.X / seen.Z, seen.Y / seen.Z);

    private static readonly Expression<Func<(double U, double V), double, double, double, (double, double)>> Compare = (image, weight, featureX, featureY) =>
        new ValueTuple<double, double>(weight * (image.U - featureX), weight * (image.V - featureY));

    /// <summary>The weighted residual of one observation.</summary>
    public static Expression<Func<Camera, Vector, double, double, double, (double U, double V)>> Residual { get; } = (camera, point, weight, featureX, featureY) =>
        Compare.Compile()(Project.Compile()(camera, Rotate.Compile()(camera.Rotation, Minus.Compile()(point, camera.Centre))), weight, featureX, featureY);

    /// <summary>How far a weight is from one: 1 - w^2.</summary>
    public static Expression<Func<double, double>> WeightError { get; } = weight => 1 - (weight * weight);
}
