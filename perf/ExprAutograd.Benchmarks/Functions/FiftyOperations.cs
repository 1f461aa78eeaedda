using System.Linq.Expressions;
using ExprAutograd.Benchmarks.Measurement;

namespace ExprAutograd.Benchmarks.Functions;

using Compiled = Func<double, double, double, double, (double Value, (double, double, double, double) Gradient)>;

/// <summary>Fifty elementary operations of four numbers, seventeen of them transcendental or a root. Goal: at most 1.10 of hand-written C#.</summary>
internal static class FiftyOperations
{
    public static readonly Expression<Func<double, double, double, double, double>> Function = (x, y, z, w) =>
        Math.Sin(x * y) + Math.Cos(y * z)
        + (Math.Exp(-x * z) * Math.Sqrt(y + 2))
        + (Math.Log(1 + (x * x)) / (1 + (y * y)))
        + (Math.Tanh(z - w) * Math.Atan(x / w))
        + (Math.Pow(y, 1.5) * (w + z))
        + ((x - y) * (z - w) / (2 + (x * w)))
        + (Math.Sinh(0.1 * w) + Math.Cosh(0.2 * x))
        + (Math.Cbrt(1 + (z * z)) - (Math.Sin(w) * Math.Cos(w)));

    public static readonly Compiled ByHand = static (x, y, z, w) =>
    {
        // Forward.
        var (xy, yz) = (x * y, y * z);
        var (sinXy, cosYz) = (Math.Sin(xy), Math.Cos(yz));
        var (decay, root) = (Math.Exp(-x * z), Math.Sqrt(y + 2));
        var (u, v) = (1 + (x * x), 1 + (y * y));
        var quotient = Math.Log(u) / v;
        var (zw, xw) = (z - w, x / w);
        var (tanh, atan) = (Math.Tanh(zw), Math.Atan(xw));
        var (power, wz) = (Math.Pow(y, 1.5), w + z);
        var (xMinusY, below) = (x - y, 2 + (x * w));
        var bilinear = xMinusY * zw / below;
        var (w10, x5) = (0.1 * w, 0.2 * x);
        var (sinh, cosh) = (Math.Sinh(w10), Math.Cosh(x5));
        var cbrt = Math.Cbrt(1 + (z * z));
        var (sinW, cosW) = (Math.Sin(w), Math.Cos(w));
        var value = sinXy + cosYz + (decay * root) + quotient + (tanh * atan) + (power * wz) + bilinear + (sinh + cosh) + (cbrt - (sinW * cosW));

        // Adjoint.
        var (dXy, dYz) = (Math.Cos(xy), -Math.Sin(yz));
        var dExponent = root * decay;
        var (dU, dV) = (1 / (v * u), -quotient / v);
        var (dTanh, dAtan) = (atan * (1 - (tanh * tanh)), tanh / (1 + (xw * xw)));
        var dXw = dAtan / w;
        var (dNumerator, dBelow) = (1 / below, -bilinear / below);
        var (dXMinusY, dZw) = (dNumerator * zw, (dNumerator * xMinusY) + dTanh);
        return (
            value,
            ((dXy * y) - (dExponent * z) + (2 * dU * x) + dXw + dXMinusY + (dBelow * w) + (0.2 * Math.Sinh(x5)),
            (dXy * x) + (dYz * z) + (decay * 0.5 / root) + (2 * dV * y) + (wz * 1.5 * Math.Sqrt(y)) - dXMinusY,
            (dYz * y) - (dExponent * x) + dZw + power + (2 * z / (3 * cbrt * cbrt)),
            (dBelow * x) - dZw - (dXw * xw) + power + (0.1 * Math.Cosh(w10)) - (cosW * cosW) + (sinW * sinW)));
    };

    public static Compiled Compile() => Autograd.Compile(Autograd.ValueAndGradient(Function));

    public static double Run(Compiled f, int calls)
    {
        var total = 0.0;
        for (var k = 0; k < calls; k++)
        {
            var (value, gradient) = f(0.5 + ((k & 15) * 0.03125), 0.75, 1.25, 1.5);
            total += value + gradient.Item1 + gradient.Item2 + gradient.Item3 + gradient.Item4;
        }
        return total;
    }

    public static IEnumerable<Comparison> Compare()
    {
        var compiled = Compile();
        Agreement.Require(nameof(FiftyOperations), Numbers(ByHand(0.7, 0.8, 1.25, 1.5)), Numbers(compiled(0.7, 0.8, 1.25, 1.5)));
        var times = new Ruler().Measure(n => Run(ByHand, n), n => Run(compiled, n));
        yield return new Comparison("50 elementary operations", times[1], "hand-written", times[0], 1.10);
    }

    private static double[] Numbers((double Value, (double, double, double, double) Gradient) r) =>
        [r.Value, r.Gradient.Item1, r.Gradient.Item2, r.Gradient.Item3, r.Gradient.Item4];
}
