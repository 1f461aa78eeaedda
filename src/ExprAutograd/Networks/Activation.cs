using System.Runtime.CompilerServices;

namespace ExprAutograd;

/// <summary>A function of tensors without parameters, as a module: <c>Activation.Relu</c>, or any other between the layers of a <see cref="Sequential"/>.</summary>
/// <param name="function">The function; it is called each time.</param>
/// <param name="name">How the module prints.</param>
public sealed class Activation(Func<Tensor, Tensor> function, [CallerArgumentExpression(nameof(function))] string name = "") : Module
{
    /// <summary>max(x, 0).</summary>
    public static Activation Relu => new(x => x.Relu(), nameof(Relu));

    /// <summary>x times the standard normal distribution function of x.</summary>
    public static Activation Gelu => new(x => x.Gelu(), nameof(Gelu));

    /// <summary>The hyperbolic tangent.</summary>
    public static Activation Tanh => new(x => x.Tanh(), nameof(Tanh));

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Activation Sigmoid => new(x => x.Sigmoid(), nameof(Sigmoid));

    /// <summary>log(1 + exp(x)).</summary>
    public static Activation Softplus => new(x => x.Softplus(), nameof(Softplus));

    /// <summary>All axes but the first in one.</summary>
    public static Activation Flatten => new(x => x.Reshape(x.Rank == 0 ? [1] : [x.Shape[0], x.Shape[0] == 0 ? x.Shape[1..].Aggregate(1, (a, b) => a * b) : x.Count / x.Shape[0]]), nameof(Flatten));

    /// <summary>exp(x) over the sum of exp(x) along an axis.</summary>
    public static Activation Softmax(int axis) => new(x => x.Softmax(axis), $"Softmax({axis})");

    /// <summary>The function's result.</summary>
    public override Tensor Forward(Tensor input) => function(input);

    /// <inheritdoc/>
    public override string ToString() => name;
}
