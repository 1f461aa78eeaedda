namespace ExprAutograd.Operators;

/// <summary>Operations that only differentiation sees.</summary>
public static class DerivativeOperators
{
    /// <summary>The value itself; its derivative is zero by declaration.</summary>
    /// <param name="value">Any value.</param>
    public static T StopGradient<T>(T value) => value;
}
