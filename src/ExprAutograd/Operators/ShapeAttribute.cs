namespace ExprAutograd.Operators;

/// <summary>What a primitive's flat array holds: matrices column after column, and vectors, one behind another.</summary>
/// <remarks>
/// Each part is "rows, columns" or "count", in the names of the primitive's int operands, integers, and min(a, b). An array without a shape is
/// made by another primitive of the same operands to save work: it has no derivative of its own.
/// </remarks>
/// <param name="parts">One per matrix or vector.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
internal sealed class ShapeAttribute(params string[] parts) : Attribute
{
    public IReadOnlyList<string> Parts { get; } = parts;
}
