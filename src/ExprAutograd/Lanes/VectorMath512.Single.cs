using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ExprAutograd.Lanes;

using Lane = Vector512<float>;

/// <content>Single precision, by way of double: the true value rounded, but for one in some ten million that lies between two numbers.</content>
internal static partial class VectorMath512
{
    /// <summary>tan x, x in radians.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Tan(Lane x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Tan(lower), Tan(upper));
    }

    /// <summary>arcsin x in [-π/2, π/2].</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Asin(Lane x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Asin(lower), Asin(upper));
    }

    /// <summary>arccos x in [0, π].</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Acos(Lane x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Acos(lower), Acos(upper));
    }

    /// <summary>arctan x in [-π/2, π/2].</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Atan(Lane x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Atan(lower), Atan(upper));
    }

    /// <summary>sinh x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Sinh(Lane x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Sinh(lower), Sinh(upper));
    }

    /// <summary>cosh x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Cosh(Lane x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Cosh(lower), Cosh(upper));
    }

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Tanh(Lane x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Tanh(lower), Tanh(upper));
    }

    /// <summary>The cube root of x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Cbrt(Lane x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Cbrt(lower), Cbrt(upper));
    }

    /// <summary>The logarithm of x to base 2.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Log2(Lane x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Log2(lower), Log2(upper));
    }

    /// <summary>The logarithm of x to base 10.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Log10(Lane x)
    {
        var (lower, upper) = Vector512.Widen(x);
        return Vector512.Narrow(Log10(lower), Log10(upper));
    }

    /// <summary>The angle of the point (x, y) in [-π, π].</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Atan2(Lane y, Lane x)
    {
        var ((lowerY, upperY), (lowerX, upperX)) = (Vector512.Widen(y), Vector512.Widen(x));
        return Vector512.Narrow(Atan2(lowerY, lowerX), Atan2(upperY, upperX));
    }

    /// <summary>x to the power y, with the special values of <see cref="MathF.Pow(float, float)"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Lane Pow(Lane x, Lane y)
    {
        var ((lowerX, upperX), (lowerY, upperY)) = (Vector512.Widen(x), Vector512.Widen(y));
        return Vector512.Narrow(Pow(lowerX, lowerY), Pow(upperX, upperY));
    }
}
