using System.Numerics;
using ExprAutograd.Networks;

namespace ExprAutograd;

/// <summary>Adaptive moment estimation, as PyTorch has it.</summary>
/// <remarks>
/// <para>g = gradient + weightDecay x;  m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;  at step t
/// x -= learningRate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon).</para>
/// <para>Kingma, Ba (2015), "Adam: a method for stochastic optimization".</para>
/// </remarks>
public class Adam : ElementwiseOptimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly double weightDecay;

    /// <summary>An optimiser of these parameters.</summary>
    /// <param name="parameters">Leaves; <see cref="Module.Parameters"/> of a network.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="beta1">How much of the mean of gradients is kept, in [0, 1).</param>
    /// <param name="beta2">How much of the mean of squared gradients is kept, in [0, 1).</param>
    /// <param name="epsilon">Added to the root that is divided by.</param>
    /// <param name="weightDecay">The factor of the parameter that is added to its gradient.</param>
    /// <exception cref="ArgumentException">There are no parameters, or one is no leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adam(IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
        : base(parameters, learningRate)
    {
        this.beta1 = Require(beta1 is >= 0 and < 1, beta1, nameof(beta1), "at least 0 and less than 1");
        this.beta2 = Require(beta2 is >= 0 and < 1, beta2, nameof(beta2), "at least 0 and less than 1");
        this.epsilon = Require(epsilon >= 0, epsilon, nameof(epsilon), "not negative");
        this.weightDecay = Require(weightDecay >= 0, weightDecay, nameof(weightDecay), "not negative");
    }

    /// <summary>Whether weights decay by themselves rather than through their gradients.</summary>
    private protected virtual bool DecaysApart => false;

    private protected override void Update<T>(OptimizedParameter parameter, T[] values, T[] gradient)
    {
        var rate = LearningRate / (1 - Math.Pow(beta1, parameter.Steps));
        var root = Math.Sqrt(1 - Math.Pow(beta2, parameter.Steps));
        UpdateLoop.Run(values, gradient, parameter.FirstMoment<T>(), parameter.SecondMoment<T>(), new MomentUpdate<T>(
            Rate: T.CreateChecked(rate),
            Shrink: T.CreateChecked(DecaysApart ? 1 - (LearningRate * weightDecay) : 1),
            Decay: T.CreateChecked(DecaysApart ? 0 : weightDecay),
            Beta1: T.CreateChecked(beta1),
            Rest1: T.CreateChecked(1 - beta1),
            Beta2: T.CreateChecked(beta2),
            Rest2: T.CreateChecked(1 - beta2),
            Root: T.CreateChecked(root),
            Epsilon: T.CreateChecked(epsilon)));
    }

    private readonly record struct MomentUpdate<T>(T Rate, T Shrink, T Decay, T Beta1, T Rest1, T Beta2, T Rest2, T Root, T Epsilon) : IElementUpdate<T>
    {
        public Vector<T> Next(Vector<T> values, Vector<T> gradient, ref Vector<T> firstMoment, ref Vector<T> secondMoment)
        {
            var g = gradient + (values * Decay);
            firstMoment = (firstMoment * Beta1) + (g * Rest1);
            secondMoment = (secondMoment * Beta2) + (g * g * Rest2);
            var scale = (Vector.SquareRoot(secondMoment) / new Vector<T>(Root)) + new Vector<T>(Epsilon);
            return (values * Shrink) - (firstMoment * Rate / scale);
        }
    }
}
