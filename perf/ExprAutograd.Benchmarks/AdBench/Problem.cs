namespace ExprAutograd.Benchmarks.AdBench;

/// <summary>How the user wrote the objective.</summary>
internal enum Style
{
    /// <summary>An expression lambda over LINQ.</summary>
    Linq,

    /// <summary>A plain static method with loops and arrays.</summary>
    Method,
}

/// <summary>One of ADBench's problems, on one instance's data.</summary>
internal abstract class Problem
{
    /// <summary>Numbers the derivative is taken with respect to.</summary>
    public abstract int Inputs { get; }

    /// <summary>Numbers the objective is.</summary>
    public abstract int Outputs { get; }

    /// <summary>The part of the results that the reference files have: all, unless there are too many.</summary>
    public virtual IReadOnlyList<Result> Shown(IReadOnlyList<Result> results) => results;

    /// <summary>The objective and the derivative in plain C#, written by hand.</summary>
    public abstract IImplementation ByHand();

    /// <summary>The objective and the derivative as the library compiles them.</summary>
    /// <exception cref="AutogradException">The library cannot differentiate or compile the objective.</exception>
    public abstract IImplementation Compile(Style style);

    /// <summary>From the user's function to the derivative's machine code; <paramref name="literal"/> is in the function, so that no cache knows it.</summary>
    /// <exception cref="AutogradException">The library cannot differentiate or compile the objective.</exception>
    public abstract void CompileDerivative(Style style, double literal);
}
