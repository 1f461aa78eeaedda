using ExprAutograd.Dense;
using MathNet.Numerics;

namespace ExprAutograd.Tests.Dense;

/// <summary>The vector widths that this machine has, and settings that last until disposed of.</summary>
internal static class Widths
{
    public static TheoryData<int> All => [.. new[] { 0, 128, 256, 512 }.Where(bits => bits <= LaneWidth.Widest)];

    public static IDisposable Use(int bits)
    {
        LaneWidth.Bits = bits;
        return new Restored(() => LaneWidth.Bits = LaneWidth.Widest);
    }

    public static IDisposable UseThreads(int threads)
    {
        var before = Control.MaxDegreeOfParallelism;
        Control.MaxDegreeOfParallelism = threads;
        return new Restored(() => Control.MaxDegreeOfParallelism = before);
    }

    private sealed class Restored(Action restore) : IDisposable
    {
        public void Dispose() => restore();
    }
}
