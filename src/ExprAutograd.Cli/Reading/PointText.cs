using System.Globalization;

namespace ExprAutograd.Cli.Reading;

/// <summary>A point as <c>--at</c> writes it: <c>p=3,q=5,x=[1,2,3]</c>, names in order.</summary>
internal static class PointText
{
    /// <exception cref="InputException">A part is not <c>name=value</c>, a name comes twice, or a value is neither number nor list.</exception>
    public static IReadOnlyList<(string Name, ArgumentValue Value)> Parse(string text)
    {
        var point = new List<(string Name, ArgumentValue Value)>();
        foreach (var part in SplitAtCommas(text))
        {
            var (name, value) = part.Split('=', 2, StringSplitOptions.TrimEntries) is [var left, var right] ? (left, right) : (part.Trim(), "");
            if (!IsIdentifier(name) || value.Length == 0)
                throw new InputException($"--at takes name=value pairs such as p=3,q=5,x=[1,2,3]; '{part.Trim()}' is none.");
            if (point.Any(p => p.Name == name)) throw new InputException($"--at gives '{name}' twice; give it once.");
            point.Add((name, ParseValue(value, name)));
        }
        return point;
    }

    private static ArgumentValue ParseValue(string text, string name)
    {
        if (text.StartsWith('[') && text.EndsWith(']'))
        {
            var inner = text[1..^1];
            if (inner.Trim().Length == 0) return new ArgumentValue.List([]);
            return new ArgumentValue.List([.. SplitAtCommas(inner).Select(entry => ParseValue(entry.Trim(), name))]);
        }
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || text is "true" or "false";
        return isNumber ? new ArgumentValue.Scalar(text) : throw new InputException($"--at {name}={text}: '{text}' is not a number. Write {name}=1.5, or {name}=[1,2,3] for an array.");
    }

    private static List<string> SplitAtCommas(string text)
    {
        var parts = new List<string>();
        int start = 0, depth = 0;
        for (var k = 0; k < text.Length; k++)
        {
            depth += text[k] switch { '[' => 1, ']' => -1, _ => 0 };
            if (depth < 0) break;
            if (text[k] != ',' || depth > 0) continue;
            parts.Add(text[start..k]);
            start = k + 1;
        }
        if (depth != 0) throw new InputException($"--at {text}: the brackets do not match.");
        parts.Add(text[start..]);
        return parts;
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');
}
