using ExprAutograd.Anf;

namespace ExprAutograd.Rewriting;

/// <summary>What became of a loop in lanes.</summary>
/// <param name="Loop">The loop as it was.</param>
/// <param name="Bits">The width of its vectors; 0 where it runs one number at a time.</param>
/// <param name="Obstacle">Where it does: what stands in the way, in words that tell what to change.</param>
/// <param name="IsStrided">Whether its lanes gather elements that do not stand side by side.</param>
internal sealed record LaneOutcome(LoopRegion Loop, int Bits, string? Obstacle, bool IsStrided = false);
