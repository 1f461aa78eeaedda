using System.Text.Json;

namespace ExprAutograd.Cli.Reading;

/// <summary>An argument before its type is known: a number's digits, a text or a list.</summary>
/// <remarks>Digits stay text until the parameter's type says how to read them, so that a long or a float loses nothing on the way.</remarks>
internal abstract record ArgumentValue
{
    /// <summary>A number (or true, false) as written.</summary>
    public sealed record Scalar(string Digits) : ArgumentValue;

    /// <summary>A quoted text: a string argument, or "NaN", "Infinity", "-Infinity".</summary>
    public sealed record Quoted(string Content) : ArgumentValue;

    /// <summary>The entries of an array, the rows of a matrix, the members of a tuple.</summary>
    public sealed record List(IReadOnlyList<ArgumentValue> Items) : ArgumentValue;

    /// <summary>What it is, for messages.</summary>
    public string Describe() => this switch
    {
        Scalar s => s.Digits,
        Quoted q => $"\"{q.Content}\"",
        List l => $"a list of {l.Items.Count}",
        _ => "nothing",
    };

    /// <exception cref="InputException">The element is null or an object.</exception>
    public static ArgumentValue FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => new Scalar(element.GetRawText()),
        JsonValueKind.True => new Scalar("true"),
        JsonValueKind.False => new Scalar("false"),
        JsonValueKind.String => new Quoted(element.GetString()!),
        JsonValueKind.Array => new List([.. element.EnumerateArray().Select(FromJson)]),
        _ => throw new InputException($"An argument is a number, a text or a list of them, not {element.ValueKind.ToString().ToLowerInvariant()}."),
    };
}
