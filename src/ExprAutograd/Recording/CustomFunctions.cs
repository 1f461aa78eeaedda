namespace ExprAutograd.Recording;

/// <summary>A user's function with a backward of its own, as a node: what it computed, then what it computed it from.</summary>
internal static class CustomFunctions
{
    public static readonly Primitive Apply = new("Function", Saved.Operands, (call, _) => call[0].Atom);
}

/// <summary>What the backward pass calls: the cotangent of the result in, those of the operands out, null for none.</summary>
internal delegate IReadOnlyList<Node?> CustomBackward(Node cotangent);
