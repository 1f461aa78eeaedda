using ExprAutograd.Recording;

namespace ExprAutograd;

public static partial class Autograd
{
    /// <summary>Whether operations on tensors are recorded for gradients in this thread.</summary>
    public static bool IsGradEnabled => GradientMode.IsEnabled;

    /// <summary>The derivative of a tensor of one element with respect to another tensor; no <see cref="Tensor.Grad"/> changes.</summary>
    /// <param name="output">The result, of one element.</param>
    /// <param name="input">What it was computed from.</param>
    /// <param name="gradient">The cotangent, of the result's shape; may be left out for one element.</param>
    /// <param name="retainGraph">Whether the graph can be gone through again; as <paramref name="createGraph"/> unless given.</param>
    /// <param name="createGraph">Whether the gradient is recorded, so that it can be differentiated itself.</param>
    /// <returns>A tensor of the input's shape.</returns>
    /// <exception cref="InvalidOperationException">The result was not computed from <paramref name="input"/>, or the graph was released.</exception>
    public static Tensor Grad(Tensor output, Tensor input, Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false) =>
        Grad([output], [input], gradient is null ? null : [gradient], retainGraph, createGraph)[0]!;

    /// <summary>The derivatives of the sum of outputs, each times its cotangent, with respect to each input; no <see cref="Tensor.Grad"/> changes.</summary>
    /// <param name="outputs">The results.</param>
    /// <param name="inputs">What they were computed from: leaves or results on the way.</param>
    /// <param name="gradients">A cotangent per output; null, or null for one, where the output has one element.</param>
    /// <param name="retainGraph">Whether the graph can be gone through again; as <paramref name="createGraph"/> unless given.</param>
    /// <param name="createGraph">Whether the gradients are recorded, so that they can be differentiated themselves.</param>
    /// <param name="allowUnused">Whether an input that no output depends on gets null; else it is an error.</param>
    /// <returns>One tensor per input, of its shape.</returns>
    /// <exception cref="InvalidOperationException">An input is not used, or requires no gradient; or the graph was released.</exception>
    public static Tensor?[] Grad(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?>? gradients = null, bool? retainGraph = null, bool createGraph = false, bool allowUnused = false)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        if (gradients is not null && gradients.Count != outputs.Count) throw new ArgumentException($"There are {outputs.Count} outputs and {gradients.Count} gradients for them.", nameof(gradients));
        Node[] roots = [.. outputs.Select(o => o.Node)];
        Node[] targets = [.. inputs.Select(i => i.Node)];
        Node?[] seeds = [.. roots.Select((r, k) => TensorGradients.SeedOf(r, gradients?[k], k))];
        for (var k = 0; k < targets.Length; k++)
            if (!targets[k].RequiresGradient) throw new InvalidOperationException($"Input {k}, one of the differentiated tensors, does not require grad. Set RequiresGrad on it before it is used.");
        var found = Backpropagation.Run(roots, seeds.All(s => s is null) ? null : seeds, [.. targets.Distinct()], retainGraph ?? createGraph, createGraph);
        var byNode = found.ToDictionary(f => f.Node, f => f.Gradient);
        return
        [
            .. targets.Select((t, k) => byNode.TryGetValue(t, out var gradient) ? new Tensor(gradient)
                : allowUnused ? null
                : throw new InvalidOperationException($"Input {k}, one of the differentiated tensors, appears to not have been used in the graph. Pass allowUnused: true if null is the desired answer.")),
        ];
    }

    /// <summary>Nothing is recorded for gradients in this thread until the scope is disposed.</summary>
    public static IDisposable NoGrad() => GradientMode.Set(isEnabled: false);

    /// <summary>Operations are recorded for gradients again, inside a <see cref="NoGrad"/>, until the scope is disposed.</summary>
    public static IDisposable EnableGrad() => GradientMode.Set(isEnabled: true);
}
