using System.Collections.Immutable;

namespace ExprAutograd;

/// <summary>What a loop did in one call.</summary>
/// <param name="Entries">How often the loop was entered.</param>
/// <param name="Iterations">How many iterations it ran, in all entries.</param>
/// <param name="Flops">Additions, subtractions, multiplications, divisions and square roots; those of loops inside are theirs.</param>
/// <param name="BytesRead">Bytes loaded, from wherever they were; those of loops inside are theirs.</param>
/// <param name="BytesWritten">Bytes stored, likewise.</param>
/// <param name="PredictedNanoseconds">What the model of the machine predicts, loops inside included.</param>
/// <param name="MeasuredNanoseconds">What was measured, loops inside included; null of a loop inside another, where a clock would be a load of its own.</param>
/// <param name="Limit">What takes most of the predicted time.</param>
public sealed record LoopMeasurement(
    long Entries, long Iterations, long Flops, long BytesRead, long BytesWritten, double PredictedNanoseconds, double? MeasuredNanoseconds, LoopLimit Limit);

/// <summary>What a function did in one call.</summary>
/// <param name="Flops">Additions, subtractions, multiplications, divisions and square roots.</param>
/// <param name="BytesRead">Bytes loaded, from wherever they were.</param>
/// <param name="BytesWritten">Bytes stored.</param>
/// <param name="WorkingBytes">The size of all arrays it touched, which decides which cache holds them.</param>
/// <param name="AllocatedBytes">Bytes of the heap taken per call: new results, and nothing in the caller's memory.</param>
/// <param name="PredictedNanoseconds">What the model of the machine predicts.</param>
/// <param name="MeasuredNanoseconds">The fastest of rounds.</param>
/// <param name="NotPredicted">The calls whose time the model does not know, and the prediction leaves out.</param>
public sealed record CallMeasurement(
    long Flops, long BytesRead, long BytesWritten, long WorkingBytes, long AllocatedBytes, double PredictedNanoseconds, double MeasuredNanoseconds, ImmutableArray<string> NotPredicted);
