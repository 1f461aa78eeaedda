using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ExprAutograd.Cli.Evaluation;

/// <summary>The numbers in an argument or a gradient, each with its name: <c>p</c>, <c>x[2]</c>, <c>t.Item1</c>.</summary>
internal static class Leaves
{
    public static IReadOnlyList<(string Name, object? Value)> Of(IEnumerable<(string Name, object? Value)> named)
    {
        var leaves = new List<(string Name, object? Value)>();
        foreach (var (name, value) in named) Add(leaves, name, value);
        return leaves;
    }

    /// <summary>A number's shortest digits; an array in brackets.</summary>
    public static string Show(object? value) => value switch
    {
        null => "-",
        double x => Text.Number(x),
        string x => x,
        ITuple x => $"({string.Join(", ", Enumerable.Range(0, x.Length).Select(k => Show(x[k])))})",
        IEnumerable x => $"[{string.Join(", ", x.Cast<object?>().Select(Show))}]",
        IFormattable x => x.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void Add(List<(string Name, object? Value)> leaves, string name, object? value)
    {
        switch (value)
        {
            case Array { Rank: > 1 } array: AddRectangular(leaves, name, array); break;
            case ITuple tuple:
                for (var k = 0; k < tuple.Length; k++) Add(leaves, $"{name}.Item{k + 1}", tuple[k]);
                break;
            case string: leaves.Add((name, value)); break;
            case IEnumerable items:
                foreach (var (item, k) in items.Cast<object?>().Select((item, k) => (item, k))) Add(leaves, $"{name}[{k}]", item);
                break;
            default: leaves.Add((name, value)); break;
        }
    }

    private static void AddRectangular(List<(string Name, object? Value)> leaves, string name, Array array)
    {
        var index = new int[array.Rank];
        foreach (var item in array)
        {
            leaves.Add(($"{name}[{string.Join(", ", index)}]", item));
            for (var dimension = array.Rank - 1; dimension >= 0 && ++index[dimension] == array.GetLength(dimension) && dimension > 0; dimension--) index[dimension] = 0;
        }
    }
}
