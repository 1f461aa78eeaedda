using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ExprAutograd.Benchmarks.AdBench;
using ExprAutograd.Benchmarks.AdBench.BundleAdjustment;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>The residuals and their sparse Jacobian, eight observations at a time.</summary>
/// <remarks>
/// Which camera and which point an observation has is data: their numbers are gathered row by row and turned over, so that a vector holds one number of eight observations. The
/// thirty derivatives of an observation are turned back in four squares to where its two rows lie. The last square of an observation is two numbers too wide: it is written
/// first, and what it spoils is the next observation's start, written later.
/// </remarks>
internal sealed class BundleExpert
{
    private const int Lanes = 8;
    private const int Numbers = 2 * BundleJacobian.Columns;
    private const int Squares = (Numbers + Lanes - 1) / Lanes;
    private static readonly Vector512<long> FirstPairs = Vector512.Create(0L, 8, 1, 9, 2, 10, 3, 11);
    private static readonly Vector512<long> LastPairs = Vector512.Create(4L, 12, 5, 13, 6, 14, 7, 15);

    private readonly BundleInstance data;
    private readonly int[] cameras;
    private readonly int[] points;
    private readonly AlignedLanes gathered = new(2 * Lanes * Lanes);
    private readonly AlignedLanes derivatives = new(Squares * Lanes * Lanes);
    private readonly AlignedLanes end = new((Numbers * Lanes) + Lanes);
    private readonly double[] endOfWeights = new double[Lanes];
    private readonly (double X, double Y)[] endOfFeatures = new (double, double)[Lanes];

    public BundleExpert(BundleInstance data)
    {
        this.data = data;
        cameras = Padded(data.Cameras.Length);
        points = Padded(data.Points.Length);
        var rest = data.Observations & (Lanes - 1);
        data.Weights.AsSpan(data.Observations - rest).CopyTo(endOfWeights);
        data.Features.AsSpan(data.Observations - rest).CopyTo(endOfFeatures);

        // Observation i has camera i mod n and point i mod m; what pads the last eight has the first ones.
        int[] Padded(int count) => [.. Enumerable.Range(0, (data.Observations + Lanes - 1) & -Lanes).Select(i => i < data.Observations ? i % count : 0)];
    }

    /// <summary>Measured like any other side.</summary>
    public static IImplementation Implementation(BundleInstance data) => new BundleImplementation(data, BundleMethod.Residual, BundleMethod.WeightError, new BundleExpert(data).Jacobian);

    /// <summary>Writes all residuals and derivatives. Allocates nothing.</summary>
    public void Jacobian(BundleJacobian into)
    {
        var whole = data.Observations & -Lanes;
        for (var i = 0; i < whole; i += Lanes)
        {
            var isLast = i + Lanes == data.Observations;
            ref var rows = ref isLast ? ref end[0] : ref into.Rows[Numbers * i];
            Observe(i, ref data.Weights[i], ref Unsafe.As<(double X, double Y), double>(ref data.Features[i]), ref rows, ref into.Residuals[2 * i], ref into.WeightErrors[i], ref into.WeightDerivatives[i]);
            if (isLast) end.Span[..(Numbers * Lanes)].CopyTo(into.Rows.AsSpan(Numbers * i));
        }
        if (whole < data.Observations) ObserveRest(whole, into);
    }

    /// <summary>Fewer than eight observations, filled up with observations of no weight.</summary>
    private void ObserveRest(int i, BundleJacobian into)
    {
        var count = data.Observations - i;
        Span<double> others = stackalloc double[4 * Lanes];
        ref var residuals = ref MemoryMarshal.GetReference(others);
        Observe(i, ref endOfWeights[0], ref Unsafe.As<(double X, double Y), double>(ref endOfFeatures[0]), ref end[0], ref residuals, ref Unsafe.Add(ref residuals, 2 * Lanes), ref Unsafe.Add(ref residuals, 3 * Lanes));
        end.Span[..(Numbers * count)].CopyTo(into.Rows.AsSpan(Numbers * i));
        others[..(2 * count)].CopyTo(into.Residuals.AsSpan(2 * i));
        others.Slice(2 * Lanes, count).CopyTo(into.WeightErrors.AsSpan(i));
        others.Slice(3 * Lanes, count).CopyTo(into.WeightDerivatives.AsSpan(i));
    }

    private void Observe(int i, ref double weights, ref double features, ref double rows, ref double residuals, ref double errors, ref double dErrors)
    {
        GatherCameras(i);
        ref var camera = ref gathered[0];
        var point = GatherPoints(i);
        var weight = Vector512.LoadUnsafe(ref weights);
        var (featuresA, featuresB) = (Vector512.LoadUnsafe(ref features), Vector512.LoadUnsafe(ref features, Lanes));
        var even = Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14);
        var (featureX, featureY) = (Avx512F.PermuteVar8x64x2(featuresA, even, featuresB), Avx512F.PermuteVar8x64x2(featuresA, even + Vector512<long>.One, featuresB));

        // Forward.
        var p = point - Load3(ref camera, 3);
        var turn = new BundleTurn(Load3(ref camera, 0));
        var seen = turn.Apply(p);
        var (focal, radial1, radial2) = (Load(ref camera, 6), Load(ref camera, 14), Load(ref camera, 15));
        var inverseZ = Lane.One / seen.Z;
        var (x, y) = (seen.X * inverseZ, seen.Y * inverseZ);
        var r2 = Vector512.FusedMultiplyAdd(x, x, y * y);
        var distortion = Vector512.FusedMultiplyAdd(r2, Vector512.FusedMultiplyAdd(radial2, r2, radial1), Lane.One);
        var stretch = focal * distortion;
        var u = Vector512.FusedMultiplyAdd(stretch, x, Load(ref camera, 7)) - featureX;
        var v = Vector512.FusedMultiplyAdd(stretch, y, Load(ref camera, 13)) - featureY;
        var (wu, wv) = (weight * u, weight * v);
        Avx512F.PermuteVar8x64x2(wu, FirstPairs, wv).StoreUnsafe(ref residuals);
        Avx512F.PermuteVar8x64x2(wu, LastPairs, wv).StoreUnsafe(ref residuals, Lanes);
        Vector512.FusedMultiplyAdd(-weight, weight, Lane.One).StoreUnsafe(ref errors);
        (Vector512.Create(-2.0) * weight).StoreUnsafe(ref dErrors);

        // The derivative of focal * distortion * (x, y) with respect to (x, y) is symmetric.
        var wf = weight * focal;
        var slope = (wf + wf) * Vector512.FusedMultiplyAdd(radial2 + radial2, r2, radial1);
        var (xx, xy, yy) = (Vector512.FusedMultiplyAdd(slope * x, x, wf * distortion), slope * x * y, Vector512.FusedMultiplyAdd(slope * y, y, wf * distortion));
        var first = inverseZ * new Lanes3(xx, xy, -Vector512.FusedMultiplyAdd(xx, x, xy * y));
        var second = inverseZ * new Lanes3(xy, yy, -Vector512.FusedMultiplyAdd(xy, x, yy * y));
        ref var row = ref derivatives[0];
        StoreRow(turn, p, first, weight * distortion * x, wf * x * r2, r2, u, ref row);
        weight.StoreUnsafe(ref row, 7 * Lanes);
        Lane.Zero.StoreUnsafe(ref row, 8 * Lanes);
        row = ref Unsafe.Add(ref row, BundleJacobian.Columns * Lanes);
        StoreRow(turn, p, second, weight * distortion * y, wf * y * r2, r2, v, ref row);
        Lane.Zero.StoreUnsafe(ref row, 7 * Lanes);
        weight.StoreUnsafe(ref row, 8 * Lanes);
        for (var square = Squares - 1; square >= 0; square--) TurnBack(ref derivatives[square * Lanes * Lanes], ref Unsafe.Add(ref rows, square * Lanes));
    }

    /// <summary>Columns 0 to 14 of a row, but for the principal point's 7 and 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(in BundleTurn turn, Lanes3 p, Lanes3 g, Lane dFocal, Lane dRadial1, Lane r2, Lane residual, ref double row)
    {
        var dPoint = turn.PullPoint(g);
        turn.PullRotation(p, g).Store(ref row);
        (new Lanes3(Lane.Zero, Lane.Zero, Lane.Zero) - dPoint).Store(ref Unsafe.Add(ref row, 3 * Lanes));
        dFocal.StoreUnsafe(ref row, 6 * Lanes);
        dRadial1.StoreUnsafe(ref row, 9 * Lanes);
        (dRadial1 * r2).StoreUnsafe(ref row, 10 * Lanes);
        dPoint.Store(ref Unsafe.Add(ref row, 11 * Lanes));
        residual.StoreUnsafe(ref row, 14 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnBack(ref double columns, ref double rows) => Square.StoreTransposed(
        Load(ref columns, 0), Load(ref columns, 1), Load(ref columns, 2), Load(ref columns, 3), Load(ref columns, 4), Load(ref columns, 5), Load(ref columns, 6), Load(ref columns, 7),
        ref rows, Numbers);

    /// <summary>Numbers 0 to 7 of eight cameras, then 3 to 10: both within a camera.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void GatherCameras(int i)
    {
        ref var start = ref Unsafe.As<Camera, double>(ref MemoryMarshal.GetArrayDataReference(data.Cameras));
        ref var index = ref cameras[i];
        GatherCameras(ref start, ref index, ref gathered[0]);
        GatherCameras(ref Unsafe.Add(ref start, 3), ref index, ref gathered[Lanes * Lanes]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GatherCameras(ref double start, ref int index, ref double to) => Square.StoreTransposed(
        CameraAt(ref start, ref index, 0), CameraAt(ref start, ref index, 1), CameraAt(ref start, ref index, 2), CameraAt(ref start, ref index, 3),
        CameraAt(ref start, ref index, 4), CameraAt(ref start, ref index, 5), CameraAt(ref start, ref index, 6), CameraAt(ref start, ref index, 7), ref to, Lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane CameraAt(ref double start, ref int index, int lane) => Vector512.LoadUnsafe(ref start, (nuint)(Camera.Length * Unsafe.Add(ref index, lane)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes3 GatherPoints(int i)
    {
        ref var start = ref MemoryMarshal.GetArrayDataReference(data.Points);
        ref var index = ref points[i];
        ref readonly var a = ref Unsafe.Add(ref start, index);
        ref readonly var b = ref Unsafe.Add(ref start, Unsafe.Add(ref index, 1));
        ref readonly var c = ref Unsafe.Add(ref start, Unsafe.Add(ref index, 2));
        ref readonly var d = ref Unsafe.Add(ref start, Unsafe.Add(ref index, 3));
        ref readonly var e = ref Unsafe.Add(ref start, Unsafe.Add(ref index, 4));
        ref readonly var f = ref Unsafe.Add(ref start, Unsafe.Add(ref index, 5));
        ref readonly var g = ref Unsafe.Add(ref start, Unsafe.Add(ref index, 6));
        ref readonly var h = ref Unsafe.Add(ref start, Unsafe.Add(ref index, 7));
        return new Lanes3(
            Vector512.Create(a.X, b.X, c.X, d.X, e.X, f.X, g.X, h.X), Vector512.Create(a.Y, b.Y, c.Y, d.Y, e.Y, f.Y, g.Y, h.Y), Vector512.Create(a.Z, b.Z, c.Z, d.Z, e.Z, f.Z, g.Z, h.Z));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane Load(ref double lanes, int number) => Vector512.LoadUnsafe(ref lanes, (nuint)(number * Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes3 Load3(ref double lanes, int number) => new(Load(ref lanes, number), Load(ref lanes, number + 1), Load(ref lanes, number + 2));
}
