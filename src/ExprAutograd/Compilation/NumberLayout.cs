using System.Collections.Immutable;
using System.Globalization;
using System.Linq.Expressions;
using ExprAutograd.Anf;
using ExprAutograd.Expressions;

namespace ExprAutograd.Compilation;

/// <summary>Where the floating numbers of a value sit: values of a type to and from one flat list of doubles.</summary>
/// <remarks>Leaves without a derivative (an int, a string) are kept as they are.</remarks>
internal sealed class NumberLayout
{
    private readonly ImmutableArray<Type> leafTypes;
    private readonly Func<object?, object?[]> takeApart;
    private readonly Func<object?[], object?> putTogether;

    public NumberLayout(ValueShape shape)
    {
        leafTypes = [.. shape.LeafTypes];
        var value = Expression.Parameter(typeof(object));
        var leaves = Expression.Parameter(typeof(object[]));
        takeApart = Expression.Lambda<Func<object?, object?[]>>(
            Expression.NewArrayInit(typeof(object), shape.TakeApart(Expression.Convert(value, shape.Type)).Select(l => Expression.Convert(l, typeof(object)))), value).Compile();
        var read = leafTypes.Select((t, k) => (Expression)Expression.Convert(Expression.ArrayIndex(leaves, Expression.Constant(k)), t)).ToImmutableArray();
        putTogether = Expression.Lambda<Func<object?[], object?>>(Expression.Convert(shape.PutTogether(read), typeof(object)), leaves).Compile();
    }

    public object?[] Leaves(object? value) => takeApart(value);

    public object? Value(object?[] leaves) => putTogether(leaves);

    /// <summary>The numbers of <paramref name="value"/>, depth first, arrays row by row.</summary>
    public double[] Numbers(object? value)
    {
        var numbers = new List<double>();
        foreach (var (leaf, type) in Leaves(value).Zip(leafTypes)) Append(leaf, type, numbers);
        return [.. numbers];
    }

    /// <summary>A copy of <paramref name="leaves"/> that holds other numbers.</summary>
    public object?[] With(object?[] leaves, ReadOnlySpan<double> numbers)
    {
        var copy = new object?[leaves.Length];
        for (var k = 0; k < copy.Length; k++) copy[k] = Replace(leaves[k], leafTypes[k], ref numbers);
        return copy;
    }

    /// <summary>How many numbers each leaf holds.</summary>
    public IEnumerable<int> Counts(object?[] leaves) => leaves.Zip(leafTypes, (leaf, type) =>
    {
        var numbers = new List<double>();
        Append(leaf, type, numbers);
        return numbers.Count;
    });

    /// <summary>The name of number <paramref name="index"/> of the leaf called <paramref name="name"/>, such as <c>w[3]</c>.</summary>
    public static string NameOf(string name, object? leaf, int index)
    {
        if (leaf is not Array array) return name;
        if (array.GetType().GetElementType()!.IsArray)
        {
            for (var k = 0; k < array.Length; k++)
            {
                var numbers = new List<double>();
                Append(array.GetValue(k), array.GetType().GetElementType()!, numbers);
                if (index < numbers.Count) return NameOf($"{name}[{k}]", array.GetValue(k), index);
                index -= numbers.Count;
            }
        }
        return $"{name}[{string.Join(", ", Indices(array, index))}]";
    }

    private static int[] Indices(Array array, int position)
    {
        var indices = new int[array.Rank];
        for (var d = array.Rank - 1; d >= 0; d--) (position, indices[d]) = Math.DivRem(position, array.GetLength(d));
        return indices;
    }

    private static void Append(object? leaf, Type type, List<double> numbers)
    {
        if (leaf is null || !NumericTypes.IsDifferentiable(type)) return;
        if (leaf is double[] doubles) numbers.AddRange(doubles);
        else if (leaf is Array array)
            foreach (var element in array) Append(element, type.GetElementType()!, numbers);
        else numbers.Add(leaf is Half half ? (double)half : Convert.ToDouble(leaf, CultureInfo.InvariantCulture));
    }

    private static object? Replace(object? leaf, Type type, ref ReadOnlySpan<double> numbers)
    {
        if (leaf is null || !NumericTypes.IsDifferentiable(type)) return leaf;
        if (leaf is Array array)
        {
            var copy = (Array)array.Clone();
            for (var k = 0; k < copy.Length; k++)
            {
                var indices = Indices(copy, k);
                copy.SetValue(Replace(copy.GetValue(indices), type.GetElementType()!, ref numbers), indices);
            }
            return copy;
        }
        var number = numbers[0];
        numbers = numbers[1..];
        return type == typeof(float) ? (float)number : type == typeof(Half) ? (Half)number : number;
    }
}
