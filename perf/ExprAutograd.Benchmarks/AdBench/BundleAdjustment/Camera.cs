namespace ExprAutograd.Benchmarks.AdBench.BundleAdjustment;

/// <summary>A point or a direction in space.</summary>
internal readonly record struct Vector(double X, double Y, double Z);

/// <summary>A camera: its rotation (axis times angle), where it stands, its lens, and the lens's radial distortion.</summary>
internal readonly record struct Camera(Vector Rotation, Vector Centre, double Focal, double PrincipalX, double PrincipalY, double Radial1, double Radial2)
{
    /// <summary>How many numbers a camera is.</summary>
    public const int Length = 11;
}
