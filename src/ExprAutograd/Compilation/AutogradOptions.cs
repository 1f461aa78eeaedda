using System.Collections.Immutable;
using ExprAutograd.Rules;

namespace ExprAutograd;

/// <summary>Which way derivatives are carried.</summary>
public enum DifferentiationMode
{
    /// <summary>Whichever does less work: reverse for a gradient, by shape for a Jacobian, forward over reverse for a Hessian.</summary>
    Automatic,

    /// <summary>Tangents along with the values, one sweep per input.</summary>
    Forward,

    /// <summary>Cotangents back from the result, one sweep per output.</summary>
    Reverse,
}

/// <summary>How a function is differentiated; every property has a default.</summary>
public sealed record AutogradOptions
{
    /// <summary>The defaults.</summary>
    public static AutogradOptions Default { get; } = new();

    /// <summary>The derivative rules; <see cref="RuleSet.Default"/> unless set.</summary>
    public RuleSet Rules { get; init; } = RuleSet.Default;

    /// <summary>The mode; <see cref="DifferentiationMode.Automatic"/> unless set.</summary>
    public DifferentiationMode Mode { get; init; }

    /// <summary>The parameters to differentiate with respect to, by position from 0, in the order the derivatives are wanted; null for all.</summary>
    public ImmutableArray<int>? WithRespectTo { get; init; }
}
