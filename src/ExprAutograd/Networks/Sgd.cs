using System.Numerics;
using ExprAutograd.Networks;

namespace ExprAutograd;

/// <summary>Stochastic gradient descent, with momentum, Nesterov's momentum, and weight decay, as PyTorch has them.</summary>
/// <remarks>
/// <para>g = gradient + weightDecay x;  b = g at the first step, then momentum b + (1 - dampening) g;  x -= learningRate b, or with Nesterov
/// learningRate (g + momentum b). Without momentum, x -= learningRate g.</para>
/// <para>Polyak (1964), "Some methods of speeding up the convergence of iteration methods"; Sutskever, Martens, Dahl, Hinton (2013), "On the importance of
/// initialization and momentum in deep learning".</para>
/// </remarks>
public sealed class Sgd : ElementwiseOptimizer
{
    private readonly double momentum;
    private readonly double dampening;
    private readonly double weightDecay;
    private readonly bool isNesterov;

    /// <summary>An optimiser of these parameters.</summary>
    /// <param name="parameters">Leaves; <see cref="Module.Parameters"/> of a network.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="momentum">How much of the last step the next one keeps, from 0 on.</param>
    /// <param name="dampening">How much of a gradient does not enter the momentum.</param>
    /// <param name="nesterov">Whether the step goes where the momentum will lead.</param>
    /// <param name="weightDecay">The factor of the parameter that is added to its gradient.</param>
    /// <exception cref="ArgumentException">There are no parameters, one is no leaf, or Nesterov's momentum is wanted without momentum or with dampening.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate, the momentum or the weight decay is negative.</exception>
    public Sgd(IEnumerable<Tensor> parameters, double learningRate, double momentum = 0, double dampening = 0, bool nesterov = false, double weightDecay = 0)
        : base(parameters, learningRate)
    {
        this.momentum = Require(momentum >= 0, momentum, nameof(momentum), "not negative");
        this.weightDecay = Require(weightDecay >= 0, weightDecay, nameof(weightDecay), "not negative");
        if (nesterov && (momentum == 0 || dampening != 0)) throw new ArgumentException("Nesterov's momentum needs a momentum, and no dampening.", nameof(nesterov));
        this.dampening = dampening;
        isNesterov = nesterov;
    }

    private protected override void Update<T>(OptimizedParameter parameter, T[] values, T[] gradient)
    {
        var (rate, decay) = (T.CreateChecked(LearningRate), T.CreateChecked(weightDecay));
        if (momentum == 0)
        {
            UpdateLoop.Run(values, gradient, [], [], new Descent<T>(rate, decay));
            return;
        }
        var entering = parameter.Steps == 1 ? T.One : T.CreateChecked(1 - dampening);
        UpdateLoop.Run(values, gradient, parameter.FirstMoment<T>(), [], new MomentumDescent<T>(rate, decay, T.CreateChecked(momentum), entering, isNesterov));
    }

    private readonly struct Descent<T>(T rate, T decay) : IElementUpdate<T>
    {
        public Vector<T> Next(Vector<T> values, Vector<T> gradient, ref Vector<T> firstMoment, ref Vector<T> secondMoment) => values - ((gradient + (values * decay)) * rate);
    }

    private readonly struct MomentumDescent<T>(T rate, T decay, T momentum, T entering, bool isNesterov) : IElementUpdate<T>
    {
        public Vector<T> Next(Vector<T> values, Vector<T> gradient, ref Vector<T> firstMoment, ref Vector<T> secondMoment)
        {
            var g = gradient + (values * decay);
            firstMoment = (firstMoment * momentum) + (g * entering);
            return values - ((isNesterov ? g + (firstMoment * momentum) : firstMoment) * rate);
        }
    }
}
