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

    /// <summary>Whether compiled code rounds as the function as written does, operation by operation; false unless set, here or by the runtime configuration switch <c>ExprAutograd.IsStrict</c>.</summary>
    /// <remarks>Otherwise sums over arrays may be made in another order, and functions in loops over arrays come from vector kernels, a few units in the last place from <see cref="Math"/>.</remarks>
    public bool IsStrict { get; init; } = IsStrictByDefault;

    /// <summary>The switch of the application's runtime configuration, for a process that wants all its code so.</summary>
    private static bool IsStrictByDefault => AppContext.TryGetSwitch("ExprAutograd.IsStrict", out var isStrict) && isStrict;

    /// <summary>The most threads that share a long loop; 1 for the caller's alone. Null, unless set: as many as <see cref="MathNet.Numerics.Control.MaxDegreeOfParallelism"/>, which is the number of processors unless the process says otherwise.</summary>
    /// <remarks>
    /// Shared are outermost loops whose iterations do not wait for one another, such as those of <see cref="Autograd.Map{TMapped}(System.Linq.Expressions.LambdaExpression, AutogradOptions?)"/>, from some fifty microseconds of work on; <see cref="Autograd.Explain(System.Linq.Expressions.LambdaExpression, AutogradOptions?)"/> tells which, and from how many iterations.
    /// Where they are divided depends on their lengths alone: results are the same, bit for bit, for any number of threads, 1 included. Callers that are parallel already get no more threads than there are processors.
    /// Functions with a rule of their own that such a loop calls run on several threads at once.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? MaxDegreeOfParallelism
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one thread runs a loop; null leaves the number to the process.");
    }

    /// <summary>The parameters to differentiate with respect to, by position from 0, in the order the derivatives are wanted; null for all.</summary>
    public ImmutableArray<int>? WithRespectTo { get; init; }

    /// <summary>How many times over the outermost loops that carry a differentiated state are divided into stretches, of which only the first state is kept; 0 unless set, at most 3.</summary>
    /// <remarks>
    /// A reverse sweep of n iterations keeps what it reads of all n. With 1 it keeps that of about the square root of n, and runs the loop forward
    /// once more; with 2, of the cube root, and runs it twice more. Loops whose iterations are independent keep nothing in any case.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or more than 3.</exception>
    public int CheckpointLevels
    {
        get;
        init => field = value is >= 0 and <= MostCheckpointLevels ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"From 0 to {MostCheckpointLevels} levels of checkpoints are meant.");
    }

    private const int MostCheckpointLevels = 3;
}
