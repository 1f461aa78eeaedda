namespace ExprAutograd;

/// <summary>What became of recorded graphs since the program started, or since <see cref="Tensor.ClearCache"/>.</summary>
/// <param name="Hits">How often the code of a structure was there.</param>
/// <param name="Misses">How often a structure was compiled.</param>
/// <param name="Interpreted">How often a structure that was new was run operation by operation, because the ones before it never came again.</param>
/// <param name="CompileTime">The time spent compiling.</param>
/// <param name="Count">How many structures are kept.</param>
public readonly record struct TensorStatistics(long Hits, long Misses, long Interpreted, TimeSpan CompileTime, int Count);
