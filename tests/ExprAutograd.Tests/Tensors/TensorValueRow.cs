namespace ExprAutograd.Tests.Tensors;

/// <summary>A function of a tensor, its value, and the gradient of the value's sum.</summary>
/// <param name="Name">What is computed, and what is hard about it.</param>
/// <param name="Function">The function.</param>
/// <param name="X">The operand's elements.</param>
/// <param name="XShape">The operand's shape.</param>
/// <param name="Value">The result's elements; 0 and 1 for truth values.</param>
/// <param name="Shape">The result's shape.</param>
/// <param name="Gradient">The gradient's elements; null for a result that has none.</param>
internal sealed record TensorValueRow(string Name, Func<Tensor, Tensor> Function, double[] X, int[] XShape, double[] Value, int[] Shape, double[]? Gradient);
