namespace ExprAutograd.Recording;

/// <summary>Nodes that are not computed from others, or are others under another name.</summary>
internal static class Leaves
{
    /// <summary>Memory.</summary>
    public static readonly Primitive Array = new("Leaf", Saved.Nothing, null);

    /// <summary>A number that the program was given: another one is the same structure.</summary>
    public static readonly Primitive Number = new("Number", Saved.Nothing, null);

    /// <summary>The operand, cut off from gradients.</summary>
    public static readonly Primitive Detach = new("Detach", Saved.Nothing, (call, _) => call[0].Atom);

    /// <summary>The operand in memory of its own.</summary>
    public static readonly Primitive Clone = new("Clone", Saved.Nothing, (call, _) => call[0].Atom);
}
