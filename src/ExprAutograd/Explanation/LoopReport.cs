using System.Collections.Immutable;

namespace ExprAutograd;

/// <summary>One loop of a compiled function: what it came from, what it does in an iteration, and how it runs.</summary>
public sealed record LoopReport
{
    /// <summary>Its place: <c>2</c> is the second loop, <c>2.1</c> the first inside it.</summary>
    public required string Number { get; init; }

    /// <summary>The loops the user wrote that are one loop now, in order; more than one were fused. Empty where the compiler made the loop itself.</summary>
    public required ImmutableArray<SourceLoop> Sources { get; init; }

    /// <summary>How often it runs, in terms of the function's parameters, such as <c>x.Length</c>; where only a condition ends it, <c>until it ends</c>.</summary>
    public required string Count { get; init; }

    /// <summary>The operations of an iteration, but for those of <see cref="Loops"/>; of a conditional, those of the side with more.</summary>
    public required ImmutableArray<CountedOperation> Operations { get; init; }

    /// <summary>Additions, subtractions, multiplications, divisions and square roots in an iteration.</summary>
    public required int Flops { get; init; }

    /// <summary>Bytes that an iteration loads.</summary>
    public required int BytesRead { get; init; }

    /// <summary>Bytes that an iteration stores.</summary>
    public required int BytesWritten { get; init; }

    /// <summary>How many iterations run at once, in the lanes of a vector; 1 for one after another.</summary>
    public required int Lanes { get; init; }

    /// <summary>What keeps it out of lanes; null where it runs in them.</summary>
    public string? LaneObstacle { get; init; }

    /// <summary>From how many iterations on the threads of the pool share it, at most <see cref="AutogradOptions.MaxDegreeOfParallelism"/> of them; null where the caller's thread runs it alone, however long it is.</summary>
    public int? SharedFrom { get; init; }

    /// <summary>Why it is not one loop with the one before it; null where there is none, or nothing to say.</summary>
    public string? FusionObstacle { get; init; }

    /// <summary>What each iteration keeps: on a tape, for the adjoint, or in an array of its own.</summary>
    public required ImmutableArray<StoredValues> Stored { get; init; }

    /// <summary>The loops inside.</summary>
    public required ImmutableArray<LoopReport> Loops { get; init; }

    /// <summary>What it did in a call; null before <see cref="CompilationReport.Measure"/>.</summary>
    public LoopMeasurement? Measurement { get; init; }
}
