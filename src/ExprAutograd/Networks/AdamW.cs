namespace ExprAutograd;

/// <summary><see cref="Adam"/> in which weights decay by themselves, as PyTorch has it.</summary>
/// <remarks>
/// x is multiplied by 1 - learningRate weightDecay before Adam's step, and its gradient is taken as it is.
/// Loshchilov, Hutter (2019), "Decoupled weight decay regularization".
/// </remarks>
public sealed class AdamW : Adam
{
    /// <summary>An optimiser of these parameters.</summary>
    /// <param name="parameters">Leaves; <see cref="Module.Parameters"/> of a network.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="beta1">How much of the mean of gradients is kept, in [0, 1).</param>
    /// <param name="beta2">How much of the mean of squared gradients is kept, in [0, 1).</param>
    /// <param name="epsilon">Added to the root that is divided by.</param>
    /// <param name="weightDecay">How much of a parameter is lost per step and unit of the learning rate.</param>
    /// <exception cref="ArgumentException">There are no parameters, or one is no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AdamW(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    private protected override bool DecaysApart => true;
}
