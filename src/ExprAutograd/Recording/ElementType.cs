namespace ExprAutograd;

/// <summary>What one element of a tensor is, and the type of array that stores it.</summary>
public enum ElementType
{
    /// <summary>A double, in a <c>double[]</c>: the type of tensors made of doubles, and the default.</summary>
    Float64,

    /// <summary>A float, in a <c>float[]</c>.</summary>
    Float32,

    /// <summary>A 32-bit integer, in an <c>int[]</c>: indices, labels and counts. It carries no derivative.</summary>
    Int32,

    /// <summary>A truth value, in a <c>bool[]</c>: masks and what comparisons give. It carries no derivative.</summary>
    Boolean,
}
