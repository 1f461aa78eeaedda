namespace ExprAutograd;

/// <summary>Changes parameters, by what their <see cref="Tensor.Grad"/> says, to make a loss smaller.</summary>
/// <remarks>
/// The order of a training step is PyTorch's: <c>ZeroGrad()</c>, the loss, <c>loss.Backward()</c>, <c>Step()</c>. A parameter without a gradient is left as it is.
/// One thread at a time.
/// </remarks>
public abstract class Optimizer
{
    private double learningRate;

    /// <summary>An optimiser of these parameters.</summary>
    /// <param name="parameters">Leaves; <see cref="Module.Parameters"/> of a network. One that is named twice is meant once.</param>
    /// <param name="learningRate">How far a step goes.</param>
    /// <exception cref="ArgumentException">There are none, or one is a result of operations.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative or NaN.</exception>
    protected Optimizer(IEnumerable<Tensor> parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = [.. parameters.Distinct()];
        if (Parameters.Count == 0) throw new ArgumentException("There are no parameters to optimise.", nameof(parameters));
        foreach (var parameter in Parameters)
        {
            if (parameter is null) throw new ArgumentException("A parameter is null.", nameof(parameters));
            if (!parameter.IsLeaf) throw new ArgumentException($"A tensor of shape [{string.Join(", ", parameter.Shape)}] is a result ({parameter.GradientFunction}); only leaves can be optimised. Detach it, or optimise what it is computed from.", nameof(parameters));
            parameter.TrackMemory();
        }
        LearningRate = learningRate;
    }

    /// <summary>What is optimised.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>How far a step goes; it may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or NaN.</exception>
    public double LearningRate
    {
        get => learningRate;
        set => learningRate = Require(value >= 0, value, nameof(LearningRate), "not negative");
    }

    /// <summary>Clears the gradients of all parameters.</summary>
    /// <param name="setToNull">Whether they are null afterwards rather than zeros.</param>
    /// <remarks>The memory of a gradient that nobody has looked at is used for the next one.</remarks>
    public void ZeroGrad(bool setToNull = true)
    {
        foreach (var parameter in Parameters)
        {
            parameter.ZeroGrad(setToNull);
            parameter.TrackMemory();
        }
    }

    /// <summary>Changes the parameters, once.</summary>
    /// <exception cref="InvalidOperationException">The method needs to compute the loss itself: call <see cref="Step(Func{Tensor})"/>.</exception>
    public abstract void Step();

    /// <summary>Computes the loss, and changes the parameters.</summary>
    /// <param name="closure">Clears the gradients, computes the loss, calls its <see cref="Tensor.Backward"/>, and returns it.</param>
    /// <returns>The loss before the step.</returns>
    public virtual Tensor Step(Func<Tensor> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        var loss = closure();
        Step();
        return loss;
    }

    private protected static double Require(bool isRight, double value, string name, string wanted) =>
        isRight ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {wanted}.");
}
