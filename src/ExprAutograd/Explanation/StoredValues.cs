namespace ExprAutograd;

/// <summary>What an array is made for.</summary>
public enum StoragePurpose
{
    /// <summary>It is the function's result, or part of it: the caller's memory with <see cref="Autograd.CompileInto"/>, new in each call without.</summary>
    Result,

    /// <summary>One loop writes it for another to read; the memory is kept from call to call.</summary>
    Working,

    /// <summary>What the iterations of a loop leave for their adjoint, last in, first out; the memory is kept from call to call.</summary>
    Tape,
}

/// <summary>An array or a tape that a compiled function works with.</summary>
/// <param name="Purpose">What it is made for.</param>
/// <param name="Text">The value that is kept, in the user's words; empty where it has none.</param>
/// <param name="Element">The C# name of the type of its elements.</param>
/// <param name="Length">How many elements, in terms of the function's parameters: <c>x.Length</c>; of a tape, as often as the loops around it run. <c>?</c> where that is no short formula.</param>
/// <param name="ElementBytes">The size of one.</param>
public sealed record StoredValues(StoragePurpose Purpose, string Text, string Element, string Length, int ElementBytes)
{
    /// <summary>The size in bytes as a formula, such as <c>8 * x.Length</c>.</summary>
    public string Bytes => Length switch
    {
        "1" => $"{ElementBytes}",
        "?" => "?",
        _ => Length.Any(c => c is '+' or '-' or '?') ? $"{ElementBytes} * ({Length})" : $"{ElementBytes} * {Length}",
    };
}
