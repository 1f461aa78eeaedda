using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>Vectors of eight at the ragged ends of the user's arrays.</summary>
internal static class Partial
{
    private const int Lanes = 8;

    /// <summary>All bits of the first <paramref name="count"/> lanes; none for a negative count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Mask(int count) => Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)count));

    /// <summary>Eight numbers from <paramref name="at"/> on, zeros beyond the end of an array of at least eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Load(double[] array, int at)
    {
        ref var start = ref MemoryMarshal.GetArrayDataReference(array);
        var beyond = at + Lanes - array.Length;
        if (beyond <= 0) return Vector512.LoadUnsafe(ref start, (nuint)at);

        // The array's last eight, moved; no call, which would empty the registers of a loop around it.
        var moved = Avx512F.PermuteVar8x64(Vector512.LoadUnsafe(ref start, (nuint)(array.Length - Lanes)), Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7) + Vector512.Create((long)beyond));
        return moved & Mask(Lanes - beyond);
    }

    /// <summary>Writes the first <paramref name="count"/> numbers.</summary>
    public static void Store(Lane numbers, Span<double> to, int count)
    {
        Span<double> all = stackalloc double[Lanes];
        numbers.CopyTo(all);
        all[..count].CopyTo(to);
    }
}
