using ExprAutograd.Recording;

namespace ExprAutograd.Networks;

/// <summary>A parameter and what an optimiser remembers of its gradients: arrays of the parameter's length, made when they are first needed.</summary>
internal sealed class OptimizedParameter
{
    private readonly Tensor tensor;
    private readonly Action<Array> write;
    private Node? own;
    private Array? gradient;
    private Array? firstMoment;
    private Array? secondMoment;

    public OptimizedParameter(Tensor tensor, GradientUpdate update)
    {
        this.tensor = tensor;
        write = values => update(this, values, gradient!);
    }

    /// <summary>How many steps the parameter has made, this one included.</summary>
    public int Steps { get; private set; }

    /// <summary>Changes the parameter by its gradient, if it has one.</summary>
    public void Step(string operation)
    {
        if (tensor.Node.Slot?.Sum is not { } found) return;
        gradient = Evaluation.ValueOf(found);
        Steps++;
        tensor.Overwrite(ref own, write, operation);
        gradient = null;
    }

    /// <summary>The running mean of gradients: zeros before the first step.</summary>
    public T[] FirstMoment<T>() => (T[])(firstMoment ??= new T[tensor.Count]);

    /// <summary>The running mean of squared gradients: zeros before the first step.</summary>
    public T[] SecondMoment<T>() => (T[])(secondMoment ??= new T[tensor.Count]);
}

/// <summary>Changes the values of a parameter by its gradient, all <c>double[]</c> or all <c>float[]</c>.</summary>
internal delegate void GradientUpdate(OptimizedParameter parameter, Array values, Array gradient);
