using System.Collections.Immutable;
using System.Numerics;
using ExprAutograd.Networks;

namespace ExprAutograd;

/// <summary>An optimiser that changes each element by its own gradients alone.</summary>
/// <remarks>A step writes large parameters where they are and allocates no memory for them.</remarks>
public abstract class ElementwiseOptimizer : Optimizer
{
    private readonly ImmutableArray<OptimizedParameter> states;

    private protected ElementwiseOptimizer(IEnumerable<Tensor> parameters, double learningRate)
        : base(parameters, learningRate) => states = [.. Parameters.Select(p => new OptimizedParameter(p, Update))];

    /// <summary>Changes the parameters that have a gradient, once.</summary>
    public override void Step()
    {
        var name = $"{GetType().Name}.Step";
        foreach (var state in states) state.Step(name);
    }

    /// <summary>Changes the values of a parameter.</summary>
    private protected abstract void Update<T>(OptimizedParameter parameter, T[] values, T[] gradient)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private void Update(OptimizedParameter parameter, Array values, Array gradient)
    {
        if (values is double[] doubles) Update(parameter, doubles, (double[])gradient);
        else Update(parameter, (float[])values, (float[])gradient);
    }
}
