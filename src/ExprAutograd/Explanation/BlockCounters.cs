namespace ExprAutograd.Explanation;

/// <summary>What a counted run leaves: how often each block ran, which arrays it touched, how large its products were.</summary>
/// <remarks>The static methods are operations of counted programs. They are effects.</remarks>
internal sealed class BlockCounters(int blocks, int loops)
{
    private readonly long[] runs = new long[blocks];
    private readonly double[] multiplications = new double[blocks];
    private readonly long[] wholeBytes = new long[blocks];
    private readonly HashSet<Array>[] touched = [.. Enumerable.Range(0, loops).Select(_ => new HashSet<Array>(ReferenceEqualityComparer.Instance))];

    public long RunsOf(int block) => runs[block];

    /// <summary>Multiplications with addition in products of matrices.</summary>
    public double MultiplicationsOf(int block) => multiplications[block];

    /// <summary>The bytes of arrays that are made, copied or added as wholes.</summary>
    public long WholeBytesOf(int block) => wholeBytes[block];

    /// <summary>The bytes of all arrays that the outermost loop touches.</summary>
    public long BytesOf(int loop) => touched[loop].Sum(BytesOf);

    /// <summary>The bytes of all arrays that any loop touches.</summary>
    public long AllBytes => touched.SelectMany(t => t).Distinct(ReferenceEqualityComparer.Instance).Cast<Array>().Sum(BytesOf);

    public static bool Run(BlockCounters counters, int block)
    {
        counters.runs[block]++;
        return true;
    }

    public static bool Touch<T>(BlockCounters counters, int loop, T[] array) => array is not null && counters.touched[loop].Add(array);

    public static bool Touch<T>(BlockCounters counters, int loop, T[,] array) => array is not null && counters.touched[loop].Add(array);

    public static bool Multiply(BlockCounters counters, int block, int rows, int columns, int inner)
    {
        counters.multiplications[block] += (double)rows * columns * inner;
        return true;
    }

    public static bool Multiply(BlockCounters counters, int block, int rows, int columns, int inner, int count)
    {
        counters.multiplications[block] += (double)rows * columns * inner * count;
        return true;
    }

    public static bool Make<T>(BlockCounters counters, int block, T[] array) => MakeAny(counters, block, array);

    public static bool Make<T>(BlockCounters counters, int block, T[,] array) => MakeAny(counters, block, array);

    private static bool MakeAny(BlockCounters counters, int block, Array? array)
    {
        counters.wholeBytes[block] += array is null ? 0 : BytesOf(array);
        return true;
    }

    private static long BytesOf(Array array) => array.GetType().GetElementType() is { IsArray: true }
        ? array.Cast<Array?>().Sum(row => row is null ? 0 : BytesOf(row))
        : array.LongLength * Work.SizeOf(array.GetType().GetElementType()!);
}
