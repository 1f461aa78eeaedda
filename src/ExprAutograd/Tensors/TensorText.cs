using System.Text;

namespace ExprAutograd.Tensors;

/// <summary>How a tensor is laid out as text: what PyTorch 1.13 prints with its default settings, float64 being the default type.</summary>
internal static class TensorText
{
    private const string Opening = "tensor(";
    private const string Separator = ", ";
    private const string Ellipsis = "...";
    private const int LineWidth = 80;

    /// <summary>A tensor of more elements than this shows only the edges of its axes.</summary>
    private const int MostElements = 1000;

    /// <summary>How many items stand at either edge of an axis that is cut short.</summary>
    private const int EdgeItems = 3;

    /// <summary>Where the ellipsis stands among the indices of an axis.</summary>
    private const int CutHere = -1;

    /// <summary>The text of the tensor, on several lines where it has several rows or more than 80 columns.</summary>
    /// <param name="values">The elements in row-major order: a <c>double[]</c>, <c>float[]</c>, <c>int[]</c> or <c>bool[]</c>.</param>
    /// <param name="shape">Its axes, whose product is the number of values; none for a single number.</param>
    /// <param name="suffix">
    /// What follows the values, as in <c>", dtype=torch.float32, requires_grad=True)"</c>, or empty; each of its parts moves to a line of its own where it does
    /// not fit. The closing parenthesis may be left out. The shape of an empty tensor is not part of it.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="values"/> is another kind of array.</exception>
    public static string Of(Array values, ReadOnlySpan<int> shape, string suffix)
    {
        var text = new StringBuilder(Opening);
        List<string> attributes = [.. (suffix.EndsWith(')') ? suffix[..^1] : suffix).Split(Separator, StringSplitOptions.RemoveEmptyEntries)];
        if (values.Length == 0)
        {
            text.Append("[]");
            if (shape.Length != 1) attributes.Insert(0, $"size=({string.Join(Separator, shape.ToArray())})");
        }
        else
        {
            var isCut = values.Length > MostElements;
            var shown = new List<int>();
            CollectShown(shown, shape, isCut, 0);
            AppendAxes(text, NumberColumn.Of(values, shown), shape, isCut, 0, Opening.Length);
        }
        AppendAttributes(text, attributes);
        return text.Append(')').ToString();
    }

    private static void CollectShown(List<int> shown, ReadOnlySpan<int> shape, bool isCut, int position)
    {
        if (shape.IsEmpty)
        {
            shown.Add(position);
            return;
        }
        foreach (var index in Indices(shape[0], isCut))
            if (index != CutHere) CollectShown(shown, shape[1..], isCut, (position * shape[0]) + index);
    }

    private static void AppendAxes(StringBuilder text, NumberColumn numbers, ReadOnlySpan<int> shape, bool isCut, int position, int indent)
    {
        switch (shape.Length)
        {
            case 0:
                text.Append(numbers[position]);
                return;
            case 1:
                AppendRow(text, numbers, shape[0], isCut, position, indent);
                return;
        }
        text.Append('[');
        var isFirst = true;
        foreach (var index in Indices(shape[0], isCut))
        {
            // Matrices stand on lines of their own, stacks of matrices are an empty line apart, and so on.
            if (!isFirst) text.Append(',').Append('\n', shape.Length - 1).Append(' ', indent + 1);
            isFirst = false;
            if (index == CutHere) text.Append(Ellipsis);
            else AppendAxes(text, numbers, shape[1..], isCut, (position * shape[0]) + index, indent + 1);
        }
        text.Append(']');
    }

    private static void AppendRow(StringBuilder text, NumberColumn numbers, int size, bool isCut, int position, int indent)
    {
        var perLine = Math.Max(1, (LineWidth - indent) / (numbers.Width + Separator.Length));
        text.Append('[');
        var count = 0;
        foreach (var index in Indices(size, isCut))
        {
            if (count > 0 && count % perLine == 0) text.Append(",\n").Append(' ', indent + 1);
            else if (count > 0) text.Append(Separator);
            count++;
            if (index == CutHere) text.Append(' ').Append(Ellipsis);
            else text.Append(numbers[(position * size) + index]);
        }
        text.Append(']');
    }

    private static void AppendAttributes(StringBuilder text, List<string> attributes)
    {
        var lastLine = text.ToString();
        var column = lastLine.Length - (lastLine.LastIndexOf('\n') + 1) + Separator.Length;
        foreach (var attribute in attributes)
        {
            if (column + attribute.Length + Separator.Length > LineWidth)
            {
                text.Append(",\n").Append(' ', Opening.Length).Append(attribute);
                column = Opening.Length + attribute.Length;
            }
            else
            {
                text.Append(Separator).Append(attribute);
                column += Separator.Length + attribute.Length;
            }
        }
    }

    private static IEnumerable<int> Indices(int size, bool isCut) => isCut && size > 2 * EdgeItems
        ? [.. Enumerable.Range(0, EdgeItems), CutHere, .. Enumerable.Range(size - EdgeItems, EdgeItems)]
        : Enumerable.Range(0, size);
}
