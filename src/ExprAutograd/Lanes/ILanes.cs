using System.Numerics;

namespace ExprAutograd.Lanes;

/// <summary>The arithmetic of one width and element type: the functions are written once over it, and the runtime compiles them for each.</summary>
/// <remarks>
/// Static methods over the bare vectors and not a wrapper with operators: a wrapper costs the inliner three times as many locals, and after 512
/// of them in a method it inlines nothing more. A mask is a vector whose lanes have all bits set, or none.
/// </remarks>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="T">Its elements.</typeparam>
internal interface ILanes<V, T>
    where V : struct
    where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract V Create(T value);

    static abstract V Add(V x, V y);

    static abstract V Subtract(V x, V y);

    static abstract V Multiply(V x, V y);

    static abstract V Divide(V x, V y);

    /// <summary>xy + z, rounded once.</summary>
    static abstract V MultiplyAdd(V x, V y, V z);

    /// <summary>z - xy, rounded once.</summary>
    static abstract V SubtractProduct(V z, V x, V y);

    static abstract V Sqrt(V x);

    /// <summary>The smaller of two numbers; a NaN in <paramref name="x"/> stays, <paramref name="bound"/> is a number.</summary>
    static abstract V AtMost(V bound, V x);

    /// <summary>The larger of two numbers; a NaN in <paramref name="x"/> stays, <paramref name="bound"/> is a number.</summary>
    static abstract V AtLeast(V bound, V x);

    static abstract V Floor(V x);

    /// <summary>The nearest integer, of two the even one.</summary>
    static abstract V Round(V x);

    static abstract V Abs(V x);

    static abstract V Negate(V x);

    /// <summary>|<paramref name="magnitude"/>| with the sign bit of <paramref name="sign"/>.</summary>
    static abstract V CopySign(V magnitude, V sign);

    /// <summary>x with its sign turned where the sign bit of <paramref name="sign"/> is set.</summary>
    static abstract V FlipSign(V x, V sign);

    static abstract V And(V x, V y);

    static abstract V Or(V x, V y);

    /// <summary>The bits of x that y has not.</summary>
    static abstract V AndNot(V x, V y);

    /// <summary>The bits of x, moved left.</summary>
    static abstract V ShiftLeft(V x, int count);

    static abstract V Select(V mask, V where, V elsewhere);

    static abstract V Equal(V x, V y);

    static abstract V Less(V x, V y);

    static abstract V LessOrEqual(V x, V y);

    /// <summary>A mask of the lanes whose sign bit is set.</summary>
    static abstract V IsNegative(V x);

    static abstract bool AnyGreater(V x, V y);

    static abstract bool Any(V mask);

    /// <summary>x·2^n, rounded once; n is an integer of at most twice the largest exponent.</summary>
    static abstract V Scale(V x, V n);

    /// <summary>x·2^n for an n and a product whose exponents are those of normal numbers.</summary>
    static abstract V ScaleNormal(V x, V n);

    /// <summary>m in [3/4, 3/2) with x = m·2^e; 1 for ±0 and ∞, NaN below 0.</summary>
    static abstract V Mantissa(V x);

    /// <summary>The integer e that belongs to <see cref="Mantissa"/> of x; -∞ for ±0, ∞ for ∞.</summary>
    static abstract V Exponent(V x, V mantissa);
}
