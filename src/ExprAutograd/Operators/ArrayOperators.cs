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

    /// <summary>A copy, to be written to; null of what the branch not taken would have made.</summary>
    public static T[] Copy<T>(T[] array) => (T[])array?.Clone()!;

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

    /// <summary>The caller's array, zeros now from <paramref name="first"/> on; what is before is about to be overwritten.</summary>
    /// <exception cref="ArgumentException">It has another length than <paramref name="like"/>.</exception>
    public static double[] ClearedLike(double[] destination, double[] like, int first)
    {
        RequireSameLength(destination.Length, like.Length);
        if (first < destination.Length) Array.Clear(destination, first, destination.Length - first);
        return destination;
    }

    /// <inheritdoc cref="ClearedLike(double[], double[], int)"/>
    public static float[] ClearedLike(float[] destination, float[] like, int first)
    {
        RequireSameLength(destination.Length, like.Length);
        if (first < destination.Length) Array.Clear(destination, first, destination.Length - first);
        return destination;
    }

    /// <summary>The caller's matrix, zeros now.</summary>
    /// <exception cref="ArgumentException">It has another shape than <paramref name="like"/>.</exception>
    public static T[,] ClearedLike<T>(T[,] destination, T[,] like) => Cleared(destination, like.GetLength(0), like.GetLength(1));

    /// <summary>The caller's matrix, zeros now.</summary>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public static T[,] Cleared<T>(T[,] destination, int rows, int columns)
    {
        RequireShape(destination, rows, columns);
        Array.Clear(destination);
        return destination;
    }

    /// <summary>The caller's array of <paramref name="length"/>: zeros now, unless every element is about to be written.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public static T[] Cleared<T>(T[] destination, int length, bool isFilled)
    {
        RequireSameLength(destination.Length, length);
        if (!isFilled) Array.Clear(destination);
        return destination;
    }

    /// <summary>The element at (i, j).</summary>
    public static T Load<T>(T[,] array, int i, int j) => array[i, j];

    /// <inheritdoc cref="Load{T}(T[,], int, int)"/>
    public static T Load<T>(T[][] array, int i, int j) => array[i][j];

    /// <summary>The matrix with the element at (i, j) replaced.</summary>
    public static T[,] Store<T>(T[,] array, int i, int j, T value)
    {
        var next = Copy(array);
        next[i, j] = value;
        return next;
    }

    /// <inheritdoc cref="Store{T}(T[,], int, int, T)"/>
    public static T[][] Store<T>(T[][] array, int i, int j, T value)
    {
        var next = Copy<T>(array);
        next[i][j] = value;
        return next;
    }

    /// <summary>The matrix with <paramref name="value"/> added at (i, j): the cotangent of a load.</summary>
    public static double[,] AddAt(double[,] array, int i, int j, double value)
    {
        var next = (double[,])array.Clone();
        AddTo(next, i, j, value);
        return next;
    }

    /// <inheritdoc cref="AddAt(double[,], int, int, double)"/>
    public static double[][] AddAt(double[][] array, int i, int j, double value)
    {
        var next = Copy<double>(array);
        AddTo(next, i, j, value);
        return next;
    }

    /// <summary>The array of arrays with <paramref name="values"/> added to row i: the cotangent of reading a row.</summary>
    public static double[][] AddAt(double[][] array, int i, double[] values)
    {
        var next = Copy<double>(array);
        AddTo(next, i, values);
        return next;
    }

    /// <summary>Adds in place.</summary>
    public static void AddTo(double[,] array, int i, int j, double value) => array[i, j] += value;

    /// <summary>Adds in place.</summary>
    public static void AddTo(double[][] array, int i, int j, double value) => array[i][j] += value;

    /// <summary>Adds in place.</summary>
    public static void AddTo(double[][] array, int i, double[] values) => AddTo(array[i], values);

    /// <inheritdoc cref="ZerosLike(double[])"/>
    public static double[,] ZerosLike(double[,] array) => new double[array.GetLength(0), array.GetLength(1)];

    /// <inheritdoc cref="ZerosLike(double[])"/>
    /// <remarks>Where <paramref name="array"/> has no row yet, there is none.</remarks>
    public static double[][] ZerosLike(double[][] array)
    {
        var zeros = new double[array.Length][];
        for (var i = 0; i < zeros.Length; i++) zeros[i] = array[i] is { } row ? new double[row.Length] : null!;
        return zeros;
    }

    /// <inheritdoc cref="Sum(double[], double[])"/>
    public static double[,] Sum(double[,] a, double[,] b)
    {
        var sum = (double[,])a.Clone();
        AddTo(sum, b);
        return sum;
    }

    /// <inheritdoc cref="Sum(double[], double[])"/>
    public static double[][] Sum(double[][] a, double[][] b)
    {
        var sum = Copy<double>(a);
        AddTo(sum, b);
        return sum;
    }

    /// <inheritdoc cref="AddTo(double[], double[])"/>
    public static void AddTo(double[,] sum, double[,] addend)
    {
        RequireSameLength(sum.Length, addend.Length);
        for (var i = 0; i < sum.GetLength(0); i++)
            for (var j = 0; j < sum.GetLength(1); j++) sum[i, j] += addend[i, j];
    }

    /// <inheritdoc cref="AddTo(double[], double[])"/>
    public static void AddTo(double[][] sum, double[][] addend)
    {
        RequireSameLength(sum.Length, addend.Length);
        for (var i = 0; i < sum.Length; i++)
        {
            // A row that is not made yet counts as zeros.
            if (addend[i] is not { } row) continue;
            if (sum[i] is null) sum[i] = Copy(row);
            else AddTo(sum[i], row);
        }
    }

    /// <summary>A deep copy, to be written to; rows not made yet stay null.</summary>
    public static T[][] Copy<T>(T[][] array)
    {
        if (array is null) return null!;
        var copy = new T[array.Length][];
        for (var i = 0; i < copy.Length; i++) copy[i] = (T[])array[i]?.Clone()!;
        return copy;
    }

    /// <inheritdoc cref="Copy{T}(T[])"/>
    public static T[,] Copy<T>(T[,] array) => (T[,])array?.Clone()!;

    /// <summary>How many numbers the array holds.</summary>
    public static int Count(double[] array) => array.Length;

    /// <inheritdoc cref="Count(double[])"/>
    public static int Count(float[] array) => array.Length;

    /// <inheritdoc cref="Count(double[])"/>
    public static int Count(double[,] array) => array.Length;

    /// <inheritdoc cref="Count(double[])"/>
    public static int Count(double[][] array)
    {
        var count = 0;
        foreach (var row in array) count += row.Length;
        return count;
    }

    /// <summary>The numbers in order, row by row.</summary>
    public static double[] Flatten(double[] array) => array;

    /// <inheritdoc cref="Flatten(double[])"/>
    public static double[] Flatten(float[] array) => [.. array.Select(x => (double)x)];

    /// <inheritdoc cref="Flatten(double[])"/>
    public static double[] Flatten(double[,] array) => [.. array.Cast<double>()];

    /// <inheritdoc cref="Flatten(double[])"/>
    public static double[] Flatten(double[][] array) => [.. array.SelectMany(row => row)];

    /// <summary>The numbers of <paramref name="flat"/>, in the shape of <paramref name="like"/>.</summary>
    public static double[] Reshape(double[] flat, double[] like) => flat;

    /// <inheritdoc cref="Reshape(double[], double[])"/>
    public static float[] Reshape(double[] flat, float[] like) => [.. flat.Select(x => (float)x)];

    /// <inheritdoc cref="Reshape(double[], double[])"/>
    public static double[,] Reshape(double[] flat, double[,] like)
    {
        var shaped = ZerosLike(like);
        Buffer.BlockCopy(flat, 0, shaped, 0, flat.Length * sizeof(double));
        return shaped;
    }

    /// <inheritdoc cref="Reshape(double[], double[])"/>
    public static double[][] Reshape(double[] flat, double[][] like)
    {
        var shaped = ZerosLike(like);
        var start = 0;
        foreach (var row in shaped)
        {
            Array.Copy(flat, start, row, 0, row.Length);
            start += row.Length;
        }
        return shaped;
    }

    /// <summary>All zeros but a one at the given number, counted row by row: the direction along which one element moves.</summary>
    public static double[] UnitLike(double[] like, int index) => Unit(like.Length, index);

    /// <inheritdoc cref="UnitLike(double[], int)"/>
    public static float[] UnitLike(float[] like, int index) => Reshape(Unit(like.Length, index), like);

    /// <inheritdoc cref="UnitLike(double[], int)"/>
    public static double[,] UnitLike(double[,] like, int index) => Reshape(Unit(like.Length, index), like);

    /// <inheritdoc cref="UnitLike(double[], int)"/>
    public static double[][] UnitLike(double[][] like, int index) => Reshape(Unit(Count(like), index), like);

    private static double[] Unit(int length, int index)
    {
        var direction = new double[length];
        direction[index] = 1;
        return direction;
    }

    private static void RequireSameLength(int a, int b)
    {
        if (a != b) ThrowLengths(a, b);
    }

    /// <summary>Checks that the caller's matrix has so many rows and columns.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    internal static void RequireShape<T>(T[,] destination, int rows, int columns)
    {
        if (destination.GetLength(0) != rows || destination.GetLength(1) != columns)
            throw new ArgumentException($"The destination is {destination.GetLength(0)}x{destination.GetLength(1)}; the result is {rows}x{columns}.");
    }

    /// <summary>Apart, so that the check itself is inlined.</summary>
    private static void ThrowLengths(int a, int b) => throw new ArgumentException($"The arrays have {a} and {b} elements; they must have the same length.");

}
