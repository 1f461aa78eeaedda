namespace ExprAutograd.Operators;

/// <summary>Operations that only differentiation sees.</summary>
public static class DerivativeOperators
{
    /// <summary>The value itself; its derivative is zero by declaration.</summary>
    /// <param name="value">Any value.</param>
    public static T StopGradient<T>(T value) => value;

    /// <summary>The value; its derivative is that of <paramref name="computed"/>, the same number computed once more.</summary>
    internal static double Known(double computed, double value) => value;

    /// <inheritdoc cref="Known(double, double)"/>
    internal static float Known(float computed, float value) => value;

    /// <inheritdoc cref="Known(double, double)"/>
    internal static double[] Known(double[] computed, double[] value) => value;

    /// <inheritdoc cref="Known(double, double)"/>
    internal static float[] Known(float[] computed, float[] value) => value;
}
