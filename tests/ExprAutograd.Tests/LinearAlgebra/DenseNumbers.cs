using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;

namespace ExprAutograd.Tests.LinearAlgebra;

/// <summary>The numbers in arguments and results, one after another, and values of the same shape over others.</summary>
internal static class DenseNumbers
{
    public static double[] Of(object? value) => value switch
    {
        null => [],
        double d => [d],
        float f => [f],
        double[] array => [.. array],
        float[] array => [.. array.Select(f => (double)f)],
        double[,] array => [.. array.Cast<double>()],
        Vector<double> v => v.ToArray(),
        Vector<float> v => [.. v.ToArray().Select(f => (double)f)],
        Matrix<double> m => m.ToColumnMajorArray(),
        Matrix<float> m => [.. m.ToColumnMajorArray().Select(f => (double)f)],
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).SelectMany(k => Of(tuple[k]))],
        Array array => [.. array.Cast<object?>().SelectMany(Of)],
        _ => [],
    };

    /// <summary>The dimensions, for a comparison of shapes.</summary>
    public static string Shape(object? value) => value switch
    {
        Vector<double> v => $"{v.Count}",
        Vector<float> v => $"{v.Count}",
        Matrix<double> m => $"{m.RowCount}x{m.ColumnCount}",
        Matrix<float> m => $"{m.RowCount}x{m.ColumnCount}",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(k => Shape(tuple[k])))})",
        double[,] array => $"[{array.GetLength(0)}, {array.GetLength(1)}]",
        Array array => $"[{array.Length}]",
        _ => "number",
    };

    /// <summary>A value of the shape of <paramref name="template"/>, dense, over the next of <paramref name="numbers"/>.</summary>
    public static object Like(object template, Func<double> numbers) => template switch
    {
        double => numbers(),
        float => (float)numbers(),
        double[] array => array.Select(_ => numbers()).ToArray(),
        float[] array => array.Select(_ => (float)numbers()).ToArray(),
        MathNet.Numerics.LinearAlgebra.Double.DenseVector v => new MathNet.Numerics.LinearAlgebra.Double.DenseVector(Next(v.Count, numbers)),
        MathNet.Numerics.LinearAlgebra.Double.DenseMatrix m => new MathNet.Numerics.LinearAlgebra.Double.DenseMatrix(m.RowCount, m.ColumnCount, Next(m.RowCount * m.ColumnCount, numbers)),
        Vector<double> v => Vector<double>.Build.Dense(Next(v.Count, numbers)),
        Vector<float> v => Vector<float>.Build.Dense(Singles(v.Count, numbers)),
        Matrix<double> m => Matrix<double>.Build.Dense(m.RowCount, m.ColumnCount, Next(m.RowCount * m.ColumnCount, numbers)),
        Matrix<float> m => Matrix<float>.Build.Dense(m.RowCount, m.ColumnCount, Singles(m.RowCount * m.ColumnCount, numbers)),
        ITuple tuple => Activator.CreateInstance(template.GetType(), [.. Enumerable.Range(0, tuple.Length).Select(k => Like(tuple[k]!, numbers))])!,
        Array { Rank: 1 } array => Copy(array, numbers),
        _ => template,
    };

    public static object Like(object template, double[] numbers)
    {
        var next = 0;
        return Like(template, () => numbers[next++]);
    }

    /// <summary>The same numbers as floats, in the types over floats.</summary>
    public static object? ToFloat(object? value)
    {
        var numbers = Of(value);
        return value switch
        {
            double d => (float)d,
            double[] => numbers.Select(d => (float)d).ToArray(),
            MathNet.Numerics.LinearAlgebra.Double.DenseVector v => new MathNet.Numerics.LinearAlgebra.Single.DenseVector([.. numbers.Select(d => (float)d)]),
            MathNet.Numerics.LinearAlgebra.Double.DenseMatrix m => new MathNet.Numerics.LinearAlgebra.Single.DenseMatrix(m.RowCount, m.ColumnCount, [.. numbers.Select(d => (float)d)]),
            Vector<double> v => v.ToSingle(),
            Matrix<double> m => m.ToSingle(),
            ITuple tuple => Activator.CreateInstance(FloatForm.TypeOf(value.GetType()), [.. Enumerable.Range(0, tuple.Length).Select(k => ToFloat(tuple[k]))]),
            Array { Rank: 1 } array => Floats(array),
            _ => value,
        };
    }

    private static Array Floats(Array array)
    {
        var floats = Array.CreateInstance(FloatForm.TypeOf(array.GetType().GetElementType()!), array.Length);
        for (var k = 0; k < array.Length; k++) floats.SetValue(ToFloat(array.GetValue(k)), k);
        return floats;
    }

    private static Array Copy(Array array, Func<double> numbers)
    {
        var copy = Array.CreateInstance(array.GetType().GetElementType()!, array.Length);
        for (var k = 0; k < array.Length; k++) copy.SetValue(Like(array.GetValue(k)!, numbers), k);
        return copy;
    }

    private static double[] Next(int count, Func<double> numbers) => [.. Enumerable.Range(0, count).Select(_ => numbers())];

    private static float[] Singles(int count, Func<double> numbers) => [.. Enumerable.Range(0, count).Select(_ => (float)numbers())];
}
