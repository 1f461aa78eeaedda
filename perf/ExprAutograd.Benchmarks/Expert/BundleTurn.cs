using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>Eight rotations r, each about the axis a = r / |r| by the angle |r|, with what their two residuals share.</summary>
/// <remarks>
/// p turns to p cos + (a x p) sin + a (a . p)(1 - cos) (Rodrigues). A cotangent g of the turned point goes to p as R'g, and to r as a dAngle + (dAxis - a (a . dAxis)) / |r| with
/// dAxis = (p x g) sin + (g (a . p) + p (a . g))(1 - cos) and dAngle = g . (-p sin + (a x p) cos + a (a . p) sin). At no rotation r gets p x g: the derivative of p + r x p.
/// </remarks>
internal readonly struct BundleTurn
{
    private readonly Lanes3 axis;
    private readonly Lane sin;
    private readonly Lane cos;
    private readonly Lane versine;
    private readonly Lane inverseAngle;
    private readonly Lane isNone;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BundleTurn(Lanes3 r)
    {
        var squared = Lanes3.Dot(r, r);
        isNone = Vector512.Equals(squared, Lane.Zero);
        var angle = Vector512.Sqrt(squared);
        inverseAngle = Vector512.AndNot(Lane.One / angle, isNone);
        (sin, cos) = Vector512.SinCos(angle);
        versine = Lane.One - cos;
        axis = inverseAngle * r;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes3 Apply(Lanes3 p) => Lanes3.MultiplyAdd(cos, p, Lanes3.MultiplyAdd(sin, Lanes3.Cross(axis, p), (versine * Lanes3.Dot(axis, p)) * axis));

    /// <summary>The cotangent of p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes3 PullPoint(Lanes3 g) => Lanes3.MultiplyAdd(cos, g, Lanes3.MultiplyAdd(sin, Lanes3.Cross(g, axis), (versine * Lanes3.Dot(axis, g)) * axis));

    /// <summary>The cotangent of r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes3 PullRotation(Lanes3 p, Lanes3 g)
    {
        var (ap, ag) = (Lanes3.Dot(axis, p), Lanes3.Dot(axis, g));
        var pg = Lanes3.Cross(p, g);
        var dAngle = Vector512.FusedMultiplyAdd(cos, Lanes3.Dot(axis, pg), sin * Vector512.FusedMultiplyAdd(ap, ag, -Lanes3.Dot(p, g)));
        var dAxis = Lanes3.MultiplyAdd(sin, pg, Lanes3.MultiplyAdd(versine * ap, g, (versine * ag) * p));
        var along = Vector512.FusedMultiplyAdd(-Lanes3.Dot(axis, dAxis), inverseAngle, dAngle);
        return Lanes3.Select(isNone, pg, Lanes3.MultiplyAdd(inverseAngle, dAxis, along * axis));
    }
}
