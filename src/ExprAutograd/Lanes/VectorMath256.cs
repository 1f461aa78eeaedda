using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Lanes;

using Lane = Vector256<double>;

/// <summary>Functions of vectors of 256 bits: within 2 units in the last place of the true value, the error functions within 4 and the normal distribution within 6, with the special values of <see cref="Math"/>.</summary>
/// <remarks>Each lane's result depends on its own number alone, and is the same at every width.</remarks>
internal static partial class VectorMath256
{
    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Exp(Lane x) => Exponentials<Lane, DoubleLanes256>.Exp(x);

    /// <summary>ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Log(Lane x) => Logarithms<Lane, DoubleLanes256>.Log(x);

    /// <summary>The logarithm of x to base 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Log2(Lane x) => Logarithms<Lane, DoubleLanes256>.Log2(x);

    /// <summary>The logarithm of x to base 10.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Log10(Lane x) => Logarithms<Lane, DoubleLanes256>.Log10(x);

    /// <summary>sin x, x in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Sin(Lane x) => Trigonometry<Lane, DoubleLanes256>.Sin(x);

    /// <summary>cos x, x in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Cos(Lane x) => Trigonometry<Lane, DoubleLanes256>.Cos(x);

    /// <summary>tan x, x in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Tan(Lane x) => Trigonometry<Lane, DoubleLanes256>.Tan(x);

    /// <summary>arcsin x in [-π/2, π/2].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Asin(Lane x) => InverseTrigonometry<Lane, DoubleLanes256>.Asin(x);

    /// <summary>arccos x in [0, π].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Acos(Lane x) => InverseTrigonometry<Lane, DoubleLanes256>.Acos(x);

    /// <summary>arctan x in [-π/2, π/2].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Atan(Lane x) => InverseTrigonometry<Lane, DoubleLanes256>.Atan(x);

    /// <summary>The angle of the point (x, y) in [-π, π].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Atan2(Lane y, Lane x) => InverseTrigonometry<Lane, DoubleLanes256>.Atan2(y, x);

    /// <summary>sinh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Sinh(Lane x) => Hyperbolics<Lane, DoubleLanes256>.Sinh(x);

    /// <summary>cosh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Cosh(Lane x) => Hyperbolics<Lane, DoubleLanes256>.Cosh(x);

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Tanh(Lane x) => Hyperbolics<Lane, DoubleLanes256>.Tanh(x);

    /// <summary>x to the power y, with the special values of <see cref="Math.Pow(double, double)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Pow(Lane x, Lane y) => Powers<Lane, DoubleLanes256>.Pow(x, y);

    /// <summary>The cube root of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Cbrt(Lane x) => Powers<Lane, DoubleLanes256>.Cbrt(x);

    /// <summary>e^x - 1, accurate near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Expm1(Lane x) => Exponentials<Lane, DoubleLanes256>.ExpM1(x);

    /// <summary>ln(1 + x), accurate near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Log1p(Lane x) => Logarithms<Lane, DoubleLanes256>.Log1P(x);

    /// <summary>1/(1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Sigmoid(Lane x) => Logistics<Lane, DoubleLanes256>.Sigmoid(x);

    /// <summary>ln(1 + e^x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Softplus(Lane x) => Logistics<Lane, DoubleLanes256>.Softplus(x);

    /// <summary>The error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Erf(Lane x) => ErrorFunctions<Lane, DoubleLanes256>.Erf(x);

    /// <summary>1 - erf x, accurate where it is small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane Erfc(Lane x) => ErrorFunctions<Lane, DoubleLanes256>.Erfc(x);

    /// <summary>The standard normal distribution function, accurate in both tails.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane NormalCdf(Lane x) => ErrorFunctions<Lane, DoubleLanes256>.NormalCdf(x);
}
