using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Benchmarks.Expert;

/// <summary>The sum of sin x exp(-x^2) + tanh x over an array: element-wise work only. Goal: at most 1.1 of one fused loop over eight lanes.</summary>
internal static class Chain
{
    private const int Lanes = 8;

    /// <summary>The function with <paramref name="n"/> numbers between -4 and 4.</summary>
    public static FlatFunction Of(int n) => new(
        x => x.Sum(xi => (Math.Sin(xi) * Math.Exp(-xi * xi)) + Math.Tanh(xi)),
        Autograd.Lift<Func<double[], double>>(Sum),
        Sum,
        ValueAndGradient,
        [.. Enumerable.Range(0, n).Select(i => (i * 0.6180339887498949 % 1 * 8) - 4)]);

    private static double Sum(double[] x)
    {
        var total = 0.0;
        for (var i = 0; i < x.Length; i++) total += (Math.Sin(x[i]) * Math.Exp(-x[i] * x[i])) + Math.Tanh(x[i]);
        return total;
    }

    /// <summary>One pass: sine, cosine, exponential and tanh are computed once, for the value and the derivative (cos x - 2 x sin x) exp(-x^2) + 1 - tanh^2 x.</summary>
    private static double ValueAndGradient(double[] x, double[] gradient)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, x.Length);
        ref var from = ref MemoryMarshal.GetArrayDataReference(x);
        ref var to = ref MemoryMarshal.GetArrayDataReference(gradient);
        var total = Vector512<double>.Zero;
        nuint i = 0;
        for (; i + Lanes <= (nuint)x.Length; i += Lanes)
        {
            var (value, derivative) = Term(Vector512.LoadUnsafe(ref from, i));
            total += value;
            derivative.StoreUnsafe(ref to, i);
        }

        // The rest goes through the same lanes, filled up with zeros: a zero's value is zero.
        if (i < (nuint)x.Length)
        {
            var (value, derivative) = Term(x.Length >= Lanes ? Partial.Load(x, (int)i) : Vector512.Create(0.0));
            total += value;
            Partial.Store(derivative, gradient.AsSpan((int)i), x.Length - (int)i);
        }
        return Vector512.Sum(total);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Value, Vector512<double> Derivative) Term(Vector512<double> x)
    {
        var (sin, cos) = Vector512.SinCos(x);
        var e = LaneMath.Exp(-(x * x));
        var tanh = LaneMath.Tanh(x);
        var value = Vector512.FusedMultiplyAdd(sin, e, tanh);
        var slope = Vector512.FusedMultiplyAdd(-(x + x), sin, cos);
        var slopeOfTanh = Vector512.FusedMultiplyAdd(-tanh, tanh, Vector512<double>.One);
        return (value, Vector512.FusedMultiplyAdd(slope, e, slopeOfTanh));
    }
}
