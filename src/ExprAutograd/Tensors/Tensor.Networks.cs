using ExprAutograd.Recording;

namespace ExprAutograd;

public sealed partial class Tensor
{
    /// <summary>The elements, those below <paramref name="min"/> raised to it and those above <paramref name="max"/> lowered to it; the derivative at a bound is 1.</summary>
    /// <param name="min">The least; null for none.</param>
    /// <param name="max">The greatest; null for none. Where it is below <paramref name="min"/>, everything is it.</param>
    /// <returns>A tensor of this shape; NaN stays NaN.</returns>
    /// <exception cref="ArgumentException">There is no bound.</exception>
    public Tensor Clamp(double? min = null, double? max = null)
    {
        if (min is null && max is null) throw new ArgumentException("Clamp: at least one of min and max must be given.", nameof(min));
        var x = RequireNumbers(nameof(Clamp));
        var type = NumberType(x.ElementType, min ?? 0) == ElementType.Float64 ? ElementType.Float64 : NumberType(x.ElementType, max ?? 0);
        var isInteger = type == ElementType.Int32;
        var (low, high) = (min ?? (isInteger ? int.MinValue : double.NegativeInfinity), max ?? (isInteger ? int.MaxValue : double.PositiveInfinity));
        return new Tensor(Node.Of(NetworkFunctions.Clamp, x.node.Shape, type, [As(x.Node, type), Node.OfNumber(low, type), Node.OfNumber(high, type)]));
    }

    /// <summary>The elements over the last axes brought to mean 0 and variance 1, then scaled and shifted: (x - mean) / sqrt(variance + eps) weight + bias.</summary>
    /// <param name="normalizedShape">The extents of the last axes, over which means are taken.</param>
    /// <param name="weight">Scales, of the normalised shape; null for 1.</param>
    /// <param name="bias">Shifts, of the normalised shape; null for 0.</param>
    /// <param name="eps">Added to the variance, so that equal elements can be divided.</param>
    /// <returns>A tensor of this shape.</returns>
    /// <exception cref="ArgumentException">This shape does not end in the normalised one, or a weight or bias has another.</exception>
    /// <remarks>Ba, Kiros, Hinton (2016), "Layer normalization". The variance is that of a population.</remarks>
    public Tensor LayerNorm(int[] normalizedShape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(normalizedShape);
        var wanted = TensorShape.Of(normalizedShape);
        if (wanted.Rank == 0 || wanted.Rank > Rank || !node.Shape.Extents[^wanted.Rank..].SequenceEqual(wanted.Extents))
            throw new ArgumentException($"LayerNorm: the shape {node.Shape} does not end in the normalised shape {wanted}.", nameof(normalizedShape));
        RequireShape(weight, wanted, nameof(weight));
        RequireShape(bias, wanted, nameof(bias));
        var x = AsFloating(this);
        int[] axes = [.. Enumerable.Range(Rank - wanted.Rank, wanted.Rank)];
        var centred = x - x.Mean(axes, keepDimension: true);
        var normal = centred * (centred.Square().Mean(axes, keepDimension: true) + eps).Rsqrt();
        if (weight is not null) normal *= weight;
        return bias is null ? normal : normal + bias;

        static void RequireShape(Tensor? parameter, TensorShape wanted, string name)
        {
            if (parameter is not null && !parameter.node.Shape.Equals(wanted)) throw new ArgumentException($"LayerNorm: a {name} of shape {parameter.node.Shape} does not fit the normalised shape {wanted}.", name);
        }
    }

    /// <summary>Each element 0 with a probability, else divided by what is left to 1: the mean stays.</summary>
    /// <param name="p">The probability, from 0 to 1.</param>
    /// <param name="seed">What the choice depends on, besides an element's position: the same seed drops the same elements. From the thread's generator unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is no probability.</exception>
    /// <remarks>The seed is not part of the recorded structure: a step with another seed runs the same code.</remarks>
    public Tensor Dropout(double p = 0.5, int? seed = null)
    {
        if (!(p is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "Dropout: p is a probability, from 0 to 1.");
        var x = AsFloating(this);
        return new Tensor(Node.Of(NetworkFunctions.Dropout, x.node.Shape, x.node.Type, [x.Node, Node.OfNumber(p, x.node.Type), Node.OfNumber(seed ?? Generator.Next(), ElementType.Int32)]));
    }

    /// <summary>For each label 1 at its place along a new last axis, and 0 at the others.</summary>
    /// <param name="classes">The extent of the new axis.</param>
    /// <param name="type">The type of the result's elements.</param>
    /// <exception cref="InvalidOperationException">The tensor holds no Int32.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is not positive; or, when it is computed, a label is not the number of a class.</exception>
    public Tensor OneHot(int classes, ElementType type = ElementType.Int32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (ElementType != ElementType.Int32) throw new InvalidOperationException($"OneHot: labels are Int32, and these hold {ElementType}. Convert them: To(ElementType.Int32).");
        if (type == ElementType.Boolean) return OneHot(classes).To(ElementType.Boolean);
        return new Tensor(Node.Of(NetworkFunctions.OneHot, node.Shape.Insert(Rank, classes), type, Node));
    }
}
