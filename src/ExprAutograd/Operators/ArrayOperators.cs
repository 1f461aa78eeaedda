namespace ExprAutograd.Operators;

/// <summary>Arrays as values: a store yields a new version. The emitter writes in place where the old version is dead.</summary>
/// <remarks>Run as written they copy: that is the reference meaning every emission must agree with.</remarks>
internal static class ArrayOperators
{
    /// <summary>The array with element <paramref name="index"/> replaced.</summary>
    public static T[] Store<T>(T[] array, int index, T value)
    {
        var next = (T[])array.Clone();
        next[index] = value;
        return next;
    }

    /// <summary>The array with <paramref name="value"/> added to element <paramref name="index"/>: the cotangent of a load.</summary>
    public static double[] AddAt(double[] array, int index, double value) => Store(array, index, array[index] + value);

    /// <inheritdoc cref="AddAt(double[], int, double)"/>
    public static float[] AddAt(float[] array, int index, float value) => Store(array, index, array[index] + value);

    /// <summary>A new array of zeros of the same length.</summary>
    public static double[] ZerosLike(double[] array) => new double[array.Length];

    /// <inheritdoc cref="ZerosLike(double[])"/>
    public static float[] ZerosLike(float[] array) => new float[array.Length];

    /// <summary>The element-wise sum.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double[] Sum(double[] a, double[] b)
    {
        RequireSameLength(a.Length, b.Length);
        var sum = new double[a.Length];
        for (var k = 0; k < sum.Length; k++) sum[k] = a[k] + b[k];
        return sum;
    }

    /// <inheritdoc cref="Sum(double[], double[])"/>
    public static float[] Sum(float[] a, float[] b)
    {
        RequireSameLength(a.Length, b.Length);
        var sum = new float[a.Length];
        for (var k = 0; k < sum.Length; k++) sum[k] = a[k] + b[k];
        return sum;
    }

    /// <summary>A copy, to be written to.</summary>
    public static T[] Copy<T>(T[] array) => (T[])array.Clone();

    /// <summary>Adds <paramref name="addend"/> to <paramref name="sum"/> in place.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddTo(double[] sum, double[] addend)
    {
        RequireSameLength(sum.Length, addend.Length);
        for (var k = 0; k < sum.Length; k++) sum[k] += addend[k];
    }

    /// <inheritdoc cref="AddTo(double[], double[])"/>
    public static void AddTo(float[] sum, float[] addend)
    {
        RequireSameLength(sum.Length, addend.Length);
        for (var k = 0; k < sum.Length; k++) sum[k] += addend[k];
    }

    /// <summary>The caller's array, all zeros now.</summary>
    /// <exception cref="ArgumentException">It has another length than <paramref name="like"/>.</exception>
    public static double[] ClearedLike(double[] destination, double[] like)
    {
        RequireSameLength(destination.Length, like.Length);
        Array.Clear(destination);
        return destination;
    }

    /// <inheritdoc cref="ClearedLike(double[], double[])"/>
    public static float[] ClearedLike(float[] destination, float[] like)
    {
        RequireSameLength(destination.Length, like.Length);
        Array.Clear(destination);
        return destination;
    }

    /// <summary>The direction e_k of length <paramref name="length"/>: all zeros but a one at <paramref name="index"/>.</summary>
    public static double[] OneHot(int length, int index)
    {
        var direction = new double[length];
        direction[index] = 1;
        return direction;
    }

    /// <inheritdoc cref="OneHot(int, int)"/>
    public static float[] OneHotSingle(int length, int index)
    {
        var direction = new float[length];
        direction[index] = 1;
        return direction;
    }

    private static void RequireSameLength(int a, int b)
    {
        if (a != b) throw new ArgumentException($"The arrays have {a} and {b} elements; they must have the same length.");
    }
}
