namespace ExprAutograd;

/// <summary>A loop as the user wrote it.</summary>
/// <param name="Text">A call such as <c>x.Sum(v => v * v)</c>, an operation on vectors or matrices, or the head of a loop; one line of C#.</param>
/// <param name="Location">File and line, such as <c>Loss.cs, line 12</c>, of a loop in a method with symbols; else null: expression lambdas carry no lines.</param>
/// <param name="IsAdjoint">Whether its adjoint is meant, and not the loop itself.</param>
public sealed record SourceLoop(string Text, string? Location, bool IsAdjoint)
{
    /// <summary>The text, what is meant of it, and where it stands.</summary>
    public override string ToString() => $"{(IsAdjoint ? "adjoint of " : "")}{Text}{(Location is null ? "" : $" ({Location})")}";
}
