using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ExprAutograd.Lanes;

/// <summary>Sines, cosines and tangents of the lanes whose angle is too large for a reduction in doubles, one lane after another; other lanes keep their value.</summary>
internal static class HugeAngles<V>
    where V : struct
{
    private const double Largest = 1L << 36;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Sin(V x, V value) => Replaced(x, value, Math.Sin);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Cos(V x, V value) => Replaced(x, value, Math.Cos);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Tan(V x, V value) => Replaced(x, value, Math.Tan);

    private static V Replaced(V x, V value, Func<double, double> function)
    {
        var angles = MemoryMarshal.Cast<V, double>(new ReadOnlySpan<V>(ref x));
        var values = MemoryMarshal.Cast<V, double>(new Span<V>(ref value));
        for (var lane = 0; lane < values.Length; lane++)
            if (Math.Abs(angles[lane]) > Largest) values[lane] = function(angles[lane]);
        return value;
    }
}
