namespace ExprAutograd.Operators;

/// <summary>Elementary functions that derivatives call and the base library does not spell.</summary>
public static class Elementary
{
    /// <summary>x to the power p, as <see cref="Math.Pow(double, double)"/>, up to rounding.</summary>
    /// <param name="x">The base.</param>
    /// <param name="p">The exponent.</param>
    /// <returns>The power; 1 for p = 0, whatever x is.</returns>
    /// <remarks>
    /// A power in a user's function keeps every bit of <see cref="Math.Pow(double, double)"/>. A power that only a derivative asks for is
    /// this one: it may be rewritten to x, x * x or 1 / x, which round differently and cost a tenth.
    /// </remarks>
    public static double Pow(double x, double p) => Math.Pow(x, p);

    /// <summary>cos(pi x) in [-1, 1] as <see cref="double.SinCosPi(double)"/> computes it: near 1e-4 an ulp away from <see cref="double.CosPi(double)"/>.</summary>
    /// <param name="x">The angle in half turns.</param>
    /// <returns>The second component of <see cref="double.SinCosPi(double)"/>.</returns>
    public static double CosineOfSinCosPi(double x) => double.SinCosPi(x).CosPi;
}
