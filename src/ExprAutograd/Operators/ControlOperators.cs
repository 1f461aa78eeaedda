namespace ExprAutograd.Operators;

/// <summary>Control as operations: a throw as an expression, a nullable that must have a value.</summary>
internal static class ControlOperators
{
    /// <summary>Throws <paramref name="exception"/>; stands where a value of type <typeparamref name="T"/> is expected.</summary>
    public static T Throw<T>(Exception exception) => throw exception;

    /// <summary>The number, or the exception that reading an empty nullable throws.</summary>
    public static T Required<T>(bool hasValue, T value) where T : struct => hasValue ? value : throw new InvalidOperationException("Nullable object must have a value.");
}
