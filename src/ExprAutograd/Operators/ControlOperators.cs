namespace ExprAutograd.Operators;

/// <summary>Control as operations: a throw as an expression, a nullable that must have a value.</summary>
internal static class ControlOperators
{
    /// <summary>Throws <paramref name="exception"/>; stands where a value of type <typeparamref name="T"/> is expected.</summary>
    public static T Throw<T>(Exception exception) => throw exception;

    /// <summary>The number, or the exception that reading an empty nullable throws.</summary>
    public static T Required<T>(bool hasValue, T value) where T : struct => hasValue ? value : throw new InvalidOperationException("Nullable object must have a value.");

    /// <summary>Copies a result to the caller's array, unless it is there already.</summary>
    /// <returns>True.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static bool Deliver(double[] destination, double[] result) => ReferenceEquals(destination, result) || Copy(destination, result);

    /// <inheritdoc cref="Deliver(double[], double[])"/>
    public static bool Deliver(float[] destination, float[] result) => ReferenceEquals(destination, result) || Copy(destination, result);

    /// <inheritdoc cref="Deliver(double[], double[])"/>
    public static bool Deliver<T>(T[] destination, T[] result)
        where T : unmanaged => ReferenceEquals(destination, result) || Copy(destination, result);

    /// <summary>Copies a result to the caller's matrix, unless it is there already.</summary>
    /// <returns>True.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static bool Deliver<T>(T[,] destination, T[,] result)
        where T : unmanaged
    {
        if (ReferenceEquals(destination, result)) return true;
        ArrayOperators.RequireShape(destination, result.GetLength(0), result.GetLength(1));
        Array.Copy(result, destination, result.Length);
        return true;
    }

    /// <summary>Copies every row of a result to the caller's row of that index.</summary>
    /// <returns>True.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static bool Deliver(double[][] destination, double[][] result)
    {
        if (destination.Length != result.Length) throw new ArgumentException($"The destination has {destination.Length} rows; the result has {result.Length}.");
        for (var k = 0; k < result.Length; k++) Deliver(destination[k], result[k]);
        return true;
    }

    /// <summary>Writes a number to the caller's array of one.</summary>
    /// <returns>True.</returns>
    public static bool Deliver<T>(T[] destination, T result)
        where T : unmanaged
    {
        destination[0] = result;
        return true;
    }

    /// <summary>Checks that a matrix to write to has the result's shape.</summary>
    /// <returns>True.</returns>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static bool RequireDimension(int destination, int result) => destination == result
        ? true : throw new ArgumentException($"The destination has {destination} rows or columns where the result has {result}.");

    /// <summary>Checks that an array has as many elements as the matrix over it.</summary>
    /// <returns>True.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It has not.</exception>
    public static bool RequireElements(int count, int rows, int columns, string expression) => count == rows * columns
        ? true : throw new ArgumentOutOfRangeException(nameof(count), $"In '{expression}': a {rows}x{columns} matrix needs {rows * columns} elements; the array has {count}.");

    /// <summary>Checks that a cotangent or a direction has the shape of what it belongs to.</summary>
    /// <returns>True.</returns>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static bool RequireSame(int given, int known, string unit, string name, string owner) => given == known
        ? true : throw new ArgumentException($"The {name} has {given} {unit} where {owner} has {known}.");

    /// <summary>Checks that an array to write to is not one that is read, or another one to write to.</summary>
    /// <returns>True.</returns>
    /// <exception cref="ArgumentException">It is.</exception>
    public static bool RequireApart<T>(T[] destination, T[] other) => !ReferenceEquals(destination, other)
        ? true : throw new ArgumentException("The destination is also an input, or is given twice; give it memory of its own.");

    /// <inheritdoc cref="RequireApart{T}(T[], T[])"/>
    public static bool RequireApart<T>(T[,] destination, T[,] other) => !ReferenceEquals(destination, other)
        ? true : throw new ArgumentException("The destination is also an input, or is given twice; give it memory of its own.");

    private static bool Copy(Array destination, Array result)
    {
        if (destination.Length != result.Length) throw new ArgumentException($"The destination has {destination.Length} elements; the result has {result.Length}.");
        Array.Copy(result, destination, result.Length);
        return true;
    }
}
