using System.Globalization;

namespace ExprAutograd;

/// <summary>Modules one after the other: each takes the result of the one before.</summary>
/// <remarks>Their names are their numbers: the first one's weight is <c>0.weight</c>.</remarks>
public sealed class Sequential : Module
{
    private readonly Module[] modules;

    /// <summary>These modules in order; none pass the input on.</summary>
    public Sequential(params Module[] modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        this.modules = [.. modules];
        for (var k = 0; k < modules.Length; k++) Register(k.ToString(CultureInfo.InvariantCulture), modules[k]);
    }

    /// <summary>How many there are.</summary>
    public int Count => modules.Length;

    /// <summary>A module by number.</summary>
    public Module this[int index] => modules[index];

    /// <summary>The result of the last module.</summary>
    public override Tensor Forward(Tensor input)
    {
        foreach (var module in modules) input = module.Forward(input);
        return input;
    }

    /// <inheritdoc/>
    public override string ToString() => $"Sequential({string.Join(", ", (object[])modules)})";
}
