using ExprAutograd.Recording;
using ExprAutograd.Tensors;

namespace ExprAutograd;

/// <summary>A tensor as PyTorch prints it: its values, and what is not usual about it.</summary>
internal static class TensorPrinter
{
    public static string Print(Tensor tensor)
    {
        var node = tensor.Node;
        var suffix = node.Type == ElementType.Float32 ? ", dtype=float32" : "";
        suffix += tensor.GradientFunction is { } function ? $", grad_fn=<{function}>" : node.RequiresGradient ? ", requires_grad=True" : "";
        return TensorText.Of(Evaluation.ValueOf(node), node.Shape.Extents, suffix);
    }
}
