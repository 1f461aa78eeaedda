using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

using Lane = Vector512<double>;

/// <summary>Rosenbrock's function as a loop over an array of any length. Goal: at most 1.1 of the vectorised loop.</summary>
internal static class RosenbrockLanes
{
    private const int Lanes = 8;

    /// <summary>The sum over k of 100 (x[k+1] - x[k]^2)^2 + (1 - x[k])^2.</summary>
    public static FlatFunction Of(int n) => new(
        x => Enumerable.Range(0, x.Length - 1).Sum(k => (100 * (x[k + 1] - (x[k] * x[k])) * (x[k + 1] - (x[k] * x[k]))) + ((1 - x[k]) * (1 - x[k]))),
        Autograd.Lift<Func<double[], double>>(Value),
        Value,
        ValueAndGradient,
        [.. Enumerable.Range(0, n).Select(k => 0.9 + (0.01 * (k % 17)))]);

    private static double Value(double[] x)
    {
        var total = 0.0;
        for (var k = 0; k < x.Length - 1; k++)
        {
            var fit = x[k + 1] - (x[k] * x[k]);
            var rest = 1 - x[k];
            total += (100 * fit * fit) + (rest * rest);
        }
        return total;
    }

    /// <summary>Neighbours are loaded again, not shifted: an element's derivative 200 fit[k-1] - 400 fit[k] x[k] - 2 (1 - x[k]) needs the numbers at both sides of it.</summary>
    /// <exception cref="ArgumentException">Fewer than ten numbers.</exception>
    private static double ValueAndGradient(double[] x, double[] gradient)
    {
        var last = x.Length - 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(last, Lanes + 1, nameof(x));
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, x.Length);
        var total = Lane.Zero;
        var k = 1;
        for (; k + Lanes <= last; k += Lanes) total += Inner(x, gradient, k);

        // The last vector ends where the inner elements do; the part that it repeats is written again, and not counted again.
        if (k < last) total += Inner(x, gradient, last - Lanes) & ~Partial.Mask(k - (last - Lanes));

        var (fit, rest) = (x[1] - (x[0] * x[0]), 1 - x[0]);
        gradient[0] = (-400 * fit * x[0]) - (2 * rest);
        gradient[last] = 200 * (x[last] - (x[last - 1] * x[last - 1]));
        return Vector512.Sum(total) + (100 * fit * fit) + (rest * rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane Inner(double[] x, double[] gradient, int k)
    {
        ref var at = ref MemoryMarshal.GetArrayDataReference(x);
        var (before, here, after) = (Vector512.LoadUnsafe(ref at, (nuint)k - 1), Vector512.LoadUnsafe(ref at, (nuint)k), Vector512.LoadUnsafe(ref at, (nuint)k + 1));
        var fit = Vector512.FusedMultiplyAdd(-here, here, after);
        var fitBefore = Vector512.FusedMultiplyAdd(-before, before, here);
        var rest = Lane.One - here;
        var scaled = Vector512.Create(100.0) * fit;
        var derivative = Vector512.FusedMultiplyAdd(Vector512.Create(200.0), fitBefore, Vector512.Create(-2.0) * rest);
        Vector512.FusedMultiplyAdd(Vector512.Create(-4.0) * scaled, here, derivative).StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(gradient), (nuint)k);
        return Vector512.FusedMultiplyAdd(scaled, fit, rest * rest);
    }
}
