using ExprAutograd.Compilation;

namespace ExprAutograd;

/// <summary>How <see cref="GradientCheck"/> checks; every property has a default.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>The defaults.</summary>
    public static GradientCheckOptions Default { get; } = new();

    /// <summary>1 for first derivatives; 2 for second ones as well, of a function that returns one number.</summary>
    public int Order { get; init; } = 1;

    /// <summary>How many random directions over all parameters at once; besides, each parameter is checked by itself.</summary>
    public int Directions { get; init; } = 3;

    /// <summary>Where the random directions start; the same seed gives the same report.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// What may differ however accurate everything is, relative to the size of the terms that are summed; estimated errors come on
    /// top, and in single precision it is never taken below a hundred rounding units.
    /// </summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Rules and parameters; its mode says which mode is checked, <see cref="DifferentiationMode.Automatic"/> both, and against each other.</summary>
    public AutogradOptions Differentiation { get; init; } = AutogradOptions.Default;

    internal void Validate()
    {
        if (Order is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(Order), Order, "Derivatives of order 1 or 2 can be checked.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Directions, 1, nameof(Directions));
        ArgumentOutOfRangeException.ThrowIfNegative(Tolerance, nameof(Tolerance));
        ArgumentNullException.ThrowIfNull(Differentiation, nameof(Differentiation));
    }
}
