namespace ExprAutograd.Benchmarks.AdBench.HandTracking;

/// <summary>Where a pose puts the bones, but for the hand's translation, and what their derivatives need of it.</summary>
internal sealed class HandPose(HandModel model)
{
    private const int FirstAngle = 6;
    private const int BonesPerFinger = 4;
    private const int Fingers = 5;

    private readonly double[] turn = new double[AffineMap.Length];
    private readonly double[] joints = new double[model.Bases.Length];
    private readonly double[] bends = new double[model.Bases.Length];
    private readonly double[] toWorld = new double[model.Bases.Length];
    private readonly double[] dBend = new double[AffineMap.Length];
    private readonly (double CosX, double SinX, double CosZ, double SinZ)[] angles = new (double, double, double, double)[model.Parents.Length];
    private (double X, double Y, double Z) axis;
    private double sinOverAngle;
    private double versineOverAngle;

    /// <summary>Each bone's map to its parent.</summary>
    public double[] ToParents { get; } = new double[model.Bases.Length];

    /// <summary>Each bone's map from where it is at rest to where the pose puts it.</summary>
    public double[] Maps { get; } = new double[model.Bases.Length];

    /// <summary>Takes the pose.</summary>
    public void Set(double[] theta)
    {
        SetTurn(theta[0], theta[1], theta[2]);
        for (var bone = 0; bone < model.Parents.Length; bone++)
        {
            // A finger's first bone is stiff, like wrist and forearm; the second bends two ways, the third and fourth bend one way.
            var (finger, joint) = Math.DivRem(bone - 1, BonesPerFinger);
            var isStiff = joint <= 0 || finger >= Fingers;
            var at = FirstAngle + (BonesPerFinger * finger);
            var (sinX, cosX) = isStiff ? (0, 1) : Math.SinCos(theta[at + (joint == 1 ? 0 : joint)]);
            var (sinZ, cosZ) = isStiff || joint > 1 ? (0, 1) : Math.SinCos(theta[at + 1]);
            angles[bone] = (cosX, sinX, cosZ, sinZ);
            Write(bends.AsSpan(AffineMap.Length * bone), [cosZ, -sinZ * cosX, sinZ * sinX, sinZ, cosZ * cosX, -cosZ * sinX, 0, sinX, cosX]);

            var parent = model.Parents[bone];
            AffineMap.Compose(model.Bases, bone, bends, bone, ToParents, bone);
            AffineMap.Compose(parent < 0 ? turn : toWorld, Math.Max(parent, 0), model.Bases, bone, joints, bone);
            AffineMap.Compose(joints, bone, bends, bone, toWorld, bone);
            AffineMap.Compose(toWorld, bone, model.InverseBases, bone, Maps, bone);
        }
    }

    /// <summary>How the hand's turn changes with number <paramref name="k"/> of its rotation: dR = w x R.</summary>
    public (double X, double Y, double Z) AngularVelocity(int k)
    {
        var (x, y, z) = axis;
        var along = (k == 0 ? x : k == 1 ? y : z) * (1 - sinOverAngle);
        var (s, c) = (sinOverAngle, versineOverAngle);
        return k switch
        {
            0 => (s + (x * along), (y * along) + (z * c), (z * along) - (y * c)),
            1 => ((x * along) - (z * c), s + (y * along), (z * along) + (x * c)),
            _ => ((x * along) + (y * c), (y * along) - (x * c), s + (z * along)),
        };
    }

    /// <summary>The derivative of the bone's map to the world along one of its two angles.</summary>
    public void Bend(int bone, bool isSpread, double[] dWorld)
    {
        var (cosX, sinX, cosZ, sinZ) = angles[bone];
        if (isSpread) Write(dBend, [-sinZ, -cosZ * cosX, cosZ * sinX, cosZ, -sinZ * cosX, sinZ * sinX, 0, 0, 0]);
        else Write(dBend, [0, sinZ * sinX, sinZ * cosX, 0, -cosZ * sinX, -cosZ * cosX, 0, cosX, -sinX]);
        AffineMap.Compose(joints, bone, dBend, 0, dWorld, bone);

        // A turn about the joint leaves the joint where it is.
        dWorld[(AffineMap.Length * bone) + 3] = dWorld[(AffineMap.Length * bone) + 7] = dWorld[(AffineMap.Length * bone) + 11] = 0;
    }

    private void SetTurn(double x, double y, double z)
    {
        var angle = Math.Sqrt((x * x) + (y * y) + (z * z));
        if (angle < 1e-4)
        {
            // The objective takes a turn this small to be none: its derivative is zero.
            (axis, sinOverAngle, versineOverAngle) = (default, 0, 0);
            Write(turn, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
            return;
        }
        (x, y, z) = (x / angle, y / angle, z / angle);
        var (sin, cos) = Math.SinCos(angle);
        var versine = 1 - cos;
        (axis, sinOverAngle, versineOverAngle) = ((x, y, z), sin / angle, versine / angle);
        Write(turn,
        [
            cos + (x * x * versine), (x * y * versine) - (z * sin), (x * z * versine) + (y * sin),
            (x * y * versine) + (z * sin), cos + (y * y * versine), (y * z * versine) - (x * sin),
            (x * z * versine) - (y * sin), (y * z * versine) + (x * sin), cos + (z * z * versine),
        ]);
    }

    /// <summary>A linear map, row by row.</summary>
    private static void Write(Span<double> map, ReadOnlySpan<double> linear)
    {
        for (var row = 0; row < 3; row++) linear.Slice(3 * row, 3).CopyTo(map[(4 * row)..]);
    }
}
