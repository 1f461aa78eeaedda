using ExprAutograd.Recording;

namespace ExprAutograd;

/// <summary>A function of tensors whose derivative is written by hand: PyTorch's <c>autograd.Function</c>.</summary>
/// <remarks>
/// <para>One object is one call: what <see cref="Backward"/> needs, <see cref="Forward"/> keeps in fields.</para>
/// <code>
/// sealed class Cube : TensorFunction
/// {
///     private Tensor x = null!;
///
///     protected override Tensor Forward(params Tensor[] inputs) => (x = inputs[0]).Pow(3);
///
///     protected override Tensor?[] Backward(Tensor gradient) => [gradient * 3 * x.Square()];
/// }
///
/// var y = new Cube().Apply(x);
/// </code>
/// </remarks>
public abstract class TensorFunction
{
    private bool isApplied;

    /// <summary>Records a call.</summary>
    /// <param name="inputs">At least one tensor.</param>
    /// <returns>What <see cref="Forward"/> returns, with <see cref="Backward"/> as its derivative.</returns>
    /// <exception cref="InvalidOperationException">The object was applied before.</exception>
    public Tensor Apply(params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (isApplied) throw new InvalidOperationException($"{GetType().Name} was applied before: what its Backward needs is that call's. Make a new one for each call.");
        isApplied = true;
        Tensor result;
        using (Autograd.NoGrad()) result = Forward(inputs);
        if (result is null) throw new InvalidOperationException($"{GetType().Name}.Forward returned null.");
        if (!Autograd.IsGradEnabled || !inputs.Any(i => i.RequiresGrad)) return result;
        if (!ElementTypes.IsFloating(result.ElementType)) return result;
        var node = result.Node;
        return new Tensor(Node.Of(
            CustomFunctions.Apply, node.Shape, node.Type, [Node.Detached(node), .. inputs.Select(i => i.Node)],
            payload: (CustomBackward)(gradient => [.. Backward(new Tensor(gradient)).Select(g => g?.Node)]), requiresGradient: true));
    }

    /// <summary>The value. Nothing is recorded for gradients meanwhile.</summary>
    protected abstract Tensor Forward(params Tensor[] inputs);

    /// <summary>The cotangents of the inputs, null for one that has none; recorded when the gradient is to be differentiated again.</summary>
    /// <param name="gradient">The cotangent of the result, of its shape.</param>
    protected abstract Tensor?[] Backward(Tensor gradient);
}
