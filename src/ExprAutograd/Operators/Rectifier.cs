using System.Runtime.Intrinsics;

namespace ExprAutograd.Operators;

/// <summary>max(x, 0) and its derivative without a branch: the signs of activations are as good as random, and half of such branches are mispredicted.</summary>
internal static class Rectifier
{
    /// <summary>x where it is positive or NaN, else 0.</summary>
    public static double Positive(double x) => Gate(x, x);

    /// <inheritdoc cref="Positive(double)"/>
    public static float Positive(float x) => Gate(x, x);

    /// <summary><paramref name="value"/> unless <paramref name="by"/> is zero or negative, else 0.</summary>
    public static double Gate(double value, double by) =>
        Vector128.AndNot(Vector128.CreateScalarUnsafe(value), Vector128.LessThanOrEqual(Vector128.CreateScalarUnsafe(by), Vector128<double>.Zero)).ToScalar();

    /// <inheritdoc cref="Gate(double, double)"/>
    public static float Gate(float value, float by) =>
        Vector128.AndNot(Vector128.CreateScalarUnsafe(value), Vector128.LessThanOrEqual(Vector128.CreateScalarUnsafe(by), Vector128<float>.Zero)).ToScalar();
}
