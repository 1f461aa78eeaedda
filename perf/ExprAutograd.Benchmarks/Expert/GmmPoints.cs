using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>Points as the user has them, a row each, turned over block by block.</summary>
internal readonly ref struct GmmPoints(double[] points, int d)
{
    private const int Lanes = 8;
    private readonly int count = points.Length / d;

    /// <summary>Writes 64 points from <paramref name="first"/> on as d rows of 64 numbers; beyond the last point come copies of it.</summary>
    public void Transpose(int first, ref double to)
    {
        Span<double> chunk = stackalloc double[Lanes * Lanes];
        for (var v = 0; v < GmmBlock.Points; v += Lanes)
        {
            for (var j = 0; j < d; j += Lanes)
            {
                var columns = Math.Min(Lanes, d - j);
                ref var place = ref Unsafe.Add(ref to, (j * GmmBlock.Points) + v);

                // A row's eight numbers may reach into the next row's, but not beyond the last row's.
                if (columns == Lanes && first + v + Lanes <= count) Turn(ref points[((first + v) * d) + j], (nuint)d, ref place, GmmBlock.Points);
                else if (((first + v + Lanes - 1) * d) + j + Lanes <= points.Length)
                {
                    Turn(ref points[((first + v) * d) + j], (nuint)d, ref MemoryMarshal.GetReference(chunk), Lanes);
                    for (var e = 0; e < columns; e++) Vector512.Create<double>(chunk[(e * Lanes)..]).StoreUnsafe(ref place, (nuint)(e * GmmBlock.Points));
                }
                else
                {
                    for (var e = 0; e < columns; e++)
                        for (var lane = 0; lane < Lanes; lane++)
                            Unsafe.Add(ref place, (e * GmmBlock.Points) + lane) = points[(Math.Min(first + v + lane, count - 1) * d) + j + e];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(ref double from, nuint stride, ref double to, nuint toStride) => Square.StoreTransposed(
        Vector512.LoadUnsafe(ref from), Vector512.LoadUnsafe(ref from, stride), Vector512.LoadUnsafe(ref from, 2 * stride), Vector512.LoadUnsafe(ref from, 3 * stride),
        Vector512.LoadUnsafe(ref from, 4 * stride), Vector512.LoadUnsafe(ref from, 5 * stride), Vector512.LoadUnsafe(ref from, 6 * stride), Vector512.LoadUnsafe(ref from, 7 * stride),
        ref to, toStride);
}
