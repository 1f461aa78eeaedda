namespace ExprAutograd.Operators;

/// <summary>Operations that only differentiation sees.</summary>
internal static class DerivativeOperators
{
    /// <summary>The value itself; its derivative is zero by declaration.</summary>
    public static T StopGradient<T>(T value) => value;
}
