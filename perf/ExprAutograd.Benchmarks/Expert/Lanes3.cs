using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>Eight vectors of three numbers.</summary>
internal readonly record struct Lanes3(Lane X, Lane Y, Lane Z)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 operator +(Lanes3 a, Lanes3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 operator -(Lanes3 a, Lanes3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 operator *(Lane s, Lanes3 a) => new(s * a.X, s * a.Y, s * a.Z);

    /// <summary>s a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 MultiplyAdd(Lane s, Lanes3 a, Lanes3 b) =>
        new(Vector512.FusedMultiplyAdd(s, a.X, b.X), Vector512.FusedMultiplyAdd(s, a.Y, b.Y), Vector512.FusedMultiplyAdd(s, a.Z, b.Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Dot(Lanes3 a, Lanes3 b) => Vector512.FusedMultiplyAdd(a.X, b.X, Vector512.FusedMultiplyAdd(a.Y, b.Y, a.Z * b.Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 Cross(Lanes3 a, Lanes3 b) => new(
        Vector512.FusedMultiplyAdd(a.Y, b.Z, -(a.Z * b.Y)), Vector512.FusedMultiplyAdd(a.Z, b.X, -(a.X * b.Z)), Vector512.FusedMultiplyAdd(a.X, b.Y, -(a.Y * b.X)));

    /// <summary>a where the mask is set, b elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 Select(Lane mask, Lanes3 a, Lanes3 b) =>
        new(Vector512.ConditionalSelect(mask, a.X, b.X), Vector512.ConditionalSelect(mask, a.Y, b.Y), Vector512.ConditionalSelect(mask, a.Z, b.Z));

    /// <summary>To three neighbouring vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double to)
    {
        X.StoreUnsafe(ref to);
        Y.StoreUnsafe(ref to, 8);
        Z.StoreUnsafe(ref to, 16);
    }
}
