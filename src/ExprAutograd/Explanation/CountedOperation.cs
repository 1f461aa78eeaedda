namespace ExprAutograd;

/// <summary>How often one kind of operation is made.</summary>
/// <param name="Name">arithmetic, division, load, store, ..., or the name of a function.</param>
/// <param name="Count">How often, in one iteration of a loop, or in one call outside of loops.</param>
/// <param name="IsCall">Whether it is a call of a function or an operator with a name of its own.</param>
public readonly record struct CountedOperation(string Name, int Count, bool IsCall)
{
    /// <summary>Such as <c>3 arithmetic</c>.</summary>
    public override string ToString() => $"{Count} {Name}";
}
